"""The engine with the models that ship, on documents of our own."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from retrieval.documents import Reply
from retrieval.engine import Engine, open_store
from retrieval.errors import StoreError
from retrieval.library import SAMPLE_QUESTIONS, File

FUND = (
    "云溪新区设立产业引导基金\n\n"
    "本报讯 近日，云溪新区设立产业引导基金。基金总规模8亿元，首期出资3亿元，由云溪资本负责管理。\n"
)
BRIDGE = "青石桥重新开放\n\n青石桥在停工两年之后于5月1日重新开放，修缮共花费三百二十万元。\n"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = Engine.open(tmp_path / "home")
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
    ["火星探测器什么时候发射？", "海东市的市长是谁", "", "  ", "？？？", "是谁？", "什么", "🙂" * 2000],
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
