"""What is offered to people who are still typing their question."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import structlog

from bot.audience import for_others, visible
from bot.desk import Desk
from bot.state import StateError, Turn
from bot.state.turns import Turns
from retrieval.text import fold

FOUND_S: Final = 15.0
"""How long the same turn is offered again; documents may change meanwhile."""

MISSING_S: Final = 5.0
"""Likewise where nothing was found: a document that tells it may be on its way."""

_FINAL: Final = "?!.,;:…。、~ "

_Key = tuple[int, str]

_log = structlog.get_logger(__name__)


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


class Offers:
    """Turns for people who type, each with the answers to what has been typed so far.

    Of each person one question is answered at a time, and of those that wait only the newest. Equal ones are
    one turn for a while. What comes too late is there when it is asked again.

    Args:
        desk: Where questions are answered.
        turns: Where turns are kept, so that the buttons under their answers work.
        clock: Seconds.
    """

    def __init__(self, desk: Desk, turns: Turns, clock: Callable[[], float] = time.monotonic) -> None:
        self._desk = desk
        self._turns = turns
        self._clock = clock
        self._newest: dict[int, Pause] = {}
        self._coming: dict[_Key, asyncio.Task[Turn | None]] = {}
        self._known: dict[_Key, tuple[float, int]] = {}

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
        """A question with its answers, as far as others may see them: see `bot.audience.for_others`.

        Args:
            pause: Who asks, and for how long they wait.
            question: What has been typed so far.

        Returns:
            None where it takes longer, or they have typed on.
        """
        key = pause.asker, normalised(question)
        while self.is_newest(pause):
            if turn := await self._again(key):
                return turn
            task = self._coming.get(key) or self._ask(key, question)
            await asyncio.wait({task}, timeout=self.left(pause))
            if not task.done():
                return None
            if turn := task.result():
                return turn
            # Dropped for a question typed in between, and now it is the newest again.
        return None

    async def _again(self, key: _Key) -> Turn | None:
        """The turn of an equal question; whoever wants to be forgotten leaves none."""
        until, turn_id = self._known.get(key, (0.0, 0))
        return await self._turns.find(turn_id) if self._clock() < until else None

    def _remember(self, key: _Key, turn: Turn) -> None:
        now = self._clock()
        self._known = {known: entry for known, entry in self._known.items() if now < entry[0]}
        self._known[key] = (now + (FOUND_S if turn.found else MISSING_S), turn.id)

    def _ask(self, key: _Key, question: str) -> asyncio.Task[Turn | None]:
        task = self._coming[key] = asyncio.create_task(self._answer(key, question))
        # Nobody may be waiting any more to see that it failed.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        return task

    async def _answer(self, key: _Key, question: str) -> Turn | None:
        asker, began = key[0], self._clock()
        try:
            reply = await self._desk.ask_newest(asker, question, visible(asker))
            if reply is None:
                return None
            took_ms = (self._clock() - began) * 1000
            turn = Turn(
                chat=None,
                asker=asker,
                question=question,
                understood=question,
                reply=for_others(reply),
                took_ms=took_ms,
                inline=True,
            )
            await self._put(key, turn)
            return turn
        finally:
            del self._coming[key]

    async def _put(self, key: _Key, turn: Turn) -> None:
        try:
            await self._turns.put(turn)
            self._remember(key, turn)
        except StateError as error:
            # The answers can be sent all the same, only their buttons will not work.
            _log.warning("turn_not_kept", error=str(error))
