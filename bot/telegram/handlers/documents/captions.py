"""Questions in captions: answered once the file is read, from its document."""

import re
from collections import OrderedDict
from pathlib import PurePath
from typing import Final

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.services.documents import DocumentService
from bot.services.visibility import own_collection
from bot.telegram.handlers.asking.mentions import caption_without_call, is_given_to_bot, is_question
from bot.telegram.handlers.asking.questions import QuestionHandlers
from bot.telegram.handlers.documents.photo_albums import is_of_album
from bot.telegram.handlers.documents.sources.finding import source_of
from bot.telegram.handlers.documents.sources.source import Sent
from retrieval.followup import is_talk
from retrieval.ingestion.loaders import SUFFIXES
from retrieval.library import PUBLIC

_MOST_HELD: Final = 2_000
_ADDRESS_ALONE: Final = re.compile(r"https?://\S+", re.IGNORECASE)

_Place = tuple[int, int]


class CaptionQuestions:
    """Holds messages with files until these are read, then answers what their captions ask.

    Args:
        document_service: Knows the documents.
        questions: Answers questions.
    """

    def __init__(self, document_service: DocumentService, questions: QuestionHandlers) -> None:
        self._document_service = document_service
        self._questions = questions
        self._held: OrderedDict[_Place, Message] = OrderedDict()

    def hold(self, message: Message) -> None:
        """Have the caption of a message, as it is then, answered by `answer`; not where it calls nobody."""
        if is_given_to_bot(message):
            self._held.setdefault(_place(message), message)
            while len(self._held) > _MOST_HELD:
                self._held.popitem(last=False)

    def renew(self, message: Message) -> bool:
        """Hold a message as it is now, where it is held with the same file; returns whether it is."""
        held = self._held.get(_place(message))
        if held is None or _file_of(held) != _file_of(message):
            return False
        self._held[_place(message)] = message
        return True

    def asks(self, message: Message) -> bool:
        """Whether a message that is held asks something."""
        held = self._held.get(_place(message))
        return held is not None and bool(question_of_caption(held))

    def drop(self, message: Message) -> None:
        """Hold a message no longer: its file was not added."""
        self._held.pop(_place(message), None)

    async def answer(self, message: Message, document: int, update_id: int | None) -> None:
        """Answer what the caption of a message asks, if it was held and asks something.

        Args:
            message: The message, or an earlier version of it.
            document: The id of its document.
            update_id: The update that brought it.
        """
        held = self._held.pop(_place(message), None)
        if held is not None and (question := question_of_caption(held)):
            await self._questions.answer(held, question, update_id, document=document)

    async def edited(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """An edited caption: its question takes the place of the one before, whose answer is edited."""
        message = update.edited_message
        if message is None:
            return
        if _place(message) in self._held:
            self._held[_place(message)] = message
            return
        question = question_of_caption(message)
        document = await self._document_of(message) if question else None
        if await self._questions.answer_edit(message, question, update.update_id, document=document):
            return
        if question and is_given_to_bot(message):
            await self._questions.answer(message, question, update.update_id, document=document)

    async def _document_of(self, message: Message) -> int | None:
        """The id of the document that a message with a file has become, as far as its name tells."""
        if (source := source_of(Sent((message,)), self._document_service)) is None:
            return None
        path = source.empty_file.document_path
        for collection in (own_collection(message.chat.id), PUBLIC):
            for entry in await self._document_service.entries(collection):
                if entry.path == path:
                    return entry.id
        return None


def question_of_caption(message: Message) -> str:
    """What the caption of a file or photo asks; "" where it is a name, an address, thanks, or nothing.

    The caption of an album without the words of a question is the name of the document.
    """
    text = caption_without_call(message)
    if _ADDRESS_ALONE.fullmatch(text) or is_talk(text):
        return ""
    if is_question(text):
        return text
    return "" if is_of_album(message) or _is_name(text, message) else text


def _is_name(text: str, message: Message) -> bool:
    """Whether a text is the name of the file, or of a file."""
    name = PurePath((message.document and message.document.file_name) or "")
    said = text.casefold()
    return said in {name.name.casefold(), name.stem.casefold()} or PurePath(said).suffix in SUFFIXES


def _file_of(message: Message) -> str | None:
    """The id of the file of a message that is no photo."""
    return message.document.file_unique_id if message.document else None


def _place(message: Message) -> _Place:
    return message.chat.id, message.message_id
