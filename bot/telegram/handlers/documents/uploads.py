"""Uploads: who may add a document, and to which collection."""

import time
from collections.abc import Callable

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.services.documents import DocumentService
from bot.services.rate_limit import HOUR_S, MINUTE_S, RateLimit
from bot.services.visibility import own_collection
from bot.telegram.handlers.admission import admitted
from bot.telegram.handlers.asking.mentions import is_meant_for_bot
from bot.telegram.handlers.documents.albums import Albums
from bot.telegram.handlers.documents.ingestion import Ingestion, IngestionJob
from bot.telegram.handlers.documents.progress import Progress
from bot.telegram.handlers.documents.sources import Source, source_of
from bot.telegram.handlers.permissions import group_owner, is_from_group_admin
from bot.telegram.handlers.sending import answer_callback, reply
from bot.telegram.handlers.services import Services
from bot.telegram.messages.button_kinds import UploadButton, UploadTarget
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.uploads import FILE_TYPES
from bot.telegram.origin import sender_of
from bot.telegram.places import give_up_place
from retrieval.library import PUBLIC


class UploadHandlers:
    """Adds documents to the collection of the chat they are sent in; a bot owner may choose the public one.

    Args:
        services: Rules and languages.
        document_service: Keeps the documents.
        clock: Gives seconds.
    """

    def __init__(
        self,
        services: Services,
        document_service: DocumentService,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._services = services
        self._document_service = document_service
        self._ingestion = Ingestion(services, document_service)
        self._albums = Albums()
        self._in_progress: set[tuple[int, int]] = set()
        self._uploads = RateLimit(services.rules.uploads, HOUR_S, clock)
        self._too_many_notices = RateLimit(1, MINUTE_S, clock)
        self._not_allowed_notices = RateLimit(1, HOUR_S, clock)

    async def sent(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A document: adds it; in a group only where its message, or one of its album, addresses the bot."""
        message = update.message
        if message is None:
            return
        if message.chat.type == ChatType.PRIVATE:
            await self._receive(message, message)
            return
        if is_meant_for_bot(message):
            document_messages = (*self._albums.call(message), message)
        else:
            document_messages = (message,) if self._albums.follows(message) else ()
        for document_message in document_messages:
            await self._receive(message, document_message)

    async def added(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/add: adds the page that it links to, or what it replies to; else sends how to add a document."""
        message = update.message
        if message is None or not await admitted(self._services, message):
            return
        for document_message in (message, message.reply_to_message):
            if document_message is not None and self._source_of(document_message):
                await self._receive(message, document_message)
                return
        translator = await self._services.translators.of(message.from_user)
        if message.chat.type == ChatType.PRIVATE:
            await reply(message, translator.say("how-to-add", kinds=FILE_TYPES))
        else:
            await reply(
                message, translator.say("how-to-add-group", kinds=FILE_TYPES, bot=message.get_bot().username)
            )

    async def chosen(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A press by which a bot owner chooses who sees a document: adds it there."""
        query = update.callback_query
        if query is None:
            return
        translator = await self._services.translators.of(query.from_user)
        question, button = query.message, UploadButton.decode(query.data)
        document_message = question.reply_to_message if isinstance(question, Message) else None
        if (
            button is None
            or not isinstance(question, Message)
            or document_message is None
            or not self._may_choose(query, document_message)
        ):
            await answer_callback(query, translator.plain("old-button"))
            return
        place = question.chat.id, question.message_id
        if place in self._in_progress:
            await answer_callback(query)
            return
        self._in_progress.add(place)
        try:
            await answer_callback(query)
            public = button.target is UploadTarget.PUBLIC
            collection = PUBLIC if public else own_collection(question.chat.id)
            # The buttons stay until the end: if the process ends before, they can be pressed again.
            progress = Progress(document_message, question, _target_keyboard(translator))
            await self._ingest(document_message, query.from_user.id, collection, translator, progress)
        finally:
            self._in_progress.discard(place)

    def _may_choose(self, query: CallbackQuery, document_message: Message) -> bool:
        """Whether a press is by a bot owner, below a document of their own: callback data can be made up."""
        return (
            self._source_of(document_message) is not None
            and document_message.chat.type == ChatType.PRIVATE
            and document_message.chat.id == query.from_user.id
            and self._services.rules.access.is_owner(query.from_user.id)
        )

    async def _receive(self, message: Message, document_message: Message) -> None:
        """Add a document, or reply why not.

        Args:
            message: Addresses the bot.
            document_message: Has the file or the link; may be the same message.
        """
        if not await admitted(self._services, message):
            return
        translator = await self._services.translators.of(message.from_user)
        if message.chat.type != ChatType.PRIVATE and not await is_from_group_admin(message):
            if not self._not_allowed_notices.take((message.chat.id, sender_of(message))):
                await reply(message, translator.say("upload-not-allowed"))
        elif not await self._within_rate_limit(message, translator):
            return
        elif message.chat.type == ChatType.PRIVATE and self._services.rules.access.is_owner(message.chat.id):
            await self._ask_where(document_message, translator)
        else:
            collection = own_collection(message.chat.id)
            progress = Progress(document_message)
            await self._ingest(document_message, sender_of(message), collection, translator, progress)

    def _source_of(self, document_message: Message) -> Source | None:
        return source_of(document_message, self._document_service)

    async def _within_rate_limit(self, message: Message, translator: Translator) -> bool:
        """Whether another document may be added this hour; if not, the sender is told so once a minute."""
        sender = sender_of(message)
        if self._services.rules.access.is_owner(sender):
            return True
        counted = await _counted(message)
        if not any(self._uploads.wait(key) for key in counted):
            for key in counted:
                self._uploads.count(key)
            return True
        if not self._too_many_notices.take(sender):
            await reply(message, translator.say("upload-too-many", count=self._services.rules.uploads))
        return False

    async def _ask_where(self, document_message: Message, translator: Translator) -> None:
        if (source := self._source_of(document_message)) is None:
            return
        upload = source.upload
        if problem := upload.problem():
            await reply(document_message, self._ingestion.refusal(problem, upload, translator))
        else:
            await reply(
                document_message,
                translator.say("upload-where", name=upload.label),
                _target_keyboard(translator),
            )

    async def _ingest(
        self,
        document_message: Message,
        sender: int,
        collection: str,
        translator: Translator,
        progress: Progress,
    ) -> None:
        if source := self._source_of(document_message):
            chat = document_message.chat.id
            job = IngestionJob(source, chat, sender, collection, translator, progress)
            give_up_place()  # the download and the reading may take minutes
            await self._ingestion.ingest(job)


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


def _target_keyboard(translator: Translator) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup.from_row(
        [
            UploadButton(UploadTarget.PUBLIC).labelled(translator.plain("button-public")),
            UploadButton(UploadTarget.OWN).labelled(translator.plain("button-own")),
        ]
    )
