"""The engine with the models that ship, on documents of our own."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from retrieval.documents import Answer, Article, Document, Paragraph, Passage, Previous, Reply
from retrieval.engine import Engine
from retrieval.errors import StoreError
from retrieval.faq import FaqEntry
from retrieval.ingestion.passages import split
from retrieval.library import SAMPLE, SAMPLE_QUESTIONS, File, Library
from retrieval.storage.opening import open_store
from tests.conftest import OpenEngine

FUND = (
    "云溪新区设立产业引导基金\n\n"
    "本报讯 近日，云溪新区设立产业引导基金。基金总规模8亿元，首期出资3亿元，由云溪资本负责管理。\n"
)
BRIDGE = "青石桥重新开放\n\n青石桥在停工两年之后于5月1日重新开放，修缮共花费三百二十万元。\n"


@pytest.fixture
def engine(tmp_path: Path, open_engine: OpenEngine) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "home")
    yield engine
    engine.close()


def add(engine: Engine, folder: Path, name: str, text: str, collection: str = "public") -> None:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    assert engine.library.add(File(path, name), collection).change in {"added", "replaced"}


def text_of(reply: Reply) -> str | None:
    return reply.answer.text if reply.answer else None


def test_the_answer_is_verbatim_and_cited(engine: Engine, tmp_path: Path) -> None:
    add(engine, tmp_path, "基金.txt", FUND)
    add(engine, tmp_path, "桥.txt", BRIDGE)
    reply = engine.ask("云溪新区基金总规模多少")
    assert text_of(reply) == "8亿元"
    assert reply.answer
    passage = reply.answer.passage
    assert passage.text[reply.answer.start : reply.answer.end] == "8亿元"
    assert (passage.title, passage.source) == ("云溪新区设立产业引导基金", "基金.txt")
    assert reply.took_ms > 0


def test_the_answer_to_a_traditional_question_is_cut_as_it_was_written(
    engine: Engine, tmp_path: Path
) -> None:
    add(engine, tmp_path, "桥.txt", BRIDGE)
    assert text_of(engine.ask("青石橋修繕共花費多少？")) == "三百二十万元"


@pytest.mark.parametrize(
    "question",
    [
        "青石桥修缮花费多少？谢谢！",
        "您好，请问一下青石桥修缮花费多少呢？谢谢您！",
        "麻烦问下，青石桥修缮花费多少，急🙏🙏",
        "請問青石橋修繕花費多少呢？謝謝",
        "能不能告诉我青石桥修缮花费多少？？？",
    ],
)
def test_courtesy_changes_no_answer(engine: Engine, tmp_path: Path, question: str) -> None:
    add(engine, tmp_path, "桥.txt", BRIDGE)
    add(engine, tmp_path, "基金.txt", FUND)
    plain, polite = engine.ask("青石桥修缮花费多少？"), engine.ask(question)
    assert (text_of(plain), text_of(polite)) == ("三百二十万元", "三百二十万元")
    assert polite.question == question


@pytest.mark.parametrize(
    "question",
    [
        "火星探测器什么时候发射？",
        "海东市的市长是谁",
        "",
        "  ",
        "？？？",
        "是谁？",
        "什么",
        "🙂" * 2000,
        "谢谢！",
    ],
)
def test_what_the_documents_do_not_say_is_declined(engine: Engine, tmp_path: Path, question: str) -> None:
    add(engine, tmp_path, "基金.txt", FUND)
    assert engine.ask(question).answer is None


def test_a_removed_document_answers_nothing_at_once(engine: Engine, tmp_path: Path) -> None:
    add(engine, tmp_path, "基金.txt", FUND)
    add(engine, tmp_path, "桥.txt", BRIDGE)
    assert engine.ask("青石桥修缮花费多少？").answer
    engine.library.remove(["桥.txt"])
    reply = engine.ask("青石桥修缮花费多少？")
    assert all(answer.passage.source == "基金.txt" for answer in reply.answers)


def test_the_same_answer_in_two_documents_is_shown_once_with_both(engine: Engine, tmp_path: Path) -> None:
    add(engine, tmp_path, "桥.txt", BRIDGE)
    add(engine, tmp_path, "又.txt", "桥讯\n\n据悉，青石桥修缮共花费三百二十万元，资金来自市财政。\n")
    reply = engine.ask("青石桥修缮共花费多少？")
    assert reply.answer
    assert {reply.answer.passage.source, *(p.source for p in reply.answer.also)} == {"桥.txt", "又.txt"}
    assert [answer.text for answer in reply.answers].count("三百二十万元") == 1


def test_answers_come_only_from_the_collections_asked_for(engine: Engine, tmp_path: Path) -> None:
    add(engine, tmp_path, "桥.txt", BRIDGE, "bridges")
    add(engine, tmp_path, "基金.txt", FUND, "funds")
    question = "青石桥修缮花费多少？"
    assert text_of(engine.ask(question, collections=["bridges"])) == "三百二十万元"
    assert all(a.passage.collection == "funds" for a in engine.ask(question, collections=["funds"]).answers)


def test_a_higher_threshold_declines_more(tmp_path: Path) -> None:
    engine = Engine.open(tmp_path / "home", threshold=1.0)
    add(engine, tmp_path, "桥.txt", BRIDGE)
    reply = engine.ask("青石桥修缮花费多少？")
    assert reply.answer is None
    assert reply.answers
    engine.close()


def test_many_threads_ask_while_documents_come_and_go(engine: Engine, tmp_path: Path) -> None:
    add(engine, tmp_path, "桥.txt", BRIDGE)

    def ask(_: int) -> str | None:
        return text_of(engine.ask("青石桥修缮花费多少？"))

    def come_and_go(number: int) -> None:
        add(engine, tmp_path, f"{number}.txt", FUND.replace("云溪", f"云溪{number}"))
        engine.library.remove([f"{number}.txt"])

    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(ask, number) for number in range(20)]
        changes = [pool.submit(come_and_go, number) for number in range(5)]
        assert {answer.result() for answer in answers} == {"三百二十万元"}
        for change in changes:
            change.result()


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be used as a home"):
        open_store(tmp_path / "file")


def test_the_questions_that_a_new_home_offers_are_answered(engine: Engine) -> None:
    answers = [text_of(engine.ask(question)) for question in SAMPLE_QUESTIONS]
    assert answers == ["30亿元", "贺兰舟", "2026年10月"]


def test_the_sample_page_is_mostly_answered_and_declined_rightly(engine: Engine) -> None:
    questions = json.loads(Path(__file__).with_name("sample_questions.json").read_text(encoding="utf-8"))
    exact = [text_of(engine.ask(asked["question"])) == asked["answer"] for asked in questions["answerable"]]
    declined = [engine.ask(question).answer is None for question in questions["unanswerable"]]
    assert sum(exact) / len(exact) >= 0.7
    assert sum(declined) / len(declined) >= 0.8


def seen(reply: Reply) -> set[str]:
    """Every collection that anything in a reply comes from."""
    found = [passage for answer in reply.answers for passage in (answer.passage, *answer.also)]
    return {passage.collection for passage in found}


def about(passage: Passage) -> Previous:
    """A conversation about a passage, in which nothing was asked that a question could follow up."""
    return Previous("", passage=passage)


def passages(engine: Engine, collection: str) -> list[Passage]:
    return list(engine.store.passages(engine.store.passage_ids([collection])).values())


def test_nothing_of_another_collection_is_ever_seen(engine: Engine, tmp_path: Path) -> None:
    add(engine, tmp_path, "基金.txt", FUND)
    for owner in (5, 6):
        text = BRIDGE.replace("三百二十万元", f"{owner}百万元") + FUND
        add(engine, tmp_path, f"桥{owner}.txt", text, f"user-{owner}")
    secret = passages(engine, "user-6")[0]
    for question in ("青石桥修缮花费多少？", "云溪新区基金总规模多少", "6百万元", "桥", "基金 青石桥 云溪"):
        for previous in (None, about(secret)):
            own = engine.ask(question, collections=["public", "user-5"], previous=previous)
            assert seen(own) <= {"public", "user-5"}
            assert seen(engine.ask(question, collections={"public"}, previous=previous)) <= {"public"}
    assert text_of(engine.ask("青石桥修缮花费多少？", collections=["public", "user-5"])) == "5百万元"
    assert len(seen(engine.ask("云溪新区基金总规模多少"))) > 1


def test_a_passage_is_found_by_its_id_in_its_collections_only(engine: Engine, tmp_path: Path) -> None:
    add(engine, tmp_path, "桥.txt", BRIDGE, "user-5")
    (passage,) = passages(engine, "user-5")
    assert engine.passage(passage.id) == passage
    assert engine.passage(passage.id, collections=["public", "user-5"]) == passage
    assert engine.passage(passage.id, collections=["public", "user-6"]) is None
    assert engine.passage(passage.id, collections=[]) is None
    engine.library.remove(["桥.txt"])
    assert engine.passage(passage.id) is None
    assert engine.around(passage) == ()


def test_paragraphs_around_an_answer_are_those_of_its_article(engine: Engine) -> None:
    answer = engine.ask("星湖科创投资基金总规模是多少？").answer
    assert answer
    found = engine.around(answer.passage, before=1, after=1)
    assert [passage.paragraph for passage in found] == [0, 1]
    assert found[0] == answer.passage


def test_a_collection_without_documents_adds_nothing(engine: Engine, tmp_path: Path) -> None:
    add(engine, tmp_path, "桥.txt", BRIDGE)
    question = "青石桥修缮花费多少？"
    assert text_of(engine.ask(question, collections={"public", "user-5"})) == "三百二十万元"
    assert engine.ask(question, collections={"user-5"}).answers == ()
    assert engine.ask(question, collections=()).answers == ()


def test_the_sample_serves_everybody_until_there_is_something_public(engine: Engine, tmp_path: Path) -> None:
    (question, *_) = SAMPLE_QUESTIONS
    reply = engine.ask(question, collections={"public", "user-5"})
    assert text_of(reply) == "30亿元"
    assert reply.answer
    assert engine.passage(reply.answer.passage.id, collections={"public"}) == reply.answer.passage
    add(engine, tmp_path, "桥.txt", BRIDGE, "user-5")
    assert text_of(engine.ask(question, collections={"public", "user-6"})) == "30亿元"
    assert text_of(engine.ask("青石桥修缮花费多少？", collections={"public", "user-5"})) == "三百二十万元"
    add(engine, tmp_path, "基金.txt", FUND)
    assert SAMPLE not in seen(engine.ask(question, collections={"public", "user-6"}))


def test_changes_by_another_process_are_seen_at_once(engine: Engine, tmp_path: Path) -> None:
    question, everyone = "青石桥修缮花费多少？", {"public", "user-5"}
    assert engine.ask(question, collections=everyone).answer is None
    (tmp_path / "桥.txt").write_text(BRIDGE, encoding="utf-8")
    store = open_store(tmp_path / "home")
    other = Library(store)
    other.add(File(tmp_path / "桥.txt", "桥.txt"))
    assert text_of(engine.ask(question, collections=everyone)) == "三百二十万元"
    (tmp_path / "桥.txt").write_text(BRIDGE.replace("三百二十万元", "四百万元"), encoding="utf-8")
    other.add(File(tmp_path / "桥.txt", "桥.txt"))
    assert text_of(engine.ask(question, collections=everyone)) == "四百万元"
    other.remove(["桥.txt"])
    reply = engine.ask(question, collections=everyone)
    assert seen(reply) <= {SAMPLE}
    assert text_of(engine.ask(SAMPLE_QUESTIONS[0], collections=everyone)) == "30亿元"
    store.close()


PARK = "{}生态园开园\n\n{}生态园昨日开园。园区门票每人{}元，由{}文旅公司经营，全年开放。\n"


def test_what_is_asked_of_two_documents_is_answered_from_the_one_at_hand(
    engine: Engine, tmp_path: Path
) -> None:
    for name, price in (("望江", 20), ("南岭", 35)):
        add(engine, tmp_path, f"{name}.txt", PARK.format(name, name, price, name))
    for passage in passages(engine, "public"):
        reply = engine.ask("园区门票每人多少元？", previous=about(passage))
        assert reply.answer
        assert reply.answer.passage == passage


def test_what_another_document_plainly_says_is_answered_from_there(engine: Engine, tmp_path: Path) -> None:
    add(engine, tmp_path, "基金.txt", FUND)
    add(engine, tmp_path, "桥.txt", BRIDGE)
    fund, bridge = (p for name in ("云溪", "青石桥") for p in passages(engine, "public") if name in p.text)
    assert text_of(engine.ask("青石桥修缮花费多少？", previous=about(fund))) == "三百二十万元"
    assert text_of(engine.ask("云溪新区基金总规模多少", previous=about(bridge))) == "8亿元"


def test_of_two_documents_the_one_that_is_asked_answers(engine: Engine, tmp_path: Path) -> None:
    for name, price in (("望江", 20), ("南岭", 35)):
        add(engine, tmp_path, f"{name}.txt", PARK.format(name, name, price, name))
    add(engine, tmp_path, "桥.txt", BRIDGE, "user-5")
    question, cost = "园区门票每人多少元？", "青石桥修缮花费多少？"
    for entry in engine.library.entries("public"):
        reply = engine.ask(question, documents=[entry.id])
        assert reply.answer
        assert reply.answer.passage.source == entry.source
        assert engine.ask(cost, documents=[entry.id]).answer is None
        # Nothing of what may not be seen, whatever is asked about.
        (hidden,) = engine.library.entries("user-5")
        assert engine.ask(cost, collections=["public"], documents=[hidden.id]).answer is None


def test_follow_ups_are_answered_in_conversation(engine: Engine) -> None:
    reply = engine.ask("星湖科创投资基金总规模是多少？")
    for follow_up, in_full, expected in (
        ("首期呢？", "星湖科创投资基金首期规模是多少", "8亿元"),
        ("存续期是几年？", "星湖科创投资基金存续期是几年", "10年"),
    ):
        reply = engine.ask(follow_up, previous=Previous.of(reply))
        assert (reply.question, reply.understood, text_of(reply)) == (follow_up, in_full, expected)


def test_a_follow_up_that_finds_nothing_either_way_is_not_said_to_be_understood(engine: Engine) -> None:
    fund = engine.ask("星湖科创投资基金总规模是多少？")
    reply = engine.ask("租客养了几只鹦鹉", previous=Previous.of(fund))
    assert (reply.answer, reply.understood) == (None, "租客养了几只鹦鹉")
    fragment = engine.ask("鹦鹉呢", previous=Previous.of(fund))
    assert fragment.answer is None
    assert fragment.understood.startswith("星湖科创投资基金")


def test_an_explanation_knows_a_follow_up_as_asked_and_as_understood(engine: Engine) -> None:
    first = engine.ask("请问星湖科创投资基金总规模是多少？谢谢")
    assert first.understood == first.question
    explanation = engine.explained("首期呢", previous=Previous.of(first))
    assert explanation.reply.question == "首期呢"
    assert explanation.reply.understood == "星湖科创投资基金首期规模是多少"
    assert explanation.results.question == "星湖科创投资基金首期规模是多少"


def test_a_pronoun_never_stands_for_a_list() -> None:
    passage = Passage("甲镇、乙镇。", id=3)
    several = Answer("甲镇；乙镇", 0.9, passage, 0, 2, spans=((0, 2), (3, 5)))
    assert Previous.of(Reply("哪些镇？", several, (several,))) == Previous("哪些镇？", "", passage)
    assert Previous.of(Reply("哪些镇？", None)) == Previous("哪些镇？")


@pytest.mark.parametrize(
    ("recognised", "answer"), [(None, "三百二十万元"), (0.97, "三百二十万元"), (0.7, None)]
)
def test_what_was_recognised_badly_is_kept_but_not_answered_from(
    engine: Engine, recognised: float | None, answer: str | None
) -> None:
    text = "青石桥在停工两年之后于5月1日重新开放，修缮共花费三百二十万元。"
    article = Article("青石桥重新开放", (Paragraph(text, 1, recognised),))
    document = Document("桥.jpg", "桥.jpg", "", "青石桥重新开放", (article,))
    engine.store.put(document, list(split(document, "public")), "public")

    reply = engine.ask("青石桥修缮花费多少")

    assert text_of(reply) == answer
    kept = [passage for passage in passages(engine, "public") if passage.source == "桥.jpg"]
    assert [(passage.text, passage.recognised) for passage in kept] == [(text, recognised)]


def test_the_very_question_of_the_faq_gets_its_whole_answer(engine: Engine, tmp_path: Path) -> None:
    add(engine, tmp_path, "基金.txt", FUND)
    words = "八亿元，其中首期三亿元。\n详见新区网站。"
    engine.library.faq.put([FaqEntry.of("云溪新区基金总规模多少？", words, date(2026, 3, 2))])
    for question in ("云溪新区基金总规模多少", "雲溪新區基金總規模多少？", "请问云溪新区基金总规模多少"):
        reply = engine.ask(question)
        assert (text_of(reply), reply.band) == (words, "sure")
        assert [answer.text for answer in reply.answers].count(words) == 1
    assert text_of(engine.ask("云溪新区基金首期出资多少")) in {"3亿元", "三亿元"}
    follow_up = engine.ask("总规模多少", previous=Previous("云溪新区基金首期出资多少"))
    assert text_of(follow_up) == words
    # Where it is not asked for, it is not answered: in collections without it, and of another document.
    assert text_of(engine.ask("云溪新区基金总规模多少", collections=["user-5"])) is None
    fund = next(entry for entry in engine.library.documents() if entry.source == "基金.txt")
    assert text_of(engine.ask("云溪新区基金总规模多少", documents=[fund.id])) == "8亿元"


def test_a_long_answer_of_the_faq_comes_in_its_parts(engine: Engine) -> None:
    words = "\n".join(f"第{n}步：{'请到窗口办理，' * 20}完成。" for n in range(1, 8))
    engine.library.faq.put([FaqEntry.of("怎么办停车证", words, date(2026, 3, 2))])
    answers = engine.ask("怎么办停车证").answers
    assert "\n".join(answer.text for answer in answers) == words
    assert [part.text for part in engine.around(answers[1].passage)] == [a.text for a in answers[:3]]
