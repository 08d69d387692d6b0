"""Answers for people who are still typing their question."""

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

REUSE_S: Final = 15.0
"""Seconds for which a turn answers equal questions, unless documents change meanwhile."""

_FINAL_PUNCTUATION: Final = "?!.,;:…。、~ "

_Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class _RecentTurn:
    """A turn that may answer equal questions.

    Attributes:
        turn: Its id.
        until: Until when, in seconds of the clock of `Typeahead`.
        edition: The version of the documents that it was answered from; void once that changes.
    """

    turn: int
    until: float
    edition: Hashable


def normalised(question: str) -> str:
    """A question without what does not matter: script, width, case, spaces, final punctuation."""
    folded = " ".join(fold(question).split())
    return folded.rstrip(_FINAL_PUNCTUATION) or folded


@dataclass(frozen=True, slots=True, eq=False)
class TypingPause:
    """A pause in someone's typing, in which they wait for results.

    Attributes:
        asker: Telegram id of the person.
        until: Until when they wait, in seconds of the clock of `Typeahead`.
    """

    asker: int
    until: float


class Typeahead:
    """Answers questions while they are typed.

    One question of a person is answered at a time; of those that wait, only the newest. Equal questions share
    a turn for `REUSE_S`, as long as no document is added or removed. An answer that comes too late is there
    when the question is asked again.

    Args:
        answer_pool: Answers questions.
        turns: Stores turns, so that the buttons under their answers work.
        document_service: The documents; None where they never change.
        clock: Gives seconds.
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
        self._newest: dict[int, TypingPause] = {}
        self._running: dict[_Key, asyncio.Task[Turn | None]] = {}
        self._recent: dict[_Key, _RecentTurn] = {}

    @contextmanager
    def pause(self, asker: int, timeout_s: float) -> Iterator[TypingPause]:
        """Begin a pause of a person, who waits `timeout_s` seconds; it ends their previous pause."""
        pause = self._newest[asker] = TypingPause(asker, self._clock() + timeout_s)
        try:
            yield pause
        finally:
            if self.is_newest(pause):
                del self._newest[asker]

    def is_newest(self, pause: TypingPause) -> bool:
        """Whether the person has not typed on since this pause."""
        return self._newest.get(pause.asker) is pause

    def left(self, pause: TypingPause) -> float:
        """Seconds that the person still waits, 0 or more."""
        return max(0.0, pause.until - self._clock())

    async def turn(self, pause: TypingPause, question: str) -> Turn | None:
        """A question with the answers that others may see (`services.visibility.for_others`).

        Args:
            pause: Whose question it is, and how long they wait.
            question: What has been typed so far.

        Returns:
            The turn, or None where it takes too long or the person has typed on.
        """
        key = pause.asker, normalised(question)
        while self.is_newest(pause):
            task = self._running.get(key) or self._start(key, question)
            await asyncio.wait({task}, timeout=self.left(pause))
            if not task.done():
                return None
            if turn := task.result():
                return turn
            # The pool dropped it for a question typed in between, and now it is the newest again.
        return None

    async def is_current(self, pause: TypingPause, turn: Turn) -> bool:
        """Whether all passages of an older turn are still in the documents that its asker sees.

        False also where that takes longer than the person waits.
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

    def _start(self, key: _Key, question: str) -> asyncio.Task[Turn | None]:
        task = self._running[key] = asyncio.create_task(self._find_or_answer(key, question))
        # Marks an error as seen: nobody may be waiting for the task any more.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        return task

    async def _find_or_answer(self, key: _Key, question: str) -> Turn | None:
        """The recent turn of an equal question, or a new one; None where the pool dropped the question."""
        try:
            edition = await self._document_service.edition() if self._document_service else None
            return await self._recent_turn(key, edition) or await self._answer(key, question, edition)
        finally:
            del self._running[key]

    async def _recent_turn(self, key: _Key, edition: Hashable) -> Turn | None:
        """The recent turn of an equal question, or None; the database has none of people who used /forget."""
        recent = self._recent.get(key)
        if recent is None or recent.edition != edition or recent.until <= self._clock():
            return None
        return await self._turns.find(recent.turn)

    def _remember(self, key: _Key, turn: Turn, edition: Hashable) -> None:
        recent = self._recent[key] = _RecentTurn(turn.id, self._clock() + REUSE_S, edition)
        asyncio.get_running_loop().call_later(REUSE_S, self._forget, key, recent)

    def _forget(self, key: _Key, recent: _RecentTurn) -> None:
        """Delete a recent turn, so that nothing typed stays in memory."""
        if self._recent.get(key) is recent:
            del self._recent[key]

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
        with tolerated("turn_not_kept"):  # the answers are shown, but their buttons will not work
            await self._turns.put(turn)
            self._remember(key, turn, edition)
        return turn
