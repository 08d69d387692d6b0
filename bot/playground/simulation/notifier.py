"""The bell, which rings when something changes."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Notifier:
    """Rings when anything changes, so that whoever waits for something can look again."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Say that something has changed."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, look: Callable[[], T | None], *, timeout: float) -> T:  # noqa: ASYNC109
        """Return what `look` sees as soon as it sees anything but None, False or nothing.

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
