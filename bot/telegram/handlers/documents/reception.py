"""What is sent to be added: who may, how many of them, and to which collection."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from telegram import Message
from telegram.constants import ChatType

from bot.services.documents import DocumentService
from bot.services.rate_limit import HOUR_S, MINUTE_S, RateLimit
from bot.services.visibility import own_collection
from bot.storage.scopes import Place
from bot.telegram.handlers.admission import admitted
from bot.telegram.handlers.asking.mentions import topic_of
from bot.telegram.handlers.documents.captions import CaptionQuestions
from bot.telegram.handlers.documents.ingestion import Ingestion, IngestionJob
from bot.telegram.handlers.documents.progress import Progress
from bot.telegram.handlers.documents.sources.finding import source_of
from bot.telegram.handlers.documents.sources.source import Sent, Source
from bot.telegram.handlers.documents.targets import target_keyboard
from bot.telegram.handlers.permissions import group_owner, is_from_group_admin
from bot.telegram.handlers.sending import reply
from bot.telegram.handlers.services import Services
from bot.telegram.messages.html import Html
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.uploads.problems import with_unasked
from bot.telegram.origin import sender_of
from bot.telegram.places import give_up_place


@dataclass(frozen=True, slots=True)
class Added:
    """A document that was added.

    Attributes:
        message: The message that it came with.
        document: Its id.
    """

    message: Message
    document: int


class Reception:
    """Adds what is sent to the collection of its chat; a bot owner may choose the public one.

    Args:
        services: Rules and languages.
        document_service: Keeps the documents.
        captions: Answers the questions that come with documents.
        clock: Gives seconds.
    """

    def __init__(
        self,
        services: Services,
        document_service: DocumentService,
        captions: CaptionQuestions,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._services = services
        self._document_service = document_service
        self._ingestion = Ingestion(services, document_service)
        self._captions = captions
        self._uploads = RateLimit(services.rules.uploads, HOUR_S, clock)
        self._too_many_notices = RateLimit(1, MINUTE_S, clock)
        self._not_allowed_notices = RateLimit(1, HOUR_S, clock)

    def source_of(self, sent: Sent) -> Source | None:
        """What there is to be added; None for nothing."""
        return source_of(sent, self._document_service)

    async def receive(
        self,
        message: Message,
        sent: Sent,
        collection: str | None = None,
        progress: Progress | None = None,
    ) -> Added | None:
        """Add a document, or reply why not; None where it was not added, or not yet.

        Args:
            message: Addresses the bot.
            sent: Has the file, the link or the texts; may be the same message.
            collection: Where to; None for the chat's own, or what a bot owner chooses.
            progress: The status message; None for a new one.
        """
        if not await admitted(self._services, message):
            return None
        self._captions.hold(sent.message)
        translator = await self._services.translators.of(message.from_user)
        if message.chat.type != ChatType.PRIVATE and not await is_from_group_admin(message):
            if not self._not_allowed_notices.take((message.chat.id, sender_of(message))):
                await self._refuse(message, sent, translator.say("upload-not-allowed"), translator)
        elif not await self._is_within_rate_limit(message):
            if not self._too_many_notices.take(sender_of(message)):
                too_many = translator.say("upload-too-many", count=self._services.rules.uploads)
                await self._refuse(message, sent, too_many, translator)
        elif not collection and self._services.rules.access.is_owner(message.chat.id):
            await self._ask_where(sent, translator)
            return None
        else:
            collection = collection or own_collection(message.chat.id)
            progress = progress or Progress(sent.message)
            return await self._ingest(sent, sender_of(message), collection, translator, progress)
        self._captions.drop(sent.message)
        return None

    async def answer(self, added: Added | None, update_id: int | None = None) -> None:
        """Answer what the caption of a document asks."""
        if added:
            await self._captions.answer(added.message, added.document, update_id)

    async def _refuse(self, message: Message, sent: Sent, html: Html, translator: Translator) -> None:
        """Reply why something is not added, and that its question is not answered."""
        await reply(message, with_unasked(html, translator) if self._captions.asks(sent.message) else html)

    async def _is_within_rate_limit(self, message: Message) -> bool:
        """Whether another document may be added this hour; if so, it is counted."""
        sender = sender_of(message)
        if self._services.rules.access.is_owner(sender):
            return True
        counted = await _counted(message)
        if not any(self._uploads.wait(key) for key in counted):
            for key in counted:
                self._uploads.count(key)
            return True
        return False

    async def _ask_where(self, sent: Sent, translator: Translator) -> None:
        if (source := self.source_of(sent)) is None:
            return
        upload, asks = source.upload, self._captions.asks(sent.message)
        if problem := upload.problem():
            self._captions.drop(sent.message)
            await reply(sent.message, self._ingestion.refusal(problem, upload, translator, asks=asks))
        else:
            where = translator.say("upload-where", name=upload.label)
            await reply(sent.message, where, target_keyboard(translator, is_chat=sent.is_chat))

    async def _ingest(
        self,
        sent: Sent,
        sender: int,
        collection: str,
        translator: Translator,
        progress: Progress,
    ) -> Added | None:
        """Add a document to a collection; None where it was refused, as the status message says."""
        if (source := self.source_of(sent)) is None:
            return None
        asks = self._captions.asks(sent.message)
        place = Place(sent.message.chat.id, sender, topic_of(sent.message) or 0)
        job = IngestionJob(source, place, collection, translator, progress, asks)
        give_up_place()  # the download and the reading may take minutes
        document = None
        try:
            document = await self._ingestion.ingest(job)
        finally:
            if document is None:
                self._captions.drop(sent.message)
        return None if document is None else Added(sent.message, document)


async def _counted(message: Message) -> frozenset[int]:
    """The ids of all for whom a document of a message counts.

    These are its sender and, in a group, the group. One of an anonymous admin, of whom Telegram tells nothing
    but the group, counts for the owner of the group too: who makes more groups may not send more.
    """
    sender, chat = sender_of(message), message.chat
    if chat.type == ChatType.PRIVATE:
        return frozenset({sender})
    owner = await group_owner(chat) if sender == chat.id else None
    return frozenset({sender, chat.id, owner or chat.id})
