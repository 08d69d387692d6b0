"""The turns of all chats: what was asked, and what was answered."""

import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.storage.database import Database
from bot.storage.deletions import Deletions
from bot.storage.retention import prune
from bot.storage.turn import FIELDS, Turn, is_id, new_id, read, turn_of, write

_PRUNED_EVERY: Final = 500
_UNSENT: Final = """
DELETE FROM turns WHERE chat = ? AND question_message = ? AND answer_message IS NULL AND id <> ?
"""


class Turns:
    """Keeps turns, and finds them again. Old ones leave by themselves, those with votes stay.

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
        self._until_pruned = 0

    async def put(self, turn: Turn) -> None:
        """Keep a turn, in place of the one with the same id, whose votes were for another answer.

        One that was asked before its asker was forgotten is not kept. Of an answer that was never sent, as
        the process ended before, none is left once the message is answered.
        """

        def work(db: sqlite3.Connection) -> None:
            if self._deletions.cover(turn.asker, turn.asked_at):
                return
            db.execute(_UNSENT, (turn.chat, turn.question_message, turn.id))
            write(db, turn)
            db.execute("DELETE FROM votes WHERE turn = ?", (turn.id,))
            if self._until_pruned == 0:
                prune(db, self._clock())
                self._until_pruned = _PRUNED_EVERY
            self._until_pruned -= 1

        await self._database.change(work)

    async def sent(self, turn_id: int, answer_message: int) -> None:
        """Keep which message answered."""

        def work(db: sqlite3.Connection) -> None:
            db.execute("UPDATE turns SET answer_message = ? WHERE id = ?", (answer_message, turn_id))

        await self._database.change(work)

    async def chosen(self, turn_id: int, user: int, position: int) -> bool:
        """Keep that one of the answers of an inline turn was chosen.

        Telegram shows the same results to others who type the same; their choice is a turn of their own.

        Args:
            turn_id: The turn.
            user: Who chose.
            position: Which of its answers, from 0.

        Returns:
            Whether the turn is known.
        """

        def work(db: sqlite3.Connection) -> bool:
            turn = read(db, turn_id)
            if turn is None:
                return False
            if turn.asker != user:
                turn = replace(turn, id=new_id(), asker=user, asked_at=self._clock())
            write(db, replace(turn, chosen=position))
            return True

        return is_id(turn_id) and await self._database.change(work)

    async def find(self, turn_id: int) -> Turn | None:
        """The turn of this id, or None where it is not, or no longer, kept whole; any number may be asked."""
        return await self._database.read(lambda db: read(db, turn_id)) if is_id(turn_id) else None

    async def by_answer(self, chat: int, message: int) -> Turn | None:
        """The turn that this message of the bot answered."""
        return await self._newest("chat = ? AND answer_message = ?", chat, message)

    async def by_question(self, chat: int, message: int) -> Turn | None:
        """The turn that this message asked."""
        return await self._newest("chat = ? AND question_message = ?", chat, message)

    async def recent(self, asker: int, limit: int = 5) -> list[str]:
        """The last questions someone asked, as they were understood, newest first, none twice."""
        query = """
            SELECT understood, MAX(asked_at) FROM turns
            WHERE asker = ? AND NOT (inline AND chosen IS NULL)
            GROUP BY alike ORDER BY MAX(asked_at) DESC LIMIT ?
        """
        return [row[0] for row in await self._database.rows(query, (asker, limit))]

    async def _newest(self, condition: str, *values: int) -> Turn | None:
        query = f"SELECT {FIELDS} FROM turns WHERE {condition} ORDER BY asked_at DESC LIMIT 1"

        def work(db: sqlite3.Connection) -> Turn | None:
            row = db.execute(query, values).fetchone()
            return turn_of(row) if row else None

        return await self._database.read(work)
