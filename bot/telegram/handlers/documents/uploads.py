"""Uploads: who may add a document, and to which collection."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.services.documents import DocumentService
from bot.services.rate_limit import HOUR_S, MINUTE_S, RateLimit
from bot.services.visibility import own_collection
from bot.telegram.handlers.admission import admitted
from bot.telegram.handlers.asking.mentions import is_meant_for_bot
from bot.telegram.handlers.documents.albums import Albums
from bot.telegram.handlers.documents.captions import CaptionQuestions
from bot.telegram.handlers.documents.ingestion import Ingestion, IngestionJob
from bot.telegram.handlers.documents.photo_albums import PhotoAlbums, is_of_album
from bot.telegram.handlers.documents.progress import Progress
from bot.telegram.handlers.documents.sources import Sent, Source, TelegramFile, source_of
from bot.telegram.handlers.permissions import group_owner, is_from_group_admin
from bot.telegram.handlers.sending import answer_callback, reply
from bot.telegram.handlers.services import Services
from bot.telegram.messages.button_kinds import UploadButton, UploadTarget
from bot.telegram.messages.html import Html
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.uploads import FILE_TYPES, with_unasked
from bot.telegram.origin import sender_of
from bot.telegram.places import give_up_place
from retrieval.library import PUBLIC
from retrieval.storage.store import Entry


class UploadHandlers:
    """Adds documents to the collection of the chat they are sent in; a bot owner may choose the public one.

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
        self._albums = Albums()
        self._photo_albums = PhotoAlbums()
        self._in_progress: set[tuple[int, int]] = set()
        self._uploads = RateLimit(services.rules.uploads, HOUR_S, clock)
        self._too_many_notices = RateLimit(1, MINUTE_S, clock)
        self._not_allowed_notices = RateLimit(1, HOUR_S, clock)

    async def sent(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A document: adds it; in a group only where its message, or one of its album, addresses the bot.

        Photos of an album are one document. What its caption asks is answered then.
        """
        message = update.message
        if message is None:
            return
        if is_of_album(message):
            async with self._photo_albums.gathered(message) as photos:
                added = await self._receive_called(photos)
            # Only now, as the other photos are done with: a crash from here on adds none of them again.
            await self._answer(added, update.update_id)
        elif message.chat.type == ChatType.PRIVATE or message.media_group_id is None:
            await self._answer(await self._receive_called((message,)), update.update_id)
        else:
            is_call = is_meant_for_bot(message)
            waiting = self._albums.call(message) if is_call else []
            for each in (*waiting, message) if is_call or self._albums.follows(message) else ():
                await self._answer(await self._receive(message, Sent((each,))), update.update_id)

    async def edited(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """An edited message with a file: another file replaces its document, else its caption is new."""
        message = update.edited_message
        before = await self._document_before(message) if message and message.document else None
        if message is None or before is None:
            await self._captions.edited(update, context)
        elif message.chat.type == ChatType.PRIVATE or is_meant_for_bot(message):
            added = await self._receive(message, Sent((message,)), before.collection)
            if added and added.document != before.id:
                await self._document_service.discard(before.id, before.collection)
            await self._answer(added, update.update_id)

    async def _document_before(self, message: Message) -> Entry | None:
        """The document of a message into which another file was put; None where it is the same file."""
        noted = await self._services.state.scopes.of_message(message.chat.id, message.message_id)
        source = self._source_of(Sent((message,)))
        if noted is None or not isinstance(source, TelegramFile):
            return None
        service = self._document_service
        for collection in (own_collection(message.chat.id), PUBLIC):
            for entry in await service.entries(collection):
                if entry.id == noted.document:
                    handle = await service.look(lambda library: library.handle(noted.document))
                    is_same = entry.path == source.empty_file.document_path and handle in {"", source.handle}
                    return None if is_same else entry
        return None

    async def added(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/add: adds the page that it links to, or what it replies to; else sends how to add a document."""
        message = update.message
        if message is None or not await admitted(self._services, message):
            return
        for document_message in (message, message.reply_to_message):
            if document_message is None:
                continue
            sent = Sent(self._photo_albums.of(document_message))
            if self._source_of(sent):
                await self._answer(await self._receive(message, sent), update.update_id)
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
        sent = Sent(self._photo_albums.of(document_message))
        if is_of_album(document_message) and len(sent.messages) < 2:
            await answer_callback(query, translator.plain("album-forgotten"))
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
            added = await self._ingest(sent, query.from_user.id, collection, translator, progress)
            await self._answer(added)
        finally:
            self._in_progress.discard(place)

    def _may_choose(self, query: CallbackQuery, document_message: Message) -> bool:
        """Whether a press is by a bot owner, below a document of their own: callback data can be made up."""
        return (
            self._source_of(Sent((document_message,))) is not None
            and document_message.chat.type == ChatType.PRIVATE
            and document_message.chat.id == query.from_user.id
            and self._services.rules.access.is_owner(query.from_user.id)
        )

    async def _receive_called(self, messages: tuple[Message, ...]) -> "_Added | None":
        """Add what was sent, if one of its messages addresses the bot; in private each does."""
        is_private = bool(messages) and messages[0].chat.type == ChatType.PRIVATE
        call = next((message for message in messages if is_private or is_meant_for_bot(message)), None)
        return None if call is None else await self._receive(call, Sent(messages))

    async def _receive(self, message: Message, sent: Sent, collection: str | None = None) -> "_Added | None":
        """Add a document, or reply why not.

        Args:
            message: Addresses the bot.
            sent: Has the file or the link; may be the same message.
            collection: Where to; None for the chat's own, or what a bot owner chooses.
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
            progress = Progress(sent.message)
            return await self._ingest(sent, sender_of(message), collection, translator, progress)
        self._captions.drop(sent.message)
        return None

    async def _refuse(self, message: Message, sent: Sent, html: Html, translator: Translator) -> None:
        """Reply why something is not added, and that its question is not answered."""
        await reply(message, with_unasked(html, translator) if self._captions.asks(sent.message) else html)

    def _source_of(self, sent: Sent) -> Source | None:
        return source_of(sent, self._document_service)

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
        if (source := self._source_of(sent)) is None:
            return
        upload, asks = source.upload, self._captions.asks(sent.message)
        if problem := upload.problem():
            self._captions.drop(sent.message)
            await reply(sent.message, self._ingestion.refusal(problem, upload, translator, asks=asks))
        else:
            await reply(
                sent.message,
                translator.say("upload-where", name=upload.label),
                _target_keyboard(translator),
            )

    async def _ingest(
        self,
        sent: Sent,
        sender: int,
        collection: str,
        translator: Translator,
        progress: Progress,
    ) -> "_Added | None":
        """Add a document to a collection; None where it was refused, as the status message says."""
        if (source := self._source_of(sent)) is None:
            return None
        self._captions.hold(sent.message)  # a former run may have asked where to
        asks = self._captions.asks(sent.message)
        job = IngestionJob(source, sent.message.chat.id, sender, collection, translator, progress, asks)
        give_up_place()  # the download and the reading may take minutes
        document = None
        try:
            document = await self._ingestion.ingest(job)
        finally:
            if document is None:
                self._captions.drop(sent.message)
        return None if document is None else _Added(sent.message, document)

    async def _answer(self, added: "_Added | None", update_id: int | None = None) -> None:
        """Answer what the caption of a document asks."""
        if added:
            await self._captions.answer(added.message, added.document, update_id)


@dataclass(frozen=True, slots=True)
class _Added:
    """A document that was added: the message that it came with, and its id."""

    message: Message
    document: int


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
