"""Documents are added, listed and removed on threads, so that the event loop never waits."""

import asyncio
from collections.abc import Callable, Collection, Hashable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Final, Self, TypeVar

import structlog

from bot.services.originals import OriginalService
from bot.services.suggestions import SuggestionService
from bot.services.threads import give_up, on_thread
from bot.services.turns import Turns
from bot.storage import Present, State, tolerated
from retrieval.documents import DocumentName
from retrieval.engine import Engine
from retrieval.ingestion.recognition import OnPage
from retrieval.ingestion.web import Web
from retrieval.library import File, Library, Outcome
from retrieval.search.embedding import Backlog
from retrieval.storage.store import Entry, Size

T = TypeVar("T")
Names = Callable[[Collection[str] | None], Sequence[DocumentName]]

_log = structlog.get_logger(__name__)

MAX_PASSAGES: Final = 20_000
"""The most passages in the documents of one chat, about ten million characters."""
_FETCHED_AHEAD: Final = 2
"""Files that are fetched while as many are read as can be at once."""


@dataclass(frozen=True, slots=True)
class AddedFile:
    """What became of a file that was to be added.

    Attributes:
        outcome: What the library did with it.
        indexed: Done once the document can be found by its words; raises what went wrong with that.
    """

    outcome: Outcome
    indexed: Future[None] = field(repr=False)

    @property
    def entry(self) -> Entry | None:
        """The document as it is kept now, or None where it is not."""
        return self.outcome.entry


