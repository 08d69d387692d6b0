"""Offers to people who are still typing their question."""

import asyncio
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from bot.services.answering import AnswerPool
from bot.services.documents import DocumentService
from bot.services.visibility import for_others, visible
from bot.storage import Turn, tolerated
from bot.storage.turns import Turns
from retrieval.text import fold

KEPT_S: Final = 15.0
"""How long the same turn is offered again, unless documents change meanwhile."""

_FINAL: Final = "?!.,;:…。、~ "

_Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class _Known:
    """A turn that may be offered again.

    Attributes:
        turn: Its id.
        until: How long, by the clock of the offers.
        edition: Of the documents before it was answered: it is of no use after any other.
    """

    turn: int
    until: float
    edition: Hashable


def normalised(question: str) -> str:
    """The same for questions that differ in script, width, case, spaces and final punctuation only."""
    folded = " ".join(fold(question).split())
    return folded.rstrip(_FINAL) or folded


@dataclass(frozen=True, slots=True, eq=False)
class Pause:
    """A moment at which someone who types has stopped: until they type on, they wait.

    Attributes:
        asker: Who types.
        until: How long they are to wait at most, by the clock of the offers.
    """

    asker: int
    until: float


class Typeahead:
    """Turns for people who type, each with the answers to what has been typed so far.

    Of each person one question is answered at a time, and of those that wait only the newest. Equal ones are
    one turn for a while, as long as no document comes or goes. What comes too late is there when it is asked
    again.

    Args:
        desk: Where questions are answered.
        turns: Where turns are kept, so that the buttons under their answers work.
        shelf: The documents they are answered from, or None where these never change.
        clock: Seconds.
    """

    def __init__(
        self,
        answer_pool: AnswerPool,
        turns: Turns,
        document_service: DocumentService | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._answer_pool = answer_pool
        self._turns = turns
        self._document_service = document_service
        self._clock = clock
        self._newest: dict[int, Pause] = {}
        self._coming: dict[_Key, asyncio.Task[Turn | None]] = {}
        self._known: dict[_Key, _Known] = {}

    @contextmanager
    def pause(self, asker: int, patience_s: float) -> Iterator[Pause]:
        """Someone has stopped typing, and waits so many seconds; what they typed before is of no use now."""
        pause = self._newest[asker] = Pause(asker, self._clock() + patience_s)
        try:
            yield pause
        finally:
            if self.is_newest(pause):
                del self._newest[asker]

    def is_newest(self, pause: Pause) -> bool:
        """Whether they have not typed on."""
        return self._newest.get(pause.asker) is pause

    def left(self, pause: Pause) -> float:
        """How many seconds they still wait, 0 or more."""
        return max(0.0, pause.until - self._clock())

    async def turn(self, pause: Pause, question: str) -> Turn | None:
        """A question with its answers, as far as others may see them (`services.visibility.for_others`).

        Args:
            pause: Who asks, and for how long they wait.
            question: What has been typed so far.

        Returns:
            None where it takes longer, or they have typed on.
        """
        key = pause.asker, normalised(question)
        while self.is_newest(pause):
            task = self._coming.get(key) or self._begin(key, question)
            await asyncio.wait({task}, timeout=self.left(pause))
            if not task.done():
                return None
            if turn := task.result():
                return turn
            # Dropped for a question typed in between, and now it is the newest again.
        return None

    async def stands(self, pause: Pause, turn: Turn) -> bool:
        """Whether all that a turn of old shows is still there, where its asker may see it.

        Where that cannot be told while they wait, it is not.
        """
        if self._document_service is None:
            return True
        answers = turn.reply.answers
        shown = {passage.id for answer in answers for passage in (answer.passage, *answer.also)}
        try:
            async with asyncio.timeout(self.left(pause)):
                return await self._document_service.holds(shown, visible(turn.asker))
        except TimeoutError:
            return False

    def _begin(self, key: _Key, question: str) -> asyncio.Task[Turn | None]:
        task = self._coming[key] = asyncio.create_task(self._obtain(key, question))
        # Nobody may be waiting any more to see that it failed.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        return task

    async def _obtain(self, key: _Key, question: str) -> Turn | None:
        """The turn of an equal question, or else a new one."""
        try:
            edition = await self._document_service.edition() if self._document_service else None
            return await self._with_retries(key, edition) or await self._answer(key, question, edition)
        finally:
            del self._coming[key]

    async def _with_retries(self, key: _Key, edition: Hashable) -> Turn | None:
        """The turn of an equal question; whoever wants to be forgotten leaves none."""
        known = self._known.get(key)
        if known is None or known.edition != edition or known.until <= self._clock():
            return None
        return await self._turns.find(known.turn)

    def _remember(self, key: _Key, turn: Turn, edition: Hashable) -> None:
        known = self._known[key] = _Known(turn.id, self._clock() + KEPT_S, edition)
        asyncio.get_running_loop().call_later(KEPT_S, self._forget, key, known)

    def _forget(self, key: _Key, known: _Known) -> None:
        """Let go of what was typed, whether or not anyone types on."""
        if self._known.get(key) is known:
            del self._known[key]

    async def _answer(self, key: _Key, question: str, edition: Hashable) -> Turn | None:
        asker, asked_at, began = key[0], time.time(), self._clock()
        reply = await self._answer_pool.ask_newest(asker, question, visible(asker))
        if reply is None:
            return None
        turn = Turn(
            chat=None,
            asker=asker,
            question=question,
            understood=question,
            reply=for_others(reply),
            took_ms=(self._clock() - began) * 1000,
            inline=True,
            asked_at=asked_at,
        )
        with tolerated("turn_not_kept"):  # where it is not, the buttons under its answers will not work
            await self._turns.put(turn)
            self._remember(key, turn, edition)
        return turn
