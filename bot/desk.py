"""The desk where questions wait for their answer, away from the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from retrieval.documents import Reply

T = TypeVar("T")


class Answerer(Protocol):
    """What the bot needs of an engine. Both methods are called from several threads at once."""

    def ask(self, question: str) -> Reply:
        """Answer a question; may take as long as models take."""
        ...

    def warm(self) -> None:
        """Load whatever the first answer would otherwise have to wait for."""
        ...


class Desk:
    """Takes questions on the event loop and has them answered on threads of its own.

    Args:
        answerer: Who answers.
        threads: How many questions are answered at the same time, at least 1.
    """

    def __init__(self, answerer: Answerer, *, threads: int = 2) -> None:
        self._answerer = answerer
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="desk")
        self._newest: dict[int, object] = {}

    async def warm(self) -> None:
        """Return when the answerer is ready."""
        await self._away(self._answerer.warm)

    async def ask(self, question: str) -> Reply:
        """Answer a question in its turn."""
        return await self._away(lambda: self._answerer.ask(question))

    async def ask_newest(self, asker: int, question: str) -> Reply | None:
        """Answer a question of someone who is still typing it.

        Args:
            asker: Who asks; of all that wait for one asker, only the newest is answered.
            question: What has been typed so far.

        Returns:
            The reply, or None where a newer question of the same asker came before its turn.
        """
        ticket = self._newest[asker] = object()

        def answer_if_newest() -> Reply | None:
            return self._answerer.ask(question) if self._newest.get(asker) is ticket else None

        try:
            return await self._away(answer_if_newest)
        finally:
            if self._newest.get(asker) is ticket:
                del self._newest[asker]

    def close(self) -> None:
        """Let the answers under way finish and take no more questions."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def _away(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)
