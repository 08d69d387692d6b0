"""Wakes coroutines that wait for a change."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Notifier:
    """Lets coroutines wait for a condition, which is looked at again after each change."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def notify(self) -> None:
        """Wake all who wait, so that they look at their condition again."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, look: Callable[[], T | None], *, timeout: float) -> T:  # noqa: ASYNC109
        """Wait until `look` returns something true, and return that.

        Raises:
            TimeoutError: It did not within `timeout` seconds.
        """
        async with asyncio.timeout(timeout):
            while not (seen := look()):
                future = asyncio.get_running_loop().create_future()
                self._waiting.add(future)
                try:
                    await future
                finally:
                    self._waiting.discard(future)
        return seen
