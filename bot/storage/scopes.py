"""Scopes: the document that a person keeps a chat to, and the documents that messages are about."""

from dataclasses import dataclass
from typing import Final

from bot.storage.database import Database
from retrieval.storage.databases import Connection

MESSAGES: Final = 20_000
"""Of how many messages it is kept which document they are about, the newest."""

_KEEP: Final = """
INSERT INTO scopes (chat, person, thread, document, digest) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (chat, person, thread) DO UPDATE SET document = excluded.document, digest = excluded.digest
"""
_MAKE_ROOM: Final = """
DELETE FROM scopes WHERE chat = ?1 AND ?1 <> ?2
AND (person, thread) IN (SELECT person, thread FROM scopes WHERE chat = ?2)
"""
_PRUNE: Final = """
DELETE FROM document_messages WHERE id <= (SELECT MAX(id) FROM document_messages) - ?
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where someone asks.

    Attributes:
        chat: Telegram's id of the chat.
        person: Telegram's id of who asks: in a group, each has a scope of their own.
        thread: The topic, 0 for none.
    """

    chat: int
    person: int
    thread: int = 0


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """A document as it was; its name is not kept.

    Attributes:
        document: `DocumentName.id`.
        digest: `DocumentName.digest`, which changes when it is replaced.
    """

    document: int
    digest: str


class Scopes:
    """Keeps scopes, by place, and documents, by message.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_place(self, place: Place) -> DocumentVersion | None:
        """The document that a place is kept to, or None."""
        query = "SELECT document, digest FROM scopes WHERE chat = ? AND person = ? AND thread = ?"
        rows = await self._database.rows(query, (place.chat, place.person, place.thread))
        return DocumentVersion(*rows[0]) if rows else None

    async def keep(self, place: Place, version: DocumentVersion) -> None:
        """Keep a place to a document, in place of any other."""
        row = (place.chat, place.person, place.thread, version.document, version.digest)
        await self._database.change(lambda db: db.execute(_KEEP, row))

    async def lift(self, place: Place) -> bool:
        """Keep a place to no document any more; returns whether it was."""
        query = "DELETE FROM scopes WHERE chat = ? AND person = ? AND thread = ?"
        row = (place.chat, place.person, place.thread)
        return await self._database.change(lambda db: db.execute(query, row).rowcount > 0)

    async def of_message(self, chat: int, message: int) -> DocumentVersion | None:
        """The document that a message is about, or None."""
        query = "SELECT document, digest FROM document_messages WHERE chat = ? AND message = ?"
        rows = await self._database.rows(query, (chat, message))
        return DocumentVersion(*rows[0]) if rows else None

    async def is_between(self, chat: int, message: int, *, before: int) -> bool:
        """Whether a message of a chat that is about a document stands between two others.

        Args:
            chat: Telegram's id of the chat.
            message: The earlier message.
            before: The later one.
        """
        query = "SELECT 1 FROM document_messages WHERE chat = ? AND message > ? AND message < ? LIMIT 1"
        return bool(await self._database.rows(query, (chat, message, before)))

    async def note(self, chat: int, messages: tuple[int, ...], version: DocumentVersion) -> None:
        """Note that messages of a chat are about a document; of old ones this is forgotten."""

        def work(db: Connection) -> None:
            for message in messages:
                db.execute("DELETE FROM document_messages WHERE chat = ? AND message = ?", (chat, message))
                db.execute(
                    "INSERT INTO document_messages (chat, message, document, digest) VALUES (?, ?, ?, ?)",
                    (chat, message, version.document, version.digest),
                )
            db.execute(_PRUNE, (MESSAGES,))

        await self._database.change(work)

    async def move(self, old: int, new: int) -> None:
        """Keep the scopes of a group when it becomes a supergroup, whose messages have other ids."""

        def work(db: Connection) -> None:
            db.execute(_MAKE_ROOM, (new, old))
            db.execute("UPDATE scopes SET chat = ? WHERE chat = ?", (new, old))
            db.execute("DELETE FROM document_messages WHERE chat = ?", (old,))

        await self._database.change(work)


def forget_scopes(db: Connection, user: int) -> None:
    """Delete what a user keeps chats to, and which documents the messages of their own chat are about."""
    db.execute("DELETE FROM scopes WHERE person = ? OR chat = ?", (user, user))
    db.execute("DELETE FROM document_messages WHERE chat = ?", (user,))
