"""Uploads: documents that people send, by whom they may be, and where they go."""

import time
from collections.abc import Callable
from typing import Final

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.services.access import Allowance, Verdict
from bot.services.documents import Shelf
from bot.services.visibility import own_collection
from bot.telegram.handlers.admission import admitted
from bot.telegram.handlers.asking.mentions import is_meant_for_bot
from bot.telegram.handlers.asking.question import asker
from bot.telegram.handlers.context import House
from bot.telegram.handlers.documents.albums import Albums
from bot.telegram.handlers.documents.ingestion import Errand, Porter
from bot.telegram.handlers.documents.progress import Progress
from bot.telegram.handlers.permissions import is_from_admin
from bot.telegram.handlers.sending import reply, settle
from bot.telegram.messages.translations import Voice
from bot.telegram.messages.uploads import KINDS, Upload
from retrieval.library import PUBLIC

_MARK: Final = "upload:"
_PUBLIC: Final = f"{_MARK}public"
_OWN: Final = f"{_MARK}own"

PRESSED: Final = rf"^{_MARK}(?:public|own)$"
"""What the buttons say by which an owner chooses who is to see a document."""

_HOUR_S: Final = 3600.0


class Uploads:
    """Takes documents into the collection of the chat they are sent in, or the public one.

    Args:
        house: Who may do what, and how to speak with them.
        shelf: Where documents are kept.
        clock: Seconds.
    """

    def __init__(self, house: House, shelf: Shelf, clock: Callable[[], float] = time.monotonic) -> None:
        self._house = house
        self._porter = Porter(house, shelf)
        self._clock = clock
        self._albums = Albums()
        self._under_way: set[tuple[int, int]] = set()
        self._told: dict[tuple[int, int], float] = {}
        uploads = house.rules.uploads
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
        for carrier in taken:
            await self._receive(message, carrier)

    async def added(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/add: as a reply it takes the document there, else it says how to add one."""
        message = update.message
        if message is None or not await admitted(self._house, message):
            return
        carrier = message.reply_to_message
        if carrier is not None and carrier.document is not None:
            await self._receive(message, carrier)
            return
        voice = await self._house.voices.of(message.from_user)
        if message.chat.type == ChatType.PRIVATE:
            await reply(message, voice.say("how-to-add", kinds=KINDS))
        else:
            await reply(message, voice.say("how-to-add-group", kinds=KINDS, bot=message.get_bot().username))

    async def chosen(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """An owner has said who is to see a document."""
        query = update.callback_query
        if query is None:
            return
        voice = await self._house.voices.of(query.from_user)
        question = query.message
        carrier = question.reply_to_message if isinstance(question, Message) else None
        if not isinstance(question, Message) or carrier is None or not self._may_choose(query, carrier):
            await settle(query, voice.plain("old-button"))
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
            progress = Progress(carrier, question, _choice(voice))
            await self._take(carrier, collection, voice, progress)
        finally:
            self._under_way.discard(place)

    def _may_choose(self, query: CallbackQuery, carrier: Message) -> bool:
        """Whether a press is an owner's, below a document of their own; it can be made up."""
        return (
            carrier.document is not None
            and carrier.chat.type == ChatType.PRIVATE
            and carrier.chat.id == query.from_user.id
            and self._house.rules.access.is_admin(query.from_user.id)
        )

    async def _receive(self, message: Message, carrier: Message) -> None:
        """Deal with a document.

        Args:
            message: Calls for that.
            carrier: Has the document; may be the same.
        """
        if not await admitted(self._house, message):
            return
        voice = await self._house.voices.of(message.from_user)
        if message.chat.type != ChatType.PRIVATE and not await is_from_admin(message):
            if self._first_time(message):
                await reply(message, voice.say("upload-not-allowed"))
        elif not await self._has_room(message, voice):
            return
        elif message.chat.type == ChatType.PRIVATE and self._house.rules.access.is_admin(message.chat.id):
            await self._ask_where(carrier, voice)
        else:
            await self._take(carrier, own_collection(message.chat.id), voice, Progress(carrier))

    async def _has_room(self, message: Message, voice: Voice) -> bool:
        """Whether whoever sends a document has not sent too many; where they have, they are told so once."""
        sender = _sender(message)
        if self._house.rules.access.is_admin(sender):
            return True
        verdict = self._allowance.take(sender)
        if verdict is Verdict.LATER:
            await reply(message, voice.say("upload-too-many", count=self._house.rules.uploads))
        return verdict is Verdict.NOW

    def _first_time(self, message: Message) -> bool:
        """Whether someone has not been told for an hour that documents are for others to add here."""
        now, key = self._clock(), (message.chat.id, asker(message))
        self._told = {known: told for known, told in self._told.items() if now - told < _HOUR_S}
        return self._told.setdefault(key, now) == now

    async def _ask_where(self, carrier: Message, voice: Voice) -> None:
        if carrier.document is None:
            return
        upload = Upload.of(carrier.document)
        if problem := upload.problem():
            await reply(carrier, self._porter.refusal(problem, upload, voice))
        else:
            await reply(carrier, voice.say("upload-where", name=upload.label), _choice(voice))

    async def _take(self, carrier: Message, collection: str, voice: Voice, progress: Progress) -> None:
        if errand := Errand.of(carrier, collection, voice, progress):
            await self._porter.take(errand)


def _sender(message: Message) -> int:
    """Who sends a message; those who run a group and do so without a name are one."""
    sender = message.sender_chat or message.from_user
    return sender.id if sender else message.chat.id


def _choice(voice: Voice) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup.from_row(
        [
            InlineKeyboardButton(voice.plain("button-public"), callback_data=_PUBLIC),
            InlineKeyboardButton(voice.plain("button-own"), callback_data=_OWN),
        ]
    )
