"""Questions are answered on threads, so that the event loop never waits."""

import asyncio
import time
from collections.abc import Callable, Collection, Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar
from weakref import WeakValueDictionary

import structlog

from bot.metrics import AskedBy, Metrics
from bot.services.threads import on_thread
from bot.services.turns import Turns
from retrieval.documents import Passage, Previous, Reply

T = TypeVar("T")

_log = structlog.get_logger(__name__)


class Answerer(Protocol):
    """What the bot needs of an engine. All methods are called from several threads at once."""

    def ask(
        self,
        question: str,
        *,
        collections: Collection[str] | None = None,
        documents: Collection[int] | None = None,
        previous: Previous | None = None,
    ) -> Reply:
        """Answer a question from some collections; this may take seconds.

        Args:
            question: The question.
            collections: Names of the collections, None for all.
            documents: Ids of the documents within these, None for all.
            previous: The question before it, where it follows one up.
        """
        ...

    def around(self, passage: Passage) -> tuple[Passage, ...]:
        """A passage and its neighbours in reading order; empty where the passage is gone."""
        ...

    def warm(self) -> None:
        """Load models and indexes, so that the first answer is not slow."""
        ...


class AnswerPool:
    """Has questions answered on threads of its own; people take turns, each has one answered at a time.

    Args:
        answerer: Who answers.
        threads: How many questions are answered at the same time, at least 1.
        metrics: Where answers are counted and measured.
    """

    def __init__(self, answerer: Answerer, *, threads: int = 2, metrics: Metrics | None = None) -> None:
        self._answerer = answerer
        self._metrics = metrics or Metrics()
        self._under_way = 0
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="answer")
        self._turns = Turns(threads)
        self._newest: dict[int, object] = {}
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def warm(self) -> None:
        """Return when the answerer is ready."""
        await on_thread(self._threads, self._answerer.warm)

    async def ask(
        self,
        asker: Hashable,
        question: str,
        collections: Collection[str],
        previous: Previous | None = None,
        documents: Collection[int] | None = None,
    ) -> Reply:
        """Answer a question as soon as it is the asker's turn; see `Answerer.ask`."""
        began = time.perf_counter()

        def answer() -> Reply:
            return self._answerer.ask(
                question, collections=collections, documents=documents, previous=previous
            )

        reply = await self._in_turn(asker, answer)
        self._note("message", reply, time.perf_counter() - began)
        return reply

    async def ask_newest(self, asker: int, question: str, collections: Collection[str]) -> Reply | None:
        """Answer a question of someone who is still typing it. Each asker has one at a time answered.

        Args:
            asker: Who asks; of all questions of one asker that wait, only the newest is answered.
            question: What has been typed so far.
            collections: Names of the collections to answer from.

        Returns:
            The reply, or None where a newer question of the same asker came before its turn.
        """
        began = time.perf_counter()
        ticket = self._newest[asker] = object()
        one_at_a_time = self._locks.setdefault(asker, asyncio.Lock())

        def answer_if_newest() -> Reply | None:
            if self._newest.get(asker) is not ticket:
                return None
            return self._answerer.ask(question, collections=collections)

        try:
            async with one_at_a_time:
                # Checked here as well, so that what is dropped does not wait for a turn.
                is_newest = self._newest.get(asker) is ticket
                reply = await self._in_turn(asker, answer_if_newest) if is_newest else None
            if reply is not None:
                self._note("inline", reply, time.perf_counter() - began)
            return reply
        finally:
            if self._newest.get(asker) is ticket:
                del self._newest[asker]

    async def around(self, passage: Passage) -> tuple[Passage, ...]:
        """A passage and its neighbours; see `Answerer.around`."""
        return await on_thread(self._threads, lambda: self._answerer.around(passage))

    def close(self) -> None:
        """Finish the questions that are being answered, and drop those that wait."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    @property
    def under_way(self) -> int:
        """How many questions are being answered, or wait for that."""
        return self._under_way

    def _note(self, asked_by: AskedBy, reply: Reply, seconds: float) -> None:
        """Count an answer and log how sure it is and how long it took, without a word of it."""
        self._metrics.answered(asked_by, reply.band, seconds)
        _log.info("question_answered", asked_by=asked_by, band=reply.band, ms=round(seconds * 1000))

    async def _in_turn(self, asker: Hashable, work: Callable[[], T]) -> T:
        """Do some work on a thread once it is someone's turn."""
        self._under_way += 1
        try:
            async with self._turns.turn(asker):
                return await on_thread(self._threads, work)
        finally:
            self._under_way -= 1
