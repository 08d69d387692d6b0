"""The document that a message is asked of alone, because it replies to it or the chat is kept to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Message

from bot.services.visibility import own_collection, visible
from bot.storage.scopes import DocumentVersion, Place
from bot.telegram.handlers.asking.mentions import replied_to, topic_of
from bot.telegram.handlers.services import Services
from bot.telegram.messages.uploads.files import UploadedFile
from bot.telegram.origin import sender_of
from retrieval.documents import DocumentName


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a question is to be searched.

    Attributes:
        documents: Ids of the documents that are searched alone, or None for all that the chat can see.
        is_gone: Whether it was to be one document, which has been removed or replaced since.
    """

    documents: tuple[int, ...] | None = None
    is_gone: bool = False


class ScopeFinder:
    """Finds the scope of a message. It narrows what a chat may see and never widens it.

    Args:
        services: Database and documents.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    async def of(self, message: Message, *, lifts: bool = True) -> Scope:
        """The scope of a question: that of the document it replies to, else that of its place.

        Args:
            message: Asks it.
            lifts: Keep the place to none any more where its document is gone.
        """
        scopes = self._services.state.scopes
        if replied := await self.replied_document(message):
            return await self._seen(message, replied)
        kept = await scopes.of_place(place_of(message))
        if kept is None:
            return Scope()
        scope = await self._seen(message, kept)
        if scope.is_gone and lifts:
            await scopes.lift(place_of(message))
        return scope

    async def kept(self, place: Place) -> DocumentName | None:
        """The document that a place is kept to, where that is still there; else None."""
        version = await self._services.state.scopes.of_place(place)
        return next((name for name in await self.names(place.chat) if version_of(name) == version), None)

    async def replied_document(self, message: Message) -> DocumentVersion | None:
        """The document that a message replies to: its file, or what the bot said about it."""
        replied = replied_to(message)
        if replied is None:
            return None
        noted = await self._services.state.scopes.of_message(message.chat.id, replied.message_id)
        return noted or await self._of_file(replied)

    async def _of_file(self, replied: Message) -> DocumentVersion | None:
        """The document of the file of a message; where nothing is noted of it, that of its name."""
        if replied.document is None:
            return None
        file, own = UploadedFile.of(replied.document), own_collection(replied.chat.id)
        named = [name for name in await self.names(replied.chat.id) if name.source == file.name]
        named.sort(key=lambda name: name.collection != own)
        return version_of(named[0]) if named else None

    async def names(self, chat: int) -> Sequence[DocumentName]:
        """What the documents are called that a chat can see."""
        documents = self._services.document_service
        return await documents.names(visible(chat)) if documents else ()

    async def _seen(self, message: Message, version: DocumentVersion) -> Scope:
        """The scope of a document that may have been removed or replaced, or that the chat may not see."""
        for name in await self.names(message.chat.id):
            if name.id == version.document and version_of(name) == version:
                return Scope((name.id,))
        return Scope(is_gone=True)


def place_of(message: Message) -> Place:
    """The place that a message is sent in."""
    return Place(message.chat.id, sender_of(message), topic_of(message) or 0)


def version_of(name: DocumentName) -> DocumentVersion:
    """A document as it is now."""
    return DocumentVersion(name.id, name.digest)