class DocumentService:
    """Adds documents, several at once, on threads of its own: no question waits for them.

    Args:
        library: Where documents are kept.
        index: Brings the word index up to date with the library.
        edition: Gives a value that changes whenever the library or an index does.
        backlog: Gives, for the id of a document, how much of it is still to be embedded.
        present: Gives, of the ids of some passages, those that are in the library.
        web: Fetches pages.
        originals: Finds and shows the files of documents; None where they are not shown.
        names: Gives what the documents of some collections, or of all, are called. Called on any thread.
        suggestions: Finds questions that documents answer; None where none are suggested.

    Attributes:
        originals: The same.
        suggestions: The same.
    """

    def __init__(
        self,
        library: Library,
        index: Callable[[], None],
        edition: Callable[[], Hashable],
        backlog: Callable[[int], Backlog],
        present: Present = set,
        web: Web | None = None,
        originals: OriginalService | None = None,
        names: Names = lambda _: (),
        suggestions: SuggestionService | None = None,
    ) -> None:
        self._library = library
        self._index = index
        self._edition = edition
        self._backlog = backlog
        self._present = present
        self._web = web or Web()
        self.originals = originals
        self._names = names
        self.suggestions = suggestions
        self._state: State | None = None
        files = library.files.files_at_once + _FETCHED_AHEAD
        self._turns = Turns(files)
        self._reading = ThreadPoolExecutor(max_workers=files, thread_name_prefix="documents-reading")
        self._indexing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="documents-indexing")
        self._looking = ThreadPoolExecutor(max_workers=2, thread_name_prefix="documents")
        self._under_way: dict[Future[AddedFile], str] = {}

    @classmethod
    def of(cls, engine: Engine, web: Web | None = None) -> Self:
        """The service for the documents that an engine answers from, and for pages of the web."""
        retriever, present = engine.retriever, engine.store.present
        originals, suggestions = OriginalService(engine.originals), SuggestionService.of(engine)
        index, edition, backlog = retriever.follow, retriever.edition, retriever.backlog
        return cls(
            engine.library, index, edition, backlog, present, web, originals, engine.names, suggestions
        )

    async def erase_from(self, state: State) -> None:
        """Erase the words of removed documents from a state: of those removed before, and from now on."""
        self._state = state
        with tolerated("removed_words_not_erased"):
            await state.follow(self._present)

    def prepare(self) -> None:
        """Get ready to read files, in the background."""
        self._library.files.start()

    def turn(self, sender: Hashable) -> AbstractAsyncContextManager[None]:
        """The turn of a person to fetch and add a file; their files come one after another.

        Args:
            sender: Who sent the file.
        """
        return self._turns.turn(sender)

    def is_reading(self, sender: Hashable) -> bool:
        """Whether files of a person are being read, or wait for it."""
        return self._turns.has(sender)

    async def fetch(self, address: str) -> File:
        """The page or file at an address; see `Web.fetch`."""
        return await self._web.fetch(address)

    async def add(
        self, file: File, collection: str, quota: Size | None = None, on_page: OnPage | None = None
    ) -> AddedFile:
        """Read a file and keep it; see `Library.add`.

        Args:
            file: The file, which has an identity.
            collection: Name of the collection.
            quota: How much the collection may hold with it, or None for any number.
            on_page: Called before each page whose text is recognised, on another thread.
        """

        def work() -> AddedFile:
            outcome = self._library.add(file, collection, quota, on_page)
            # Also where nothing changed: a document that a former run kept may not be indexed yet.
            return AddedFile(outcome, self._indexing.submit(self._index))

        future = self._reading.submit(copy_context().run, work)
        self._under_way[future] = collection
        future.add_done_callback(lambda done: self._under_way.pop(done, None))
        added = await asyncio.wrap_future(future)
        _log.info("file_read", change=added.outcome.change, passages=added.outcome.passages)
        if added.outcome.change in {"added", "replaced"}:  # added: the sample page may have left
            await self._erase()
        return added

    async def entries(self, collection: str) -> list[Entry]:
        """The documents of a collection, by source."""
        return await on_thread(self._looking, lambda: self._library.entries(collection))

    async def names(self, collections: Collection[str] | None = None) -> Sequence[DocumentName]:
        """What the documents of some collections, or of all, are called; see `Engine.names`."""
        return await on_thread(self._looking, lambda: self._names(collections))

    async def size_without(self, file: File, collection: str) -> Size:
        """How much a collection holds, a document that a file would replace left out."""
        return await on_thread(self._looking, lambda: self._library.size(collection, file))

    async def backlog(self, document: int) -> Backlog:
        """How much of a document is still to be embedded: until then it is found by its words alone."""
        return await on_thread(self._looking, lambda: self._backlog(document))

    async def edition(self) -> Hashable:
        """A value that changes whenever the same question may be answered otherwise than before."""
        return await on_thread(self._looking, self._edition)

    async def holds(self, passages: Collection[int], collections: Collection[str]) -> bool:
        """Whether all passages of these ids are in some collections: see `Library.holds`."""
        return await on_thread(self._looking, lambda: self._library.holds(passages, collections))

    async def look(self, work: Callable[[Library], T]) -> T:
        """What some work that changes nothing finds in the library."""
        return await on_thread(self._looking, lambda: work(self._library))

    async def change(self, work: Callable[[Library], T]) -> T:
        """Change the library otherwise than by files; what is new is then found by its words."""
        done = await on_thread(self._looking, lambda: work(self._library))
        await asyncio.wrap_future(self._indexing.submit(self._index))
        await self._erase()
        return done

    async def discard(self, id_: int, collection: str) -> Entry | None:
        """Take a document out of a collection: from now on nothing is answered from it.

        Returns:
            What was removed; None where the collection has no such document, or no longer.
        """
        removed = await on_thread(self._looking, lambda: self._library.discard(id_, collection))
        if removed:
            self._indexing.submit(self._index)
            await self._erase()
        return removed

    async def clear(self, collection: str) -> int:
        """Take all documents out of a collection, those included that wait to be read; gives how many."""
        before = [future for future, name in list(self._under_way.items()) if name == collection]
        await asyncio.gather(*map(_ended, before))
        removed = await on_thread(self._looking, lambda: self._library.clear(collection))
        if removed:
            self._indexing.submit(self._index)
            await self._erase()
        return len(removed)

    async def rename(self, old: str, new: str) -> None:
        """Give a collection another name; files that are under way to the old one go to the new one.

        Where there is a collection of that name already, both become one: see `Library.rename`.
        """
        await on_thread(self._looking, lambda: self._library.rename(old, new))
        await self._erase()

    async def size(self) -> Size:
        """How much there is in all collections."""
        entries = await on_thread(self._looking, self._library.documents)
        return Size(len(entries), sum(entry.passages for entry in entries))

    @property
    def waiting(self) -> int:
        """How many files are being read, or wait for it."""
        return len(self._under_way)

    def close(self) -> None:
        """Give up the files that are being read or wait: they are left to the next run."""
        for service in (self.originals, self.suggestions):
            if service is not None:
                service.close()
        self._reading.shutdown(wait=False, cancel_futures=True)
        give_up(self._under_way, self._library.files.stop)
        for threads in (self._reading, self._looking, self._indexing):
            threads.shutdown(wait=True, cancel_futures=True)

    async def _erase(self) -> None:
        """Erase the words of removed documents; what fails is made up for at the next change or start."""
        if self._state is not None:
            with tolerated("removed_words_not_erased"):
                await self._state.turns.erase_removed()


def quota(documents: int) -> Size:
    """The most documents and passages of a chat, for this number of documents."""
    return Size(documents, MAX_PASSAGES)


async def _ended(future: Future[AddedFile]) -> None:
    """Wait until a file is added, or is not; cancelled, this leaves it alone."""
    ended = asyncio.wrap_future(future)
    await asyncio.wait([ended])
    if not ended.cancelled():
        ended.exception()  # whoever adds the file is told
