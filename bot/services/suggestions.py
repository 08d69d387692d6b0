"""Suggestions are looked for on a thread of their own, while nobody's question is being answered."""

import threading
from collections.abc import Callable, Collection, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, Self

import structlog

from bot.services.threads import on_thread
from bot.services.turns import Turns
from embeddings.errors import YuanwenError
from retrieval.engine import Engine
from retrieval.library import PUBLIC, visible
from retrieval.storage.suggestions import Suggestion, Suggestions
from retrieval.suggestions.suggester import Suggester

_log = structlog.get_logger(__name__)

_BUSY_POLL_S: Final = 0.05
"""Seconds between two looks whether a question is still being answered."""
_MADE_AT_START: Final = 20
"""Documents without suggestions that some are looked for after a start, the newest."""

_MOST_NEAR: Final = 50
"""Articles that wait to be looked at, at most; whoever asks again about others has them looked at then."""


@contextmanager
def _tolerated() -> Iterator[None]:
    """Log a failure instead of raising it: all goes on without suggestions."""
    try:
        yield
    except YuanwenError as error:
        _log.warning("suggestions_failed", error=str(error))


class SuggestionService:
    """Finds questions that documents are known to answer; people take turns, each with a document at a time.

    Args:
        suggester: Makes them.
        kept: Those that have been made.
        searched: Gives the collections that are searched for a question to some.
    """

    def __init__(
        self,
        suggester: Suggester,
        kept: Suggestions,
        searched: Callable[[Collection[str]], Collection[str]] = visible,
    ) -> None:
        self._suggester = suggester
        self._searched = searched
        self._kept = kept
        self._is_busy: Callable[[], bool] = lambda: False
        self._stopped = threading.Event()
        self._turns = Turns(1)
        self._near = 0
        self._making = ThreadPoolExecutor(max_workers=1, thread_name_prefix="suggestions-making")
        self._looking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="suggestions")

    @classmethod
    def of(cls, engine: Engine) -> Self:
        """The service for the documents of an engine."""
        return cls(Suggester(engine.store, engine.ask), engine.store.suggestions, engine.searched)

    def make_way(self, is_busy: Callable[[], bool]) -> None:
        """Try no question on the engine while it is busy with those of people, from now on."""
        self._is_busy = is_busy

    async def of_document(self, person: Hashable, document: int) -> tuple[Suggestion, ...]:
        """The suggestions for a document, best first; looked for now where they have not been.

        Args:
            person: Whose turn it takes.
            document: `Entry.id`.
        """
        with _tolerated():
            async with self._turns.turn(person):
                return await on_thread(
                    self._making, lambda: self._suggester.suggest(document, self._may_go_on)
                )
        return ()

    async def make_near(self, person: Hashable, passage: int) -> None:
        """Look for suggestions in the article of a passage, where that has not been done; not if many wait.

        Args:
            person: Whose turn it takes.
            passage: Id of the passage.
        """
        with _tolerated():
            unmade = await on_thread(self._looking, lambda: self._kept.unmade_article(passage))
            if unmade is None or self._near >= _MOST_NEAR:
                return
            self._near += 1
            try:
                async with self._turns.turn(person):
                    await on_thread(
                        self._making, lambda: self._suggester.suggest_near(passage, self._may_go_on)
                    )
            finally:
                self._near -= 1

    async def make_missing(self) -> None:
        """Look for suggestions in the newest documents that have none yet."""
        with _tolerated():
            for document in await on_thread(
                self._looking, lambda: self._kept.unmade_documents(_MADE_AT_START)
            ):
                await self.of_document(None, document)

    async def near(self, passage: int) -> tuple[Suggestion, ...]:
        """The suggestions of the article of a passage, by its id, as far as they have been made."""
        with _tolerated():
            return await on_thread(self._looking, lambda: self._kept.near(passage))
        return ()

    async def find(self, id_: int, collections: Collection[str]) -> Suggestion | None:
        """The suggestion of this id; None where its document is gone, or is in none of some collections."""
        with _tolerated():
            found = await on_thread(self._looking, lambda: self._kept.find(id_))
            searched = await on_thread(self._looking, lambda: self._searched(collections))
            return found if found and found.collection in searched else None
        return None

    async def examples(self, collections: Collection[str], count: int) -> tuple[Suggestion, ...]:
        """Suggestions for documents of some collections: private ones before public ones, newest first."""
        with _tolerated():
            searched = await on_thread(self._looking, lambda: self._searched(collections))
            names = sorted(searched, key=lambda name: (name in visible({PUBLIC}), name))
            return await on_thread(self._looking, lambda: self._kept.newest(names, count))
        return ()

    def close(self) -> None:
        """Finish the question that is being tried, and stop."""
        self._stopped.set()
        for threads in (self._making, self._looking):
            threads.shutdown(wait=True, cancel_futures=True)

    def _may_go_on(self) -> bool:
        """Wait until no question of anyone is being answered; False where all is to stop."""
        while not self._stopped.is_set() and self._is_busy():
            self._stopped.wait(_BUSY_POLL_S)
        return not self._stopped.is_set()
