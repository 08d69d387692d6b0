"""Votes: whether answers were useful."""

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.storage.database import Database
from bot.storage.deletions import Deletions
from bot.storage.turn import FIELDS, Turn, is_id, read, turn_of

_CAST: Final = """
INSERT INTO votes (turn, voter, useful, position, voted_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (turn, voter) DO UPDATE SET
    useful = excluded.useful, position = excluded.position, voted_at = excluded.voted_at
"""
_TALLY: Final = "SELECT TOTAL(useful), TOTAL(NOT useful) FROM votes"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many votes there are.

    Attributes:
        useful: For answers that helped.
        useless: For answers that did not.
    """

    useful: int = 0
    useless: int = 0


@dataclass(frozen=True, slots=True)
class Vote:
    """What someone said of an answer; of whom, nothing leaves.

    Attributes:
        turn: What was asked and answered.
        position: Which of its answers was shown, from 0.
        useful: Whether it was useful.
    """

    turn: Turn
    position: int
    useful: bool


class Votes:
    """Votes on turns: one for each user and turn, which may be changed.

    Args:
        database: Where they are kept.
        departures: Who has been forgotten.
        clock: Seconds since 1970.
    """

    def __init__(
        self, database: Database, deletions: Deletions, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._deletions = deletions
        self._clock = clock

    async def cast(
        self, turn_id: int, voter: int, *, useful: bool, position: int = 0, at: float | None = None
    ) -> Tally | None:
        """Vote, or change one's vote.

        Args:
            turn_id: The turn.
            voter: Telegram's id of who votes.
            useful: Whether the answer was useful.
            position: Which of the turn's answers was shown, from 0.
            at: When they voted, in seconds since 1970; now by default.

        Returns:
            The turn's votes, or None where the turn is not kept or has no such answer, or where the voter
            has been forgotten since.
        """
        voted_at = self._clock() if at is None else at

        def work(db: sqlite3.Connection) -> Tally | None:
            if self._deletions.cover(voter, voted_at):
                return None
            turn = read(db, turn_id)
            if turn is None or not 0 <= position < len(turn.reply.answers):
                return None
            db.execute(_CAST, (turn_id, voter, useful, position, voted_at))
            return _tally(db.execute(f"{_TALLY} WHERE turn = ?", (turn_id,)).fetchone())

        return await self._database.change(work) if is_id(turn_id) else None

    async def tally(self) -> Tally:
        """All votes."""
        return _tally((await self._database.rows(_TALLY))[0])

    async def all(self) -> list[Vote]:
        """Every vote, oldest first."""
        fields = ", ".join(f"t.{name.strip()}" for name in FIELDS.split(","))
        query = f"""
            SELECT v.position, v.useful, {fields} FROM votes v JOIN turns t ON t.id = v.turn
            ORDER BY v.voted_at
        """

        def work(db: sqlite3.Connection) -> list[Vote]:
            rows = ((turn_of(row), position, bool(useful)) for position, useful, *row in db.execute(query))
            return [Vote(turn, position, useful) for turn, position, useful in rows if turn]

        return await self._database.read(work)


def _tally(row: tuple[float, float]) -> Tally:
    return Tally(int(row[0]), int(row[1]))
