"""The files that documents came from, found and rendered on threads, so that the event loop never waits."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, Final

from bot.services.threads import give_up, on_thread
from bot.services.turns import Turns
from retrieval.documents import Answer, Passage
from retrieval.ingestion.rendering import PagePicture
from retrieval.originals import Original, Originals

_AT_ONCE: Final = 2


class OriginalService:
    """Finds files of documents and has their pages rendered; people take turns, each has one page at a time.

    Args:
        originals: The files.
    """

    def __init__(self, originals: Originals) -> None:
        self._originals = originals
        self._threads = ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="pages")
        self._looking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="originals")
        self._turns = Turns(_AT_ONCE)
        self._under_way: set[Future[Any]] = set()

    async def of(self, passage: Passage, collections: Collection[str]) -> Original:
        """The file of a passage, which may be in some collections alone; see `Originals.of`."""
        return await on_thread(self._looking, lambda: self._originals.of(passage, collections))

    async def picture(
        self,
        asker: Hashable,
        original: Original,
        answer: Answer,
        fetch: Callable[[], Awaitable[bytes | None]],
    ) -> PagePicture:
        """The page of a file on which an answer stands, once it is the asker's turn; `Originals.picture`.

        Args:
            asker: Whose turn is waited for.
            original: The file.
            answer: The answer.
            fetch: Fetches the file where it was sent, during the turn: few are held in memory at a time.
        """
        async with self._turns.turn(asker):
            data = await fetch()
            return await asyncio.wrap_future(
                self._begun(lambda: self._originals.picture(original, answer, data))
            )

    def close(self) -> None:
        """Give up the pages that are being rendered."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        give_up(self._under_way, self._originals.stop)
        for threads in (self._threads, self._looking):
            threads.shutdown(wait=True, cancel_futures=True)

    def _begun(self, work: Callable[[], PagePicture]) -> Future[PagePicture]:
        future = self._threads.submit(copy_context().run, work)
        self._under_way.add(future)
        future.add_done_callback(self._under_way.discard)
        return future
