"""Suggestions make way for questions, and a failure costs nothing but themselves."""

import asyncio
import threading
from collections.abc import Collection, Iterator
from typing import Any

import pytest

from bot.services.suggestions import SuggestionService
from retrieval.documents import Article, Document, Paragraph, Passage, Reply
from retrieval.errors import StoreError
from retrieval.storage.store import Store
from retrieval.storage.suggestions import Answered
from retrieval.suggestions.suggester import Suggester


class Counting:
    """An engine that finds nothing."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.begun = threading.Event()

    def __call__(
        self,
        question: str,
        *,
        collections: Collection[str] | None = None,
        documents: Collection[int] | None = None,
    ) -> Reply:
        self.asked.append(question)
        self.begun.set()
        return Reply(question, None)


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store()
    yield opened
    opened.close()


def put(store: Store, path: str = "a", collection: str = "public") -> int:
    text = "甲方：沈怀瑾"
    document = Document(path, path, path, "合同", (Article("合同", (Paragraph(text),)),))
    store.put(document, [Passage(text)], collection)
    found = store.document(path, collection)
    assert found
    return found.id


def passage_of(store: Store, document: int) -> int:
    return store.suggestions.passages_of_document(document, 1)[0].id


async def test_nothing_is_tried_while_someone_is_answered(store: Store) -> None:
    ask, busy = Counting(), True
    service = SuggestionService(Suggester(store, ask), store.suggestions)
    service.make_way(lambda: busy)
    making = asyncio.create_task(service.of_document(1, put(store)))
    await asyncio.sleep(0.2)
    assert ask.asked == []
    busy = False
    assert await making == ()
    assert ask.asked == ["甲方是谁？"]
    service.close()


async def test_it_ends_while_it_waits(store: Store) -> None:
    ask = Counting()
    service = SuggestionService(Suggester(store, ask), store.suggestions)
    service.make_way(lambda: True)
    making = asyncio.create_task(service.of_document(1, document := put(store)))
    await asyncio.sleep(0.1)
    await asyncio.to_thread(service.close)
    assert await making == ()
    assert ask.asked == []
    assert not store.suggestions.made_for_document(document)


async def test_after_a_start_what_is_missing_is_made(store: Store) -> None:
    ask = Counting()
    service = SuggestionService(Suggester(store, ask), store.suggestions)
    documents = [put(store, "a"), put(store, "b", "user-5")]
    await service.make_missing()
    assert all(map(store.suggestions.made_for_document, documents))
    await service.make_missing()
    assert len(ask.asked) == 2
    service.close()


async def test_an_article_is_looked_at_once(store: Store) -> None:
    ask = Counting()
    service = SuggestionService(Suggester(store, ask), store.suggestions)
    passage = passage_of(store, put(store))
    for _ in range(3):
        await service.make_near(1, passage)
    assert len(ask.asked) == 1
    assert await service.near(passage) == ()
    service.close()


async def test_what_a_chat_cannot_see_is_not_found(store: Store) -> None:
    service = SuggestionService(Suggester(store, Counting()), store.suggestions)
    for path, collection in (("a", "public"), ("b", "user-5"), ("c", "user-6")):
        document = put(store, path, collection)
        passage = passage_of(store, document)
        store.suggestions.keep(document, [Answered(f"{collection}？", "沈怀瑾", passage)])
    found = await service.examples({"public", "user-5"}, 3)
    assert [each.question for each in found] == ["user-5？", "public？"]
    assert await service.find(found[0].id, {"public", "user-5"}) == found[0]
    assert await service.find(found[0].id, {"public", "user-6"}) is None
    assert await service.find(1, {"public", "user-6"}) is None
    service.close()


async def test_a_failure_of_the_store_is_only_logged(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    service = SuggestionService(Suggester(store, Counting()), store.suggestions)

    def fail(*_: Any) -> Any:
        raise StoreError("broken")

    for name in ("of_document", "made_for_document", "near", "find", "newest", "unmade_documents"):
        monkeypatch.setattr(store.suggestions, name, fail)
    assert await service.of_document(1, 1) == ()
    assert await service.near(1) == ()
    assert await service.find(1, {"public"}) is None
    assert await service.examples({"public"}, 3) == ()
    await service.make_missing()
    service.close()
