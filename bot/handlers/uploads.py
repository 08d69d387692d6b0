"""Documents that people send."""

import asyncio
import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final
from weakref import WeakValueDictionary

from telegram import (
    CallbackQuery,
    Document,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
    Update,
)
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ContextTypes

from bot.access import Allowance, Verdict
from bot.audience import own_collection
from bot.handlers.admins import is_from_admin
from bot.handlers.albums import Albums
from bot.handlers.calls import is_from_bot
from bot.handlers.failures import note
from bot.handlers.house import House
from bot.handlers.progress import Progress
from bot.handlers.replies import reply, settle
from bot.languages import Voice
from bot.markup import Html, joined
from bot.shelf import Shelf
from bot.uploads import KINDS, Problem, Upload, problem_of, quota, render_kept, render_problem
from embeddings.errors import YuanwenError
from retrieval.library import PUBLIC, File

_MARK: Final = "upload:"
_PUBLIC: Final = f"{_MARK}public"
_OWN: Final = f"{_MARK}own"

PRESSED: Final = rf"^{_MARK}(?:public|own)$"
"""What the buttons say by which an owner chooses who is to see a document."""

_IN_MEMORY: Final = 4
"""How many files are fetched or wait to be read at the same time, 20 MB each at most."""

_PAUSES_S: Final = (0.5, 2.0)
"""How long to wait before a file that Telegram did not give is asked for again."""

_HOUR_S: Final = 3600.0
_CALL: Final = re.compile(r"/add(?:@(?P<bot>\w+))?(?![\w@])", re.ASCII | re.IGNORECASE)


