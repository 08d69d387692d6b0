"""A question can be kept to some documents; that narrows what may be seen and never widens it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.documents import Previous, Reply
from retrieval.engine import Engine
from retrieval.library import File
from tests.conftest import OpenEngine

BUYING = "采购合同\n\n合同总价为八十万元。逾期交货的违约金为每日千分之三。\n"
RENT = "房屋租赁合同\n\n租金为每月六千元。逾期付租的违约金为每日千分之五。\n"
OTHERS = "采购合同\n\n逾期交货的违约金为每日千分之九。\n"
FINE = "违约金是多少？"


@pytest.fixture
def engine(tmp_path: Path, open_engine: OpenEngine) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "home")
    for name, text, collection in (
        ("采购.txt", BUYING, "user-5"),
        ("租房.txt", RENT, "public"),
        ("别人的.txt", OTHERS, "user-6"),
    ):
        engine.library.add(File.uploaded(name, text.encode()), collection)
    yield engine
    engine.close()


def id_of(engine: Engine, source: str) -> int:
    return next(name.id for name in engine.names() if name.source == source)


def sources(reply: Reply) -> set[str]:
    return {passage.source for answer in reply.answers for passage in (answer.passage, *answer.also)}


def test_a_question_is_kept_to_documents_by_their_ids(engine: Engine) -> None:
    reply = engine.ask(FINE, documents=[id_of(engine, "采购.txt")])
    assert sources(reply) == {"采购.txt"}
    assert [name.label for name in reply.within] == ["采购合同"]
    assert engine.ask(FINE).within == ()
    assert engine.ask(FINE, documents=[]).answers == ()


def test_documents_that_may_not_be_seen_are_not_seen(engine: Engine) -> None:
    mine = {"public", "user-5"}
    hidden = engine.ask(FINE, collections=mine, documents=[id_of(engine, "别人的.txt")])
    assert (hidden.answers, hidden.within) == ((), ())
    named = engine.ask(f"在采购合同里，{FINE}", collections=mine)
    assert (sources(named), [name.source for name in named.within]) == ({"采购.txt"}, ["采购.txt"])
    assert engine.ask(f"在采购合同里，{FINE}", collections={"public"}).within == ()
    assert {name.source for name in engine.names(mine)} == {"采购.txt", "租房.txt"}


def test_the_name_is_taken_out_of_the_question(engine: Engine) -> None:
    reply = engine.ask("根据《租赁合同》，违约金是多少？")
    assert reply.answer
    assert (reply.answer.text, reply.understood) == ("每日千分之五", "违约金是多少？")
    assert reply.question == "根据《租赁合同》，违约金是多少？"


def test_a_follow_up_stays_in_the_documents_and_a_whole_question_does_not(engine: Engine) -> None:
    mine = {"public", "user-5"}
    first = engine.ask("在采购合同里，合同总价是多少？", collections=mine)
    follow_up = engine.ask("违约金呢？", collections=mine, previous=Previous.of(first))
    assert [name.source for name in follow_up.within] == ["采购.txt"]
    assert engine.ask("东陵港综合保税区物流处处长是谁？", previous=Previous.of(first)).within == ()


def test_the_same_is_asked_of_another_document(engine: Engine) -> None:
    first = engine.ask("在采购合同里，违约金是多少？")
    other = engine.ask("在租赁合同里呢？", previous=Previous.of(first))
    assert other.answer
    assert (other.answer.text, [name.source for name in other.within]) == ("每日千分之五", ["租房.txt"])


def test_a_document_that_is_removed_is_no_longer_called_by_its_name(engine: Engine) -> None:
    question = "在采购合同里，违约金是多少？"
    assert engine.ask(question, collections={"public", "user-5"}).within
    engine.library.clear("user-5")
    assert engine.ask(question, collections={"public", "user-5"}).within == ()
