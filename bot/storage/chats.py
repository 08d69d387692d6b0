"""Settings of chats."""

import sqlite3
from dataclasses import dataclass

from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """Settings of one chat. A private chat has its person's id, so its language is that of the person.

    Attributes:
        language: The language chosen, as Fluent names it ("zh-hans"), or None where none was.
        only_called: In a group: whether the bot answers only when it is called.
    """

    language: str | None = None
    only_called: bool = True


class Chats:
    """Settings of chats, by Telegram's chat id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, chat: int) -> ChatSettings:
        """What a chat has set; the defaults where it has set nothing."""
        rows = await self._database.rows("SELECT language, only_called FROM chats WHERE chat = ?", (chat,))
        return ChatSettings(rows[0][0], bool(rows[0][1])) if rows else ChatSettings()

    async def set_language(self, chat: int, language: str | None) -> None:
        """Choose a chat's language, or None for none."""
        await self._set(chat, "language", language)

    async def set_only_called(self, chat: int, only_called: bool) -> None:
        """Choose whether the bot answers in a group only when it is called."""
        await self._set(chat, "only_called", only_called)

    async def move(self, old: int, new: int) -> None:
        """Keep a group's settings when it becomes a supergroup, which has another id."""

        def work(db: sqlite3.Connection) -> None:
            db.execute("UPDATE OR REPLACE chats SET chat = ? WHERE chat = ?", (new, old))

        await self._database.change(work)

    async def _set(self, chat: int, name: str, value: object) -> None:
        def work(db: sqlite3.Connection) -> None:
            db.execute(
                f"INSERT INTO chats (chat, {name}) VALUES (?, ?) "
                f"ON CONFLICT (chat) DO UPDATE SET {name} = excluded.{name}",
                (chat, value),
            )

        await self._database.change(work)