class Uploads:
    """Takes documents into the collection of the chat they are sent in, or the public one.

    Args:
        house: Who may do what, and how to speak with them.
        shelf: Where documents are kept.
        clock: Seconds.
    """

    def __init__(self, house: House, shelf: Shelf, clock: Callable[[], float] = time.monotonic) -> None:
        self._house = house
        self._shelf = shelf
        self._clock = clock
        self._albums = Albums()
        self._room = asyncio.Semaphore(_IN_MEMORY)
        self._lines: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
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
        if _calls(message):
            taken = (*self._albums.call(message), message)
        else:
            taken = (message,) if self._albums.follows(message) else ()
        for carrier in taken:
            await self._receive(message, carrier)

    async def added(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/add: as a reply it takes the document there, else it says how to add one."""
        message = update.message
        if message is None or not await self._admitted(message):
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
        if not await self._admitted(message):
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

    async def _admitted(self, message: Message) -> bool:
        """Whether someone may use the bot here; where not, they are told in private."""
        user = message.from_user.id if message.from_user else message.chat.id
        admitted = self._house.rules.access.admits(user, message.chat.id)
        if not admitted and message.chat.type == ChatType.PRIVATE:
            voice = await self._house.voices.of(message.from_user)
            await reply(message, voice.say("not-admitted", id=user))
        return admitted

    def _first_time(self, message: Message) -> bool:
        """Whether someone has not been told for an hour that documents are for others to add here."""
        now, key = self._clock(), (message.chat.id, message.from_user.id if message.from_user else 0)
        self._told = {known: told for known, told in self._told.items() if now - told < _HOUR_S}
        return self._told.setdefault(key, now) == now

    async def _ask_where(self, carrier: Message, voice: Voice) -> None:
        if carrier.document is None:
            return
        upload = Upload.of(carrier.document)
        if problem := upload.problem():
            await reply(carrier, self._refusal(problem, upload, voice))
        else:
            await reply(carrier, voice.say("upload-where", name=upload.label), _choice(voice))

    async def _take(self, carrier: Message, collection: str, voice: Voice, progress: Progress) -> None:
        """Check, fetch, read and keep a document, in its turn among those of its collection."""
        if carrier.document is None:
            return
        upload, began = Upload.of(carrier.document), time.time()
        async with self._lines.setdefault(collection, asyncio.Lock()):
            try:
                problem = await self._problem(upload, collection)
                if problem is None:
                    problem = await self._fetched(carrier, upload, collection, voice, progress, began)
            except TelegramError:
                raise
            except YuanwenError as error:
                note("upload_failed", error)
                problem = Problem.FAILED
            except Exception:  # nobody foresaw it: it is dealt with as in any other handler
                await progress.end(self._refusal(Problem.FAILED, upload, voice))
                raise
            if problem is not None:
                await progress.end(self._refusal(problem, upload, voice))

    async def _problem(self, upload: Upload, collection: str) -> Problem | None:
        """Why there is no use in fetching a document; the same name again needs no room."""
        if problem := upload.problem():
            return problem
        if collection == PUBLIC:
            return None
        most = self._house.rules.documents
        kept = [entry for entry in await self._shelf.entries(collection) if entry.source != upload.name]
        if most == 0:
            return Problem.NONE_TAKEN
        return Problem.NO_ROOM if len(kept) >= most else None

    async def _fetched(
        self,
        carrier: Message,
        upload: Upload,
        collection: str,
        voice: Voice,
        progress: Progress,
        began: float,
    ) -> Problem | None:
        """Fetch, read and keep a document, and show how far that is. Gives the problem where there is one."""
        document = carrier.document
        if document is None:
            return Problem.LOST
        most = None if collection == PUBLIC else quota(self._house.rules.documents)
        async with self._room:
            data = await progress.during(voice.say("upload-received", name=upload.label), _download(document))
            if isinstance(data, Problem):
                return data
            if collection != PUBLIC and self._house.state.has_left(carrier.chat.id, began):
                await progress.end(voice.say("forgotten"))
                return None
            file = File.uploaded(upload.name, data)
            adding = self._shelf.add(file, collection, most)
            kept = await progress.during(voice.say("upload-reading", name=upload.label), adding)
        if problem := problem_of(kept):
            return problem
        count = kept.entry.passages if kept.entry else 0
        indexing = voice.say("upload-indexing", name=upload.label, count=count)
        await progress.during(indexing, asyncio.wrap_future(kept.indexed))
        await progress.end(joined([render_kept(kept, upload, voice), _next(collection, voice)], "\n\n"))
        return None

    def _refusal(self, problem: Problem, upload: Upload, voice: Voice) -> Html:
        return render_problem(problem, upload, self._house.rules.documents, voice)


def _sender(message: Message) -> int:
    """Who sends a message; those who run a group and do so without a name are one."""
    sender = message.sender_chat or message.from_user
    return sender.id if sender else message.chat.id


def _calls(message: Message) -> bool:
    """Whether a document in a group is meant for the bot: by its caption, or as a reply to the bot."""
    username = message.get_bot().username.lower()
    mentions = message.parse_caption_entities([MessageEntity.MENTION]).values()
    command = _CALL.match(message.caption or "")
    return (
        f"@{username}" in {mention.lower() for mention in mentions}
        or (command is not None and (command["bot"] or username).lower() == username)
        or is_from_bot(message.reply_to_message)
    )


async def _download(document: Document) -> bytes | Problem:
    """The bytes of a document; one that does not come is asked for twice more."""
    for pause in (*_PAUSES_S, None):
        try:
            file = await document.get_file()
            return bytes(await file.download_as_bytearray())
        except (BadRequest, Forbidden) as error:
            return Problem.SIZE if "too big" in error.message.lower() else Problem.LOST
        except TelegramError as error:
            note("download_failed", error)
            if pause is None or not isinstance(error, NetworkError | RetryAfter):
                return Problem.LOST
            await asyncio.sleep(max(pause, _asked_to_wait(error)))
    return Problem.LOST


def _asked_to_wait(error: TelegramError) -> float:
    wait = error.retry_after if isinstance(error, RetryAfter) else 0
    return wait.total_seconds() if isinstance(wait, timedelta) else wait


def _choice(voice: Voice) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup.from_row(
        [
            InlineKeyboardButton(voice.plain("button-public"), callback_data=_PUBLIC),
            InlineKeyboardButton(voice.plain("button-own"), callback_data=_OWN),
        ]
    )


def _next(collection: str, voice: Voice) -> Html:
    """What to do with a document that was added."""
    if collection == PUBLIC:
        return voice.say("upload-next-public")
    if collection.startswith("user-"):
        return voice.say("upload-next")
    return voice.say("upload-next-group")
