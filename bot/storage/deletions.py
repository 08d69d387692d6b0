"""Deletions: which users asked to be forgotten, and when; what they began before is not kept afterwards."""

from collections.abc import Callable
from typing import Final, Protocol

from retrieval.storage.databases import Connection

_KNOWN_S: Final = 3600.0
"""How long a deletion is known: longer than any question is under way."""


class Deletions(Protocol):
    """When users were last forgotten."""

    def add(self, db: Connection, user: int) -> None:
        """A user is forgotten now, within a transaction of the state."""

    def cover(self, db: Connection, user: int, began: float) -> bool:
        """Whether a user has been forgotten since a time, in seconds since 1970."""


class OwnDeletions:
    """Those of this process. In memory alone, so that no record of a user stays.

    Args:
        clock: Seconds since 1970.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._forgotten_at: dict[int, float] = {}

    def add(self, db: Connection, user: int) -> None:
        """A user is forgotten now."""
        now = self._clock()
        self._forgotten_at = {
            known: time for known, time in self._forgotten_at.items() if now - time < _KNOWN_S
        }
        self._forgotten_at[user] = now

    def cover(self, db: Connection, user: int, began: float) -> bool:
        """Whether a user has been forgotten since a time, in seconds since 1970."""
        return began <= self._forgotten_at.get(user, float("-inf"))


class SharedDeletions:
    """Those of all processes with one state: their ids, for an hour.

    Args:
        clock: Seconds since 1970.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock

    def add(self, db: Connection, user: int) -> None:
        """A user is forgotten now, within a transaction of the state."""
        prune_deletions(db, self._clock())
        db.execute(
            "INSERT INTO deletions (person, forgotten_at) VALUES (?, ?)"
            " ON CONFLICT (person) DO UPDATE SET forgotten_at = excluded.forgotten_at",
            (user, self._clock()),
        )

    def cover(self, db: Connection, user: int, began: float) -> bool:
        """Whether a user has been forgotten since a time, in seconds since 1970."""
        query = "SELECT 1 FROM deletions WHERE person = ? AND forgotten_at >= ?"
        return db.execute(query, (user, began)).fetchone() is not None


def prune_deletions(db: Connection, now: float) -> None:
    """Leave no record of users who were forgotten an hour ago, where one is kept."""
    db.execute("DELETE FROM deletions WHERE forgotten_at <= ?", (now - _KNOWN_S,))
