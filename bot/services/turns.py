"""Turns: who may do something that takes long, so that nobody waits behind all that one person wants."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from itertools import count
from typing import Final

_REMEMBERED: Final = 10_000
"""People of whom it is known when they had their last turn."""


class Turns:
    """Gives turns: some at the same time, each person one after another.

    Of those who wait, the one goes next whose last turn is longest ago, and first of all whoever had none.

    Args:
        places: How many turns there are at the same time.
    """

    def __init__(self, places: int) -> None:
        self._free = places
        self._taking: set[Hashable] = set()
        self._waiting: dict[Hashable, deque[asyncio.Future[None]]] = {}
        self._last: dict[Hashable, int] = {}
        self._number = count(1)

    def has(self, person: Hashable) -> bool:
        """Whether a person has a turn, or waits for one."""
        return person in self._taking or person in self._waiting

    @asynccontextmanager
    async def turn(self, person: Hashable) -> AsyncIterator[None]:
        """A turn of a person, for as long as a block runs; one after another, as they ask."""
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(person, deque()).append(ready)
        self._give()
        try:
            await ready
        except asyncio.CancelledError:
            if ready.done() and not ready.cancelled():
                self._end(person)
            else:
                self._leave(person, ready)
            raise
        try:
            yield
        finally:
            self._end(person)

    def _give(self) -> None:
        """Give the places that are free to those who wait."""
        while self._free:
            able = [person for person in self._waiting if person not in self._taking]
            if not able:
                return
            person = min(able, key=lambda each: self._last.get(each, 0))
            ready = self._waiting[person].popleft()
            if not self._waiting[person]:
                del self._waiting[person]
            if not ready.done():
                self._free -= 1
                self._taking.add(person)
                ready.set_result(None)

    def _end(self, person: Hashable) -> None:
        self._free += 1
        self._taking.discard(person)
        self._last.pop(person, None)
        self._last[person] = next(self._number)
        if len(self._last) > _REMEMBERED:
            del self._last[next(iter(self._last))]
        self._give()

    def _leave(self, person: Hashable, ready: asyncio.Future[None]) -> None:
        waiting = self._waiting.get(person)
        if waiting and ready in waiting:
            waiting.remove(ready)
            if not waiting:
                del self._waiting[person]
