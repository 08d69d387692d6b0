"""`yuanwen feedback export`, and what other commands make of its file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from bot import feedback
from bot.feedback import as_squad
from bot.measure import Order, measure
from bot.settings import Settings
from bot.state import State, StateError, Unanswered, Vote
from retrieval.squad import read_squad
from tests.bot.state.samples import NOON, NOTHING, Clock, turn

Export = Callable[..., Result]


async def asked_and_judged(home: Path) -> None:
    """A home where a bot has run: three votes, and two people who found nothing."""
    state = State.open(home, clock=Clock())
    cost, ferry = turn("修缮花费多少？"), turn("那渡口呢", understood="渡口何时停用", asker=2)
    for each in (
        cost,
        ferry,
        turn("桥多长", asker=11, reply=NOTHING, asked_at=NOON + 1),
        turn("橋多長？", asker=12, reply=NOTHING),
    ):
        await state.turns.put(each)
    await state.votes.cast(cost.id, 1, useful=True)
    await state.votes.cast(ferry.id, 2, useful=False, position=1)
    await state.votes.cast(ferry.id, 3, useful=False, position=1)
    await state.close()


@pytest.fixture
async def home(tmp_path: Path) -> Path:
    await asked_and_judged(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def export(home: Path) -> Export:
    root = typer.Typer()

    @root.callback()
    def common(context: typer.Context) -> None:
        context.obj = home

    root.add_typer(feedback.app, name="feedback")
    return lambda *arguments: CliRunner().invoke(root, ["feedback", "export", *map(str, arguments)])


def qas(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [qa for article in content["data"] for p in article["paragraphs"] for qa in p["qas"]]


def vote(question: str, position: int, useful: bool) -> Vote:
    return Vote(turn(question), position, useful)


def test_votes_and_unanswered_questions_are_written(export: Export, tmp_path: Path) -> None:
    done = export(tmp_path / "f.json", "--json")
    counts = {"answerable": 1, "impossible": 1, "unanswered": 1}
    assert json.loads(done.stdout) == {"path": str(tmp_path / "f.json"), **counts}
    assert done.stderr == ""
    content = json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))
    useful, useless = qas(content)
    assert (useful["question"], useful["answers"]) == (
        "修缮花费多少？",
        [{"text": "三百二十万元", "answer_start": 18}],
    )
    assert (useless["question"], useless["is_impossible"], useless["answers"]) == ("渡口何时停用", True, [])
    assert useless["plausible_answers"] == [{"text": "5月1日", "answer_start": 4}]
    assert [(u["question"], u["count"]) for u in content["unanswered"]] == [("桥多长", 2)]
    assert [article["title"] for article in content["data"]] == ["青石桥重新开放"]


def test_without_json_the_counts_are_for_people(export: Export, tmp_path: Path) -> None:
    done = export(tmp_path / "f.json")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "1 answerable, 1 impossible, 1 unanswered" in done.stderr


def test_the_file_can_be_read_and_measured_on(export: Export, tmp_path: Path) -> None:
    export(tmp_path / "f.json")
    contexts = read_squad(tmp_path / "f.json")
    questions = {q.text: q.references for context in contexts for q in context.questions}
    (reference,) = questions["修缮花费多少？"]
    assert contexts[0].text[reference.start :].startswith("三百二十万元")
    assert questions["渡口何时停用"] == ()
    order = Order("reading", (tmp_path / "f.json",), declining=True)
    summary = measure(order, Settings(home=tmp_path), lambda done, total: None)
    assert summary["n"] == 2  # what has no passage is measured nowhere


@pytest.mark.parametrize("kind", ["answerable", "impossible", "unanswered"])
def test_one_kind_may_be_written_alone(export: Export, tmp_path: Path, kind: str) -> None:
    counts = json.loads(export(tmp_path / "f.json", "--only", kind, "--json").stdout)
    del counts["path"]
    assert {name: count for name, count in counts.items() if count} == {kind: 1}


def test_nothing_of_who_asked_and_where_is_written(export: Export, tmp_path: Path) -> None:
    export(tmp_path / "f.json")
    content = json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))
    names = {name for qa in (*qas(content), *content["unanswered"]) for name in qa}
    assert names == {"id", "question", "is_impossible", "answers", "plausible_answers", "count"}


def test_a_file_that_is_there_is_replaced_only_by_force(export: Export, tmp_path: Path) -> None:
    file = tmp_path / "f.json"
    file.write_text("mine")
    refused = export(file)
    assert isinstance(refused.exception, StateError)
    assert "f.json is there already" in str(refused.exception)
    assert file.read_text() == "mine"
    assert export(file, "--force").exit_code == 0
    assert len(read_squad(file)) == 1


def test_a_place_that_cannot_be_written_to_is_named(export: Export, tmp_path: Path) -> None:
    done = export(tmp_path / "nowhere" / "f.json")
    assert "f.json cannot be written: No such file" in str(done.exception)
    assert not (tmp_path / "nowhere").exists()


def test_a_home_without_a_bot_is_named_and_left_alone(tmp_path: Path, export: Export, home: Path) -> None:
    (home / "bot.db").unlink()
    done = export(tmp_path / "f.json")
    assert "no bot has run in this home" in str(done.exception)
    assert not (home / "bot.db").exists()
    assert not (tmp_path / "f.json").exists()


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
