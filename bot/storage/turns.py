"""Turns: what was asked in all chats, and what was answered."""

import asyncio
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Final

from bot.storage.database import Database
from bot.storage.deletions import Deletions
from bot.storage.retention import prune
from bot.storage.turn import FIELDS, Turn, erase_passages, is_id, new_id, read, turn_of, write
from retrieval.storage.databases import Connection
from retrieval.text import alike

_TURNS_BETWEEN_PRUNINGS: Final = 500

Present = Callable[[Collection[int]], set[int]]
"""Gives, of the ids of some passages, those whose documents are still there. Called on any thread."""

_DELETE_UNSENT: Final = """
DELETE FROM turns WHERE chat = ? AND question_message = ? AND answer_message IS NULL AND id <> ?
"""

_WAITING: Final = f"""
SELECT {FIELDS} FROM turns AS vain
WHERE NOT found AND alike = ?1 AND chat = asker AND question_message IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM turns WHERE asker = vain.asker AND alike = ?1 AND found)
ORDER BY asked_at
"""


class Turns:
    """Keeps turns, and finds them again. Old ones are deleted by the way: see `retention`.

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
        self._until_pruned = 0
        self._present: Present = set

    async def put(self, turn: Turn) -> None:
        """Keep a turn, in place of the one with the same id, whose votes were for another answer.

        A turn that was asked before its asker was forgotten is not kept, nor are words of documents that were
        removed meanwhile. An earlier turn for the same message whose answer was never sent is deleted.
        """

        def work(db: Connection) -> None:
            if self._deletions.cover(db, turn.asker, turn.asked_at):
                return
            db.execute(_DELETE_UNSENT, (turn.chat, turn.question_message, turn.id))
            write(db, turn)
            erase_passages(db, turn.shown_passages - self._present(turn.shown_passages))
            db.execute("DELETE FROM votes WHERE turn = ?", (turn.id,))
            if self._until_pruned == 0:
                prune(db, self._clock())
                self._until_pruned = _TURNS_BETWEEN_PRUNINGS
            self._until_pruned -= 1

        await self._database.change(work)

    def follow(self, present: Present) -> None:
        """Keep no words of documents that are gone by then, from now on."""
        self._present = present

    async def erase_removed(self) -> int:
        """Delete the words of documents that were removed, for good; gives how many replies had any.

        Only after `follow` is it known which documents are there.
        """
        rows = await self._database.rows("SELECT DISTINCT passage FROM shown_passages")
        shown = {row[0] for row in rows}
        gone = shown - await asyncio.to_thread(self._present, shown)
        if not gone:
            return 0
        erased = await self._database.change(lambda db: erase_passages(db, gone))
        await self._database.purge()
        return erased

    async def sent(self, turn_id: int, answer_message: int) -> None:
        """Keep which message answered."""

        def work(db: Connection) -> None:
            db.execute("UPDATE turns SET answer_message = ? WHERE id = ?", (answer_message, turn_id))

        await self._database.change(work)

    async def chosen(self, turn_id: int, user: int, position: int) -> bool:
        """Keep that one of the answers of an inline turn was chosen.

        Telegram may show the same results to others who type the same; their choice is a turn of its own.

        Args:
            turn_id: The turn.
            user: Who chose.
            position: Which of its answers, from 0.

        Returns:
            Whether the turn is known.
        """

        def work(db: Connection) -> bool:
            turn = read(db, turn_id)
            if turn is None:
                return False
            if turn.asker != user:
                turn = replace(turn, id=new_id(), asker=user, asked_at=self._clock())
            write(db, replace(turn, chosen=position))
            return True

        return is_id(turn_id) and await self._database.change(work)

    async def find(self, turn_id: int) -> Turn | None:
        """The turn of this id, any number, or None where there is none or its reply is no longer kept."""
        return await self._database.read(lambda db: read(db, turn_id)) if is_id(turn_id) else None

    async def by_answer(self, chat: int, message: int) -> Turn | None:
        """The turn that this message of the bot answered."""
        return await self._newest("chat = ? AND answer_message = ?", chat, message)

    async def by_question(self, chat: int, message: int) -> Turn | None:
        """The turn that this message asked."""
        return await self._newest("chat = ? AND question_message = ?", chat, message)

    async def last(self, chat: int, thread: int | None, since: float, *, before: int) -> Turn | None:
        """The last question before a message of a private chat, or of a topic of it, of some time.

        Args:
            chat: Telegram's id of the chat, which is that of the person.
            thread: The topic, or None.
            since: When it was asked at the earliest, in seconds since 1970.
            before: The message.
        """
        condition = "asker = ? AND chat = ? AND asked_at >= ? AND question_message < ?"
        if thread is None:
            return await self._newest(f"{condition} AND thread IS NULL", chat, chat, since, before)
        return await self._newest(f"{condition} AND thread = ?", chat, chat, since, before, thread)

    async def waiting(self, question: str) -> list[Turn]:
        """The turns in which people asked a question in private in vain, and had no answer to it since.

        Of each person it is the last one.
        """
        rows = await self._database.rows(_WAITING, (alike(question),))
        return list({turn.asker: turn for turn in filter(None, map(turn_of, rows))}.values())

    async def recent(self, asker: int, limit: int = 5) -> list[str]:
        """The last questions someone asked, as they were understood, newest first, none twice."""
        query = """
            SELECT understood FROM (
                SELECT understood, asked_at,
                    ROW_NUMBER() OVER (PARTITION BY alike ORDER BY asked_at DESC) AS place
                FROM turns WHERE asker = ? AND NOT (inline AND chosen IS NULL)
            ) AS numbered WHERE place = 1 ORDER BY asked_at DESC LIMIT ?
        """
        return [row[0] for row in await self._database.rows(query, (asker, limit))]

    async def latest(self, asker: int, limit: int) -> list[Turn]:
        """The last questions that someone asked in chats, newest first, as far as their replies are kept."""
        query = f"SELECT {FIELDS} FROM turns WHERE asker = ? AND NOT inline ORDER BY asked_at DESC LIMIT ?"
        rows = await self._database.rows(query, (asker, limit))
        return [turn for turn in map(turn_of, rows) if turn]

    async def _newest(self, condition: str, *values: float | None) -> Turn | None:
        query = f"SELECT {FIELDS} FROM turns WHERE {condition} ORDER BY asked_at DESC LIMIT 1"

        def work(db: Connection) -> Turn | None:
            row = db.execute(query, values).fetchone()
            return turn_of(row) if row else None

        return await self._database.read(work)
