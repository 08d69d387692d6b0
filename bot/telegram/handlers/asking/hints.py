"""What is said below that nothing was found: why that may be, and what helps."""

import re
from collections.abc import Sequence
from typing import Final

from telegram import Message

from bot.storage import Turn
from bot.telegram.handlers.asking.mentions import group_of, is_question
from bot.telegram.handlers.services import Services
from bot.telegram.messages.html import Html
from bot.telegram.messages.translations import Translator
from bot.telegram.origin import sender_of

_LONG: Final = 200
"""Characters from which a text may be one to keep."""
_SENTENCES: Final = 3
"""How many sentences or lines it has at least."""
_LAST: Final = 2
"""The sentences at its end of which one asks, where it tells something to ask about it."""
_LINK: Final = re.compile("https?://", re.IGNORECASE)


def hints(message: Message, turns: Sequence[Turn], services: Services, translator: Translator) -> list[Html]:
    """What to say below the answers of a message of which one was not found; nothing where all were.

    Args:
        message: The message that asked.
        turns: What it asked, with the answers.
        services: Documents and languages.
        translator: The language of whoever asked.
    """
    documents, found = services.document_service, all(turn.found for turn in turns)
    said: list[Html] = []
    if found or documents is None:
        return said
    if documents.is_reading(sender_of(message)):
        said.append(translator.say("not-found-reading"))
    if services.takes_documents and group_of(message.chat) is None and is_material(message.text or ""):
        said.append(translator.say("not-found-keep"))
    return said


def is_material(text: str) -> bool:
    """Whether a text tells much and asks nothing in the end: pasted to be kept, more likely than to ask.

    One with a link is none, of which /add would take the page.
    """
    sentences = [part for part in re.split(r"(?<=[。！!？?；;\n])", text.strip()) if part.strip()]
    is_long = len(text) >= _LONG and len(sentences) >= _SENTENCES
    return is_long and not any(map(is_question, sentences[-_LAST:])) and _LINK.search(text) is None
