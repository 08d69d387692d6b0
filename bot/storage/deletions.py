"""Departures: who has been forgotten; what they began before then is not kept afterwards."""

from collections.abc import Callable
from typing import Final

_KNOWN_S: Final = 3600.0
"""How long a departure is known; nothing is under way for as long."""


class Deletions:
    """When users were last forgotten. In memory alone: whoever leaves, leaves no note of that either.

    Args:
        clock: Seconds since 1970.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._left: dict[int, float] = {}

    def add(self, user: int) -> None:
        """Someone is forgotten now."""
        now = self._clock()
        self._left = {known: left for known, left in self._left.items() if now - left < _KNOWN_S}
        self._left[user] = now

    def cover(self, user: int, began: float) -> bool:
        """Whether someone has been forgotten since then, in seconds since 1970."""
        return began <= self._left.get(user, float("-inf"))
