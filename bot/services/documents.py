"""The shelf of documents, away from the event loop: they come, are listed, and go."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Hashable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Self, TypeVar

from retrieval.engine import Engine
from retrieval.library import File, Library, Outcome
from retrieval.search.embedding import Backlog
from retrieval.storage.store import Entry, Size

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AddedFile:
    """What became of a file that was to be added.

    Attributes:
        outcome: What the library says.
        indexed: Done once questions find all of it by its words; raises what went wrong with that.
    """

    outcome: Outcome
    indexed: Future[None] = field(repr=False)

    @property
    def entry(self) -> Entry | None:
        """The document as it is kept now, or None where it is not."""
        return self.outcome.entry


class DocumentService:
    """Takes documents in one after another, on threads on which no question waits.

    Args:
        library: Where they are kept.
        index: Brings what is searched by words to what is kept.
        edition: Changes with what is kept, and with what is searched.
        backlog: What is still to be embedded of the document with an id.
    """

    def __init__(
        self,
        library: Library,
        index: Callable[[], None],
        edition: Callable[[], Hashable],
        backlog: Callable[[int], Backlog],
    ) -> None:
        self._library = library
        self._index = index
        self._edition = edition
        self._backlog = backlog
        self._reading = ThreadPoolExecutor(max_workers=1, thread_name_prefix="shelf-reading")
        self._indexing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="shelf-indexing")
        self._looking = ThreadPoolExecutor(max_workers=2, thread_name_prefix="shelf")
        self._waiting: Counter[str] = Counter()
        self._renamed: dict[str, str] = {}

    @classmethod
    def of(cls, engine: Engine) -> Self:
        """The shelf of the documents that an engine answers from."""
        retriever = engine.retriever
        return cls(engine.library, retriever.follow, retriever.edition, retriever.backlog)

    async def add(self, file: File, collection: str, quota: Size | None = None) -> AddedFile:
        """Read a file in its turn, and keep it; see `Library.add`.

        Args:
            file: The file, which has an identity.
            collection: Where to.
            quota: How much the collection may hold with it, or None for any number.
        """

        def work() -> AddedFile:
            name = self._renamed.get(collection, collection)
            outcome = self._library.add(file, name, quota)
            # What a former run kept may still have to be indexed: hence also where nothing changed.
            return AddedFile(outcome, self._indexing.submit(self._index))

        self._waiting[collection] += 1
        try:
            return await _away(self._reading, work)
        finally:
            self._waiting[collection] -= 1

    async def entries(self, collection: str) -> list[Entry]:
        """The documents of a collection, by source."""
        return await _away(self._looking, lambda: self._library.entries(collection))

    async def size_without(self, file: File, collection: str) -> Size:
        """How much a collection holds, a document that a file would replace left out."""
        return await _away(self._looking, lambda: self._library.size(collection, file))

    async def backlog(self, document: int) -> Backlog:
        """What is still to be embedded of a document: until then it is found by its words alone."""
        return await _away(self._looking, lambda: self._backlog(document))

    async def edition(self) -> Hashable:
        """Equal at two times only if the same question was answered the same in between."""
        return await _away(self._looking, self._edition)

    async def holds(self, passages: Collection[int], collections: Collection[str]) -> bool:
        """Whether all passages of these ids are in some collections: see `Library.holds`."""
        return await _away(self._looking, lambda: self._library.holds(passages, collections))

    async def discard(self, id_: int, collection: str) -> Entry | None:
        """Take a document out of a collection: from now on nothing is answered from it.

        Returns:
            What was removed; None where the collection has no such document, or no longer.
        """
        removed = await _away(self._looking, lambda: self._library.discard(id_, collection))
        if removed:
            self._indexing.submit(self._index)
        return removed

    async def clear(self, collection: str) -> int:
        """Take all documents out of a collection, those included that wait to be read; gives how many."""
        # Whoever has nothing that waits need not wait for the files of others.
        threads = self._reading if self._waiting[collection] else self._looking
        removed = await _away(threads, lambda: self._library.clear(collection))
        if removed:
            self._indexing.submit(self._index)
        return len(removed)

    async def rename(self, old: str, new: str) -> None:
        """Give a collection another name, in its turn: what is still under way to the old one follows.

        Where there is a collection of that name already, both become one: see `Library.rename`.
        """

        def work() -> None:
            self._library.rename(old, new)
            self._renamed[old] = new

        await _away(self._reading, work)

    async def size(self) -> Size:
        """How much there is in all collections."""
        entries = await _away(self._looking, self._library.documents)
        return Size(len(entries), sum(entry.passages for entry in entries))

    def close(self) -> None:
        """Finish what is under way; what waits is left to the next run."""
        for threads in (self._reading, self._looking, self._indexing):
            threads.shutdown(wait=True, cancel_futures=True)


async def _away(threads: Executor, work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(threads, work)
