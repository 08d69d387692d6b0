import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from bot.services.documents import DocumentService
from bot.storage import State, StateError
from embeddings.errors import YuanwenError
from retrieval.documents import Answer, Reply
from retrieval.errors import StoreError
from retrieval.library import File, Library
from retrieval.search.embedding import Backlog
from retrieval.storage.store import Size, Store
from tests.bot.storage.samples import Clock, turn

TEXT = "青石桥重新开放\n\n青石桥在停工两年之后重新开放，修缮共花费三百二十万元。\n"


class Index:
    """Remembers that it was brought up to date, and waits where it is told to."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.open.set()
        self.times = 0
        self.threads: set[str] = set()
        self.error: Exception | None = None

    def __call__(self) -> None:
        self.open.wait(5)
        self.times += 1
        self.threads.add(threading.current_thread().name)
        if self.error:
            raise self.error


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def library(store: Store) -> Library:
    return Library(store)


@pytest.fixture
def index() -> Iterator[Index]:
    made = Index()
    yield made
    made.open.set()


@pytest.fixture
def document_service(store: Store, library: Library, index: Index) -> Iterator[DocumentService]:
    made = DocumentService(library, index, lambda: index.times, lambda _: Backlog(0, 1), store.present)
    yield made
    index.open.set()
    made.close()


def file(name: str = "桥.txt", text: str = TEXT) -> File:
    return File.uploaded(name, text.encode())


def held_back(library: Library, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """What is added to the library from now on waits for the event."""
    add, gate = library.add, threading.Event()

    def slow(*arguments: Any) -> Any:
        gate.wait(10)
        return add(*arguments)

    monkeypatch.setattr(library, "add", slow)
    return gate


async def test_a_document_is_kept_first_and_indexed_then(
    document_service: DocumentService, index: Index
) -> None:
    index.open.clear()
    kept = await document_service.add(file(), "user-5")
    assert kept.outcome.change == "added"
    assert kept.entry
    assert (kept.entry.source, kept.entry.title, kept.entry.passages) == ("桥.txt", "青石桥重新开放", 1)
    assert not kept.indexed.done()
    index.open.set()
    await asyncio.wrap_future(kept.indexed)
    assert index.times == 1
    assert index.threads == {"documents-indexing_0"}


async def test_what_is_there_already_is_indexed_all_the_same(
    document_service: DocumentService, index: Index
) -> None:
    await document_service.add(file(), "user-5")
    again = await document_service.add(file(), "user-5")
    assert again.outcome.change == "unchanged"
    assert again.entry
    assert again.entry.passages == 1
    await asyncio.wrap_future(again.indexed)
    assert index.times == 2


async def test_a_file_that_cannot_be_read_is_no_entry(document_service: DocumentService) -> None:
    kept = await document_service.add(file(text=""), "user-5")
    assert kept.outcome.change == "failed"
    assert kept.entry is None


async def test_what_goes_wrong_with_the_index_is_told(
    document_service: DocumentService, index: Index
) -> None:
    index.error = StoreError("no space")
    kept = await document_service.add(file(), "user-5")
    with pytest.raises(YuanwenError, match="no space"):
        await asyncio.wrap_future(kept.indexed)


async def test_lists_and_removal_wait_for_no_reading(
    document_service: DocumentService, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await document_service.add(file("旧.txt"), "user-5")
    assert first.entry
    gate = held_back(library, monkeypatch)
    adding = asyncio.create_task(document_service.add(file("新.txt"), "user-5"))
    await asyncio.sleep(0)
    assert [entry.source for entry in await document_service.entries("user-5")] == ["旧.txt"]
    assert await document_service.discard(first.entry.id, "user-6") is None
    assert await document_service.discard(first.entry.id, "user-5") == first.entry
    assert await document_service.discard(first.entry.id, "user-5") is None
    assert not adding.done()
    gate.set()
    assert (await adding).outcome.change == "added"


async def test_all_of_a_collection_goes_and_what_waits_for_it(
    document_service: DocumentService, library: Library
) -> None:
    adding = [asyncio.create_task(document_service.add(file(f"{n}.txt"), "user-5")) for n in range(3)]
    await asyncio.sleep(0)
    assert await document_service.clear("user-5") == 3
    await asyncio.gather(*adding)
    assert library.entries("user-5") == []
    assert await document_service.clear("user-5") == 0


async def test_nobody_waits_for_the_files_of_others_to_be_read(
    document_service: DocumentService, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    await document_service.add(file(), "user-5")
    gate = held_back(library, monkeypatch)
    adding = asyncio.create_task(document_service.add(file("新.txt"), "user-6"))
    await asyncio.sleep(0)
    assert await document_service.clear("user-5") == 1
    assert not adding.done()
    gate.set()
    assert (await adding).entry


async def test_what_is_under_way_follows_a_collection_that_is_renamed(
    document_service: DocumentService, library: Library
) -> None:
    first = asyncio.create_task(document_service.add(file("一.txt"), "chat--5"))
    await asyncio.sleep(0)
    await document_service.rename("chat--5", "chat--1005")
    second = await document_service.add(file("二.txt"), "chat--5")
    assert second.entry
    assert second.entry.collection == "chat--1005"
    await first
    assert [entry.source for entry in await document_service.entries("chat--1005")] == ["一.txt", "二.txt"]
    assert await document_service.entries("chat--5") == []


async def test_whether_passages_are_there_is_known_by_collection(
    document_service: DocumentService, library: Library
) -> None:
    await document_service.add(file(), "user-5")
    ids = library._store.passage_ids(["user-5"])
    assert await document_service.holds(ids, {"public", "user-5"})
    assert await document_service.holds([], {"public"})
    assert not await document_service.holds(ids, {"public"})
    assert not await document_service.holds([*ids, 1], {"user-5"})
    await document_service.clear("user-5")
    assert not await document_service.holds(ids, {"user-5"})


async def test_documents_and_passages_are_counted(
    document_service: DocumentService, library: Library
) -> None:
    library.add(file())
    await document_service.add(file(), "user-5")
    assert await document_service.size() == Size(2, 2)


async def test_words_of_a_removed_document_leave_what_the_bot_remembers(
    store: Store, document_service: DocumentService
) -> None:
    state = State(clock=Clock())
    await document_service.erase_from(state)
    await document_service.add(file(), "user-5")
    await document_service.add(file("馆.txt", "柳湾图书馆\n\n柳湾图书馆昨日落成。\n"), "user-5")
    passages = {p.source: p for p in store.passages(store.passage_ids(["user-5"])).values()}
    replies = {
        name: Reply("问", answer, (answer,), 1.0)
        for name, p in passages.items()
        if (answer := Answer(p.text, 0.9, p, 0, len(p.text)))
    }
    turns = {name: turn(reply=reply) for name, reply in replies.items()}
    for asked in turns.values():
        await state.turns.put(asked)
    (bridge, library) = await document_service.entries("user-5")
    await document_service.discard(bridge.id, "user-5")
    kept = {name: await state.turns.find(asked.id) for name, asked in turns.items()}
    assert {name: found and found.reply.answers[0].text for name, found in kept.items()} == {
        "桥.txt": "",
        "馆.txt": passages["馆.txt"].text,
    }
    assert library.source == "馆.txt"
    await document_service.clear("user-5")
    found = await state.turns.find(turns["馆.txt"].id)
    assert found is not None
    assert found.reply.answers[0].text == ""
    await state.close()


async def test_a_removal_succeeds_although_the_state_cannot_be_changed(
    document_service: DocumentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken() -> int:
        raise StateError("full")

    state = State()
    await document_service.erase_from(state)
    kept = await document_service.add(file(), "user-5")
    monkeypatch.setattr(state.turns, "erase_removed", broken)
    assert kept.entry
    assert await document_service.discard(kept.entry.id, "user-5") == kept.entry
    await state.close()
