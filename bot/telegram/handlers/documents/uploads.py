"""Uploads: documents that people send, by whom they may be, and where they go."""

import time
from collections.abc import Callable
from typing import Final

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.services.access import Allowance, Verdict
from bot.services.documents import DocumentService
from bot.services.visibility import own_collection
from bot.telegram.handlers.admission import admitted
from bot.telegram.handlers.asking.mentions import is_meant_for_bot
from bot.telegram.handlers.asking.question import asker
from bot.telegram.handlers.documents.albums import Albums
from bot.telegram.handlers.documents.ingestion import Ingestion, IngestionJob
from bot.telegram.handlers.documents.progress import Progress
from bot.telegram.handlers.permissions import is_from_admin
from bot.telegram.handlers.sending import reply, settle
from bot.telegram.handlers.services import Services
from bot.telegram.messages.callback_data import UploadButton, UploadTarget
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.uploads import KINDS, Upload
from retrieval.library import PUBLIC

_HOUR_S: Final = 3600.0


class Uploads:
    """Takes documents into the collection of the chat they are sent in, or the public one.

    Args:
        house: Who may do what, and how to speak with them.
        shelf: Where documents are kept.
        clock: Seconds.
    """

    def __init__(
        self,
        services: Services,
        document_service: DocumentService,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._services = services
        self._ingestion = Ingestion(services, document_service)
        self._clock = clock
        self._albums = Albums()
        self._under_way: set[tuple[int, int]] = set()
        self._told: dict[tuple[int, int], float] = {}
        uploads = services.rules.uploads
        self._allowance = Allowance(uploads, uploads, clock, _HOUR_S)

    async def sent(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A message with a document: in a group only one that calls the bot, or is in an album that does."""
        message = update.message
        if message is None:
            return
        if message.chat.type == ChatType.PRIVATE:
            await self._receive(message, message)
            return
        if is_meant_for_bot(message):
            taken = (*self._albums.call(message), message)
        else:
            taken = (message,) if self._albums.follows(message) else ()
        for document_message in taken:
            await self._receive(message, document_message)

    async def added(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/add: as a reply it takes the document there, else it says how to add one."""
        message = update.message
        if message is None or not await admitted(self._services, message):
            return
        document_message = message.reply_to_message
        if document_message is not None and document_message.document is not None:
            await self._receive(message, document_message)
            return
        translator = await self._services.translators.of(message.from_user)
        if message.chat.type == ChatType.PRIVATE:
            await reply(message, translator.say("how-to-add", kinds=KINDS))
        else:
            await reply(
                message, translator.say("how-to-add-group", kinds=KINDS, bot=message.get_bot().username)
            )

    async def chosen(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """An owner has said who is to see a document."""
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
            await settle(query, translator.plain("old-button"))
            return
        place = question.chat.id, question.message_id
        if place in self._under_way:
            await settle(query)
            return
        self._under_way.add(place)
        try:
            await settle(query)
            public = button.target is UploadTarget.PUBLIC
            collection = PUBLIC if public else own_collection(question.chat.id)
            # The buttons stay until it is done: should the process end meanwhile, they can be pressed again.
            progress = Progress(document_message, question, _choice(translator))
            await self._take(document_message, collection, translator, progress)
        finally:
            self._under_way.discard(place)

    def _may_choose(self, query: CallbackQuery, document_message: Message) -> bool:
        """Whether a press is an owner's, below a document of their own; it can be made up."""
        return (
            document_message.document is not None
            and document_message.chat.type == ChatType.PRIVATE
            and document_message.chat.id == query.from_user.id
            and self._services.rules.access.is_admin(query.from_user.id)
        )

    async def _receive(self, message: Message, document_message: Message) -> None:
        """Deal with a document.

        Args:
            message: Calls for that.
            carrier: Has the document; may be the same.
        """
        if not await admitted(self._services, message):
            return
        translator = await self._services.translators.of(message.from_user)
        if message.chat.type != ChatType.PRIVATE and not await is_from_admin(message):
            if self._first_time(message):
                await reply(message, translator.say("upload-not-allowed"))
        elif not await self._has_room(message, translator):
            return
        elif message.chat.type == ChatType.PRIVATE and self._services.rules.access.is_admin(message.chat.id):
            await self._ask_where(document_message, translator)
        else:
            await self._take(
                document_message, own_collection(message.chat.id), translator, Progress(document_message)
            )

    async def _has_room(self, message: Message, translator: Translator) -> bool:
        """Whether whoever sends a document has not sent too many; where they have, they are told so once."""
        sender = _sender(message)
        if self._services.rules.access.is_admin(sender):
            return True
        verdict = self._allowance.take(sender)
        if verdict is Verdict.LATER:
            await reply(message, translator.say("upload-too-many", count=self._services.rules.uploads))
        return verdict is Verdict.NOW

    def _first_time(self, message: Message) -> bool:
        """Whether someone has not been told for an hour that documents are for others to add here."""
        now, key = self._clock(), (message.chat.id, asker(message))
        self._told = {known: told for known, told in self._told.items() if now - told < _HOUR_S}
        return self._told.setdefault(key, now) == now

    async def _ask_where(self, document_message: Message, translator: Translator) -> None:
        if document_message.document is None:
            return
        upload = Upload.of(document_message.document)
        if problem := upload.problem():
            await reply(document_message, self._ingestion.refusal(problem, upload, translator))
        else:
            await reply(
                document_message, translator.say("upload-where", name=upload.label), _choice(translator)
            )

    async def _take(
        self, document_message: Message, collection: str, translator: Translator, progress: Progress
    ) -> None:
        if job := IngestionJob.of(document_message, collection, translator, progress):
            await self._ingestion.take(job)


def _sender(message: Message) -> int:
    """Who sends a message; those who run a group and do so without a name are one."""
    sender = message.sender_chat or message.from_user
    return sender.id if sender else message.chat.id


def _choice(translator: Translator) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup.from_row(
        [
            UploadButton(UploadTarget.PUBLIC).labelled(translator.plain("button-public")),
            UploadButton(UploadTarget.OWN).labelled(translator.plain("button-own")),
        ]
    )
