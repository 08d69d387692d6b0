"""What users said of answers, as questions to measure and train on."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.services.squad_export import Kind, as_squad, counted
from bot.storage import Unanswered, Vote
from retrieval.documents import Answer, Passage, Reply
from tests.bot.storage.samples import turn


def qas(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [qa for article in content["data"] for p in article["paragraphs"] for qa in p["qas"]]


def vote(question: str, position: int, useful: bool) -> Vote:
    return Vote(turn(question), position, useful)


def test_the_majority_says_whether_a_span_is_right() -> None:
    for_it, against = vote("花费", 0, useful=True), vote("花费", 0, useful=False)
    assert [qa["is_impossible"] for qa in qas(as_squad([for_it, against, for_it], []))] == [False]
    assert [qa["is_impossible"] for qa in qas(as_squad([for_it, against, against], []))] == [True]
    assert qas(as_squad([for_it, against], [])) == []


def test_a_question_answered_elsewhere_is_nowhere_impossible() -> None:
    wrong, right = vote("停用了吗", 0, useful=False), vote("停用了嗎？", 2, useful=True)
    for votes in ([wrong, right], [right, wrong]):
        (qa,) = qas(as_squad(votes, []))
        assert qa["answers"] == [{"text": "1987年", "answer_start": 3}]


def test_equal_questions_about_a_passage_are_one_with_all_right_spans() -> None:
    (qa,) = qas(as_squad([vote("花费？", 0, useful=True), vote("花費", 1, useful=True)], []))
    assert [answer["text"] for answer in qa["answers"]] == ["三百二十万元", "5月1日"]
    (again,) = qas(as_squad([vote("花费", 0, useful=True)], []))
    assert again["id"] == qa["id"]


def test_a_list_is_a_stretch_with_its_items() -> None:
    text = "请带①身份证；②照片。"
    answer = Answer("身份证；照片", 0.9, Passage(text), 3, 6, spans=((3, 6), (8, 10)))
    asked = turn("带什么", reply=Reply("带什么", answer, (answer,)))
    (qa,) = qas(as_squad([Vote(asked, 0, useful=True)], []))
    assert qa["answers"] == [{"text": "身份证；②照片", "answer_start": 3}]
    assert qa["items"] == [{"text": "身份证", "answer_start": 3}, {"text": "照片", "answer_start": 8}]


@given(
    st.lists(st.builds(vote, st.text(max_size=5), st.integers(0, 2), st.booleans())),
    st.lists(st.builds(Unanswered, st.text(), st.integers(1), st.floats(0, 1e9))),
)
def test_every_span_stands_where_it_is_said_to(votes: list[Vote], unanswered: list[Unanswered]) -> None:
    content = as_squad(votes, unanswered)
    paragraphs = [p for article in content["data"] for p in article["paragraphs"]]
    for paragraph in paragraphs:
        for qa in paragraph["qas"]:
            spans = qa["answers"] or qa["plausible_answers"]
            assert spans
            for span in spans:
                assert paragraph["context"].startswith(span["text"], span["answer_start"])
    ids = [qa["id"] for qa in qas(content)]
    assert len(ids) == len(set(ids))
    assert len(content["unanswered"]) == len(unanswered)
    assert sum(counted(content).values()) == len(ids) + len(unanswered)


def test_questions_are_counted_by_their_kind() -> None:
    votes = [vote("花费", 0, useful=True), vote("多长", 1, useful=False)]
    missing = [Unanswered("桥多高", 2, 0.0)]
    assert list(counted(as_squad(votes, missing)).values()) == [1, 1, 1]
    assert counted(as_squad(votes, missing, [Kind.IMPOSSIBLE])) == {
        Kind.ANSWERABLE: 0,
        Kind.IMPOSSIBLE: 1,
        Kind.UNANSWERED: 0,
    }
