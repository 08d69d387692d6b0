"""Which questions are kept: those that the engine answers as they are meant."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.documents import Answer, Reply
from retrieval.engine import Engine
from retrieval.ingestion.passages import split
from retrieval.ingestion.read import read_document
from retrieval.library import PUBLIC, SAMPLE, File
from retrieval.storage.store import Store
from retrieval.suggestions.sample import ANSWERED
from retrieval.suggestions.suggester import MOST_TRIES, MOST_TRIES_FOR_ARTICLE, Suggester
from tests.conftest import OpenEngine

LEASE = """房屋租赁合同

甲方：沈怀瑾
租赁期限为两年，押金为6400元。
物业费由甲方承担。
"""


class Answering:
    """An engine that finds what it is told to, in whatever passage it stands."""

    def __init__(self, store: Store, answers: dict[str, str], confidence: float = 0.9) -> None:
        self._store = store
        self._answers = answers
        self._confidence = confidence
        self.asked: list[str] = []

    def __call__(
        self,
        question: str,
        *,
        collections: Collection[str] | None = None,
        documents: Collection[int] | None = None,
    ) -> Reply:
        self.asked.append(question)
        text = self._answers.get(question, "")
        for passage in self._store.passages(self._store.passage_ids(collections)).values():
            if text and text in passage.text:
                start = passage.text.index(text)
                answer = Answer(text, self._confidence, passage, start, start + len(text))
                return Reply(question, answer, (answer,))
        return Reply(question, None)


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store()
    yield opened
    opened.close()


Keep = Callable[[str], int]


@pytest.fixture
def keep(store: Store, tmp_path: Path) -> Keep:
    """Keeps a text in the store, and gives the id of its document."""

    def kept(text: str) -> int:
        path = tmp_path / ("a.md" if text.startswith("#") else "a.txt")
        path.write_text(text, encoding="utf-8")
        document = read_document(path, path.name)
        store.put(document, list(split(document, PUBLIC)), PUBLIC)
        found = store.document(document.path, PUBLIC)
        assert found
        return found.id

    return kept


def test_what_is_answered_with_what_it_was_made_from_is_kept(store: Store, keep: Keep) -> None:
    answers = {"甲方是谁？": "沈怀瑾", "租赁期限是多久？": "两年", "押金是多少？": "两年"}
    ask = Answering(store, answers)
    found = Suggester(store, ask).suggest(document := keep(LEASE))
    assert {each.question: each.answer for each in found} == {
        "甲方是谁？": "沈怀瑾",
        "租赁期限是多久？": "两年",
    }
    assert {each.document for each in found} == {document}
    assert "押金是多少？" in ask.asked


def test_what_the_engine_is_not_sure_of_is_not_kept(store: Store, keep: Keep) -> None:
    ask = Answering(store, {"甲方是谁？": "沈怀瑾"}, confidence=0.4)
    assert Suggester(store, ask).suggest(keep(LEASE)) == ()


def test_the_own_question_of_a_document_need_only_be_answered(store: Store, keep: Keep) -> None:
    ask = Answering(store, {"可以带水吗？": "带盖的水杯可以"}, confidence=0.4)
    (kept,) = Suggester(store, ask).suggest(keep("看书问答\n\n问：可以带水吗？\n答：带盖的水杯可以。\n"))
    assert (kept.question, kept.answer) == ("可以带水吗？", "带盖的水杯可以")


def test_a_document_is_looked_at_once(store: Store, keep: Keep) -> None:
    ask = Answering(store, {"甲方是谁？": "沈怀瑾"})
    suggester, document = Suggester(store, ask), keep(LEASE)
    first = suggester.suggest(document)
    tries = len(ask.asked)
    assert suggester.suggest(document) == first
    suggester.suggest_near(first[0].passage)  # all of it has been tried
    assert len(ask.asked) == tries
    assert suggester.suggest(document + 1) == ()


def test_a_long_document_costs_no_more_tries(store: Store, keep: Keep) -> None:
    text = "\n\n".join(
        f"第{number}小组由{name}组负责，{name}组押金为{number}00元，{name}组工期为{number}天。"
        for number, name in enumerate((a + b for a in "春夏秋冬" for b in "松竹梅兰菊荷桂杏桃李"), 11)
    )
    ask = Answering(store, {})
    Suggester(store, ask).suggest(keep(text))
    assert 0 < len(ask.asked) <= MOST_TRIES


def test_an_article_is_looked_at_where_someone_asks_about_it(store: Store, keep: Keep) -> None:
    articles = [
        f"# 第{n}站\n\n{name}站押金为{n}00元。\n\n{name}站工期为{n}天。" for n, name in ((1, "松"), (2, "竹"))
    ]
    document = keep("\n\n".join(articles))
    ask = Answering(store, {"竹站押金是多少？": "200元", "竹站工期是多久？": "2天"})
    near = next(p for p in store.passages(store.passage_ids_of(document)).values() if "竹站押金" in p.text)
    suggester = Suggester(store, ask)
    suggester.suggest_near(near.id)
    assert {each.question for each in store.suggestions.near(near.id)} == {
        "竹站押金是多少？",
        "竹站工期是多久？",
    }
    assert 0 < len(ask.asked) <= MOST_TRIES_FOR_ARTICLE
    tried = list(ask.asked)
    suggester.suggest_near(near.id)
    assert ask.asked == tried
    assert len(store.suggestions.of_document(document)) == 2


def test_stopped_it_keeps_nothing_and_begins_anew(store: Store, keep: Keep) -> None:
    ask = Answering(store, {"甲方是谁？": "沈怀瑾"})
    suggester, document = Suggester(store, ask), keep(LEASE)
    assert suggester.suggest(document, lambda: False) == ()
    assert ask.asked == []
    assert [each.question for each in suggester.suggest(document)] == ["甲方是谁？"]


def test_the_engine_itself_answers_them_from_the_document(open_engine: OpenEngine, tmp_path: Path) -> None:
    engine: Engine = open_engine(tmp_path / "home")
    try:
        outcome = engine.library.add(File.uploaded("租约.txt", LEASE.encode()), "user-5")
        assert outcome.entry
        engine.retriever.follow()
        found = Suggester(engine.store, engine.ask).suggest(outcome.entry.id)
        assert "甲方是谁？" in {each.question for each in found}
        for each in found:
            reply = engine.ask(each.question, collections={"user-5"}, documents=[each.document])
            assert reply.answer
            assert reply.answer.confidence >= 0.5
            assert (reply.answer.text, reply.answer.passage.id) == (each.answer, each.passage)
    finally:
        engine.close()


def test_the_sample_page_has_its_questions_from_the_start(tmp_path: Path, open_engine: OpenEngine) -> None:
    engine = open_engine(tmp_path / "home")
    try:
        found = engine.store.suggestions.newest([SAMPLE], 10)
        assert [(each.question, each.answer) for each in found] == list(ANSWERED)
        for each in found:
            answer = engine.ask(each.question, collections={PUBLIC}, documents=[each.document]).answer
            assert answer
            assert (answer.text, answer.passage.id) == (each.answer, each.passage)
    finally:
        engine.close()


def test_a_list_must_be_whole(store: Store, keep: Keep) -> None:
    document = keep("# 入职材料\n\n1. 身份证复印件；\n2. 学历证明；\n3. 一寸照片。\n")
    (passage,) = store.passages(store.passage_ids_of(document)).values()

    def answering(count: int) -> Callable[..., Reply]:
        items = [passage.text.index(item) for item in ("身份证复印件", "学历证明", "一寸照片")]
        spans = tuple((start, start + 4) for start in items[:count])

        def ask(question: str, **_: object) -> Reply:
            answer = Answer(
                "；".join(passage.text[a:b] for a, b in spans), 0.9, passage, *spans[0], spans=spans
            )
            return Reply(question, replace(answer, end=spans[-1][1]))

        return ask

    suggester = Suggester(store, answering(2))
    assert suggester.suggest(document) == ()
    other = keep("# 入职材料\n\n1. 身份证复印件；\n2. 学历证明；\n3. 一寸照片。\n\n完。\n")
    passage = store.suggestions.passages_of_document(other, 1)[0]
    assert [each.question for each in Suggester(store, answering(3)).suggest(other)] == ["入职材料有哪些？"]
