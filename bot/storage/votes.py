"""Votes: whether answers were useful."""

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from bot.storage.database import Database
from bot.storage.deletions import Deletions
from bot.storage.turn import FIELDS, Turn, is_id, read, turn_of
from retrieval.storage.databases import Connection

_UPSERT: Final = """
INSERT INTO votes (turn, voter, useful, position, voted_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (turn, voter) DO UPDATE SET
    useful = excluded.useful, position = excluded.position, voted_at = excluded.voted_at
"""
_COUNT: Final = "SELECT COUNT(*) FILTER (WHERE useful), COUNT(*) FILTER (WHERE NOT useful) FROM votes"


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
class CastVote:
    """How somebody voted on a turn.

    Attributes:
        useful: Whether they found the answer useful.
        position: Which of the turn's answers it was, from 0.
    """

    useful: bool
    position: int


@dataclass(frozen=True, slots=True)
class Vote:
    """Whether someone found an answer useful, without who that was.

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
        deletions: Who has been forgotten.
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
            was forgotten after voting.
        """
        voted_at = self._clock() if at is None else at

        def work(db: Connection) -> Tally | None:
            if self._deletions.cover(db, voter, voted_at):
                return None
            turn = read(db, turn_id)
            if turn is None or not 0 <= position < len(turn.reply.answers):
                return None
            db.execute(_UPSERT, (turn_id, voter, useful, position, voted_at))
            return _tally(db.execute(f"{_COUNT} WHERE turn = ?", (turn_id,)).fetchone())

        return await self._database.change(work) if is_id(turn_id) else None

    async def of(self, turn_id: int, voter: int) -> CastVote | None:
        """How somebody voted on a turn, or None."""
        query = "SELECT useful, position FROM votes WHERE turn = ? AND voter = ?"
        rows = await self._database.rows(query, (turn_id, voter))
        return CastVote(bool(rows[0][0]), rows[0][1]) if rows else None

    async def tally(self) -> Tally:
        """All votes."""
        return _tally((await self._database.rows(_COUNT))[0])

    async def all(self) -> list[Vote]:
        """Every vote, oldest first, except those on answers whose document was removed."""
        fields = ", ".join(f"t.{name.strip()}" for name in FIELDS.split(","))
        query = f"""
            SELECT v.position, v.useful, {fields} FROM votes v JOIN turns t ON t.id = v.turn
            ORDER BY v.voted_at
        """
        rows = await self._database.rows(query)
        return await asyncio.to_thread(_votes, rows)  # decoding takes long, and nobody is to wait for it


def _votes(rows: Iterable[Any]) -> list[Vote]:
    votes = ((turn_of(row), position, bool(useful)) for position, useful, *row in rows)
    return [
        Vote(turn, position, useful)
        for turn, position, useful in votes
        if turn and turn.reply.answers[position].text
    ]


def _tally(row: tuple[int, int]) -> Tally:
    return Tally(row[0], row[1])
