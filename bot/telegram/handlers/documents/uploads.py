"""Uploads: files and photos that are sent, /add, and the choice of an owner where they go."""

from asyncio import Lock
from typing import Final

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.services.documents import DocumentService
from bot.services.visibility import own_collection
from bot.telegram.handlers.admission import admitted
from bot.telegram.handlers.asking.mentions import (
    is_given_to_bot,
    is_meant_for_bot,
    is_question,
    text_to_add,
)
from bot.telegram.handlers.documents.albums import Albums
from bot.telegram.handlers.documents.captions import CaptionQuestions
from bot.telegram.handlers.documents.forwards import ForwardHandlers
from bot.telegram.handlers.documents.photo_albums import PhotoAlbums, is_of_album
from bot.telegram.handlers.documents.progress import Progress
from bot.telegram.handlers.documents.reception import Added, Reception
from bot.telegram.handlers.documents.sources.files import TelegramFile
from bot.telegram.handlers.documents.sources.source import Sent
from bot.telegram.handlers.documents.sources.web import link_in
from bot.telegram.handlers.message_locks import MessageLocks
from bot.telegram.handlers.sending import answer_callback, reply
from bot.telegram.handlers.services import Services
from bot.telegram.messages.button_kinds import UploadButton, UploadTarget
from bot.telegram.messages.uploads.problems import FILE_TYPES
from bot.telegram.origin import sender_of
from bot.telegram.places import give_up_place
from retrieval.library import PUBLIC
from retrieval.storage.store import Entry

_SHORTEST_TEXT: Final = 8
"""Characters from which a text after /add is one to add."""
_SHORT_QUESTION: Final = 60
"""Characters up to which a question after /add is none."""


class UploadHandlers:
    """Has documents added to the collection of the chat they are sent in.

    Args:
        services: Rules, languages and the database.
        document_service: Keeps the documents.
        reception: Adds documents.
        captions: Answers the questions that come with documents.
        forwards: Knows the texts that are forwarded.
    """

    def __init__(
        self,
        services: Services,
        document_service: DocumentService,
        reception: Reception,
        captions: CaptionQuestions,
        forwards: ForwardHandlers,
    ) -> None:
        self._services = services
        self._document_service = document_service
        self._reception = reception
        self._captions = captions
        self._forwards = forwards
        self._albums = Albums()
        self._photo_albums = PhotoAlbums()
        self._message_locks = MessageLocks()
        self._in_progress: set[tuple[int, int]] = set()

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
            await self._reception.answer(added, update.update_id)
        elif message.chat.type == ChatType.PRIVATE or message.media_group_id is None:
            if is_given_to_bot(message):
                await self._add(message, Sent((message,)), update.update_id)
        else:
            is_call = is_meant_for_bot(message)
            waiting = self._albums.call(message) if is_call else []
            for each in (*waiting, message) if is_call or self._albums.follows(message) else ():
                await self._add(message, Sent((each,)), update.update_id)

    async def edited(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """An edited message with a file: another file replaces its document, else its caption is new."""
        message = update.edited_message
        if message is None or not await admitted(self._services, message):
            return
        if self._captions.renew(message):
            return
        added = None
        async with self._turn_of(message):
            before = await self._document_before(message) if message.document else None
            if before and is_given_to_bot(message):
                added = await self._reception.receive(message, Sent((message,)), before.collection)
                if added and added.document != before.id:
                    await self._document_service.discard(before.id, before.collection)
        if before:
            await self._reception.answer(added, update.update_id)
        else:
            await self._captions.edited(update, context)

    async def _document_before(self, message: Message) -> Entry | None:
        """The document of a message into which another file was put; None where it is the same file.

        None, too, where it is public and its sender is no bot owner any more.
        """
        noted = await self._services.state.scopes.of_message(message.chat.id, message.message_id)
        source = self._reception.source_of(Sent((message,)))
        if noted is None or not isinstance(source, TelegramFile):
            return None
        service, own = self._document_service, own_collection(message.chat.id)
        is_owner = self._services.rules.access.is_owner(sender_of(message))
        for collection in (own, PUBLIC) if is_owner else (own,):
            for entry in await service.entries(collection):
                if entry.id == noted.document:
                    handle = await service.look(lambda library: library.handle(noted.document))
                    is_same = entry.path == source.empty_file.document_path and handle in {"", source.handle}
                    return None if is_same else entry
        return None

    async def added(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/add: adds the page that it links to, what it replies to or comes with, or the text after it.

        Else sends how to add a document.
        """
        message = update.message
        if message is None or not await admitted(self._services, message):
            return
        for document_message in (message if link_in(message) else None, message.reply_to_message):
            if document_message is None:
                continue
            sent = self._sent_with(document_message)
            if self._reception.source_of(sent):
                await self._add(message, sent, update.update_id)
                return
        if await self._forwards.called(message, update.update_id):
            return
        if _is_material(text_to_add(message)):
            await self._add(message, Sent((message,)), update.update_id)
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
            progress = Progress(document_message, question, question.reply_markup)
            await self._add(document_message, sent, collection=collection, progress=progress)
        finally:
            self._in_progress.discard(place)

    def _may_choose(self, query: CallbackQuery, document_message: Message) -> bool:
        """Whether a press is by a bot owner, below a document of their own: callback data can be made up."""
        return (
            self._reception.source_of(Sent((document_message,))) is not None
            and document_message.chat.type == ChatType.PRIVATE
            and document_message.chat.id == query.from_user.id
            and self._services.rules.access.is_owner(query.from_user.id)
        )

    async def _add(
        self,
        message: Message,
        sent: Sent,
        update_id: int | None = None,
        *,
        collection: str | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Add what was sent, then answer what its caption asks; arguments as of `Reception.receive`."""
        async with self._turn_of(sent.message):
            added = await self._reception.receive(message, sent, collection, progress)
        await self._reception.answer(added, update_id)

    def _turn_of(self, message: Message) -> Lock:
        """The lock of a message; whoever waits for it, maybe for minutes, needs no place meanwhile."""
        lock = self._message_locks.of(message)
        if lock.locked():
            give_up_place()
        return lock

    def _sent_with(self, message: Message) -> Sent:
        """A message with what was sent together with it, as far as that is remembered."""
        return Sent(self._forwards.of(message) if message.text else self._photo_albums.of(message))

    async def _receive_called(self, messages: tuple[Message, ...]) -> Added | None:
        """Add what was sent, if one of its messages addresses the bot; in private each does."""
        call = next(filter(is_given_to_bot, messages), None)
        return None if call is None else await self._reception.receive(call, Sent(messages))


def _is_material(text: str) -> bool:
    """Whether a text after /add is to be added: no name, and no question how to do so (/add 怎么用？)."""
    return len(text) > _SHORT_QUESTION or (len(text) >= _SHORTEST_TEXT and not is_question(text))
