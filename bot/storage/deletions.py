"""Deletions: which users asked to be forgotten, and when; what they began before is not kept afterwards."""

from collections.abc import Callable
from typing import Final

_KNOWN_S: Final = 3600.0
"""How long a deletion is known: longer than any question is under way."""


class Deletions:
    """When users were last forgotten. In memory alone, so that no record of them stays.

    Args:
        clock: Seconds since 1970.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._forgotten_at: dict[int, float] = {}

    def add(self, user: int) -> None:
        """A user is forgotten now."""
        now = self._clock()
        self._forgotten_at = {
            known: time for known, time in self._forgotten_at.items() if now - time < _KNOWN_S
        }
        self._forgotten_at[user] = now

    def cover(self, user: int, began: float) -> bool:
        """Whether a user has been forgotten since a time, in seconds since 1970."""
        return began <= self._forgotten_at.get(user, float("-inf"))
