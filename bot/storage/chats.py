"""Settings of chats."""

from dataclasses import dataclass
from typing import Final

from bot.storage.database import Database
from retrieval.storage.databases import Connection

_MAKE_ROOM: Final = """
DELETE FROM chats WHERE chat = ?1 AND ?1 <> ?2 AND EXISTS (SELECT 1 FROM chats WHERE chat = ?2)
"""


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

        def work(db: Connection) -> None:
            db.execute(_MAKE_ROOM, (new, old))
            db.execute("UPDATE chats SET chat = ? WHERE chat = ?", (new, old))

        await self._database.change(work)

    async def _set(self, chat: int, name: str, value: object) -> None:
        def work(db: Connection) -> None:
            db.execute(
                f"INSERT INTO chats (chat, {name}) VALUES (?, ?) "
                f"ON CONFLICT (chat) DO UPDATE SET {name} = excluded.{name}",
                (chat, value),
            )

        await self._database.change(work)
