"""Uploads: documents that people send, by whom they may be, and where they go."""

import time
from collections.abc import Callable
from typing import Final

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.services.documents import DocumentService
from bot.services.rate_limit import HOUR_S, MINUTE_S, RateLimit
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
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.uploads import KINDS, Upload
from retrieval.library import PUBLIC

_MARK: Final = "upload:"
_PUBLIC: Final = f"{_MARK}public"
_OWN: Final = f"{_MARK}own"

PRESSED: Final = rf"^{_MARK}(?:public|own)$"
"""What the buttons say by which an owner chooses who is to see a document."""


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
        self._albums = Albums()
        self._under_way: set[tuple[int, int]] = set()
        self._uploads = RateLimit(services.rules.uploads, HOUR_S, clock)
        self._too_many_notices = RateLimit(1, MINUTE_S, clock)
        self._not_allowed_notices = RateLimit(1, HOUR_S, clock)

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
        question = query.message
        document_message = question.reply_to_message if isinstance(question, Message) else None
        if (
            not isinstance(question, Message)
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
            collection = PUBLIC if query.data == _PUBLIC else own_collection(question.chat.id)
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
            if not self._not_allowed_notices.take((message.chat.id, asker(message))):
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
        """Whether someone may send another document this hour; where not, they are told once a minute."""
        sender = _sender(message)
        if self._services.rules.access.is_admin(sender) or not self._uploads.take(sender):
            return True
        if not self._too_many_notices.take(sender):
            await reply(message, translator.say("upload-too-many", count=self._services.rules.uploads))
        return False

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
            InlineKeyboardButton(translator.plain("button-public"), callback_data=_PUBLIC),
            InlineKeyboardButton(translator.plain("button-own"), callback_data=_OWN),
        ]
    )
