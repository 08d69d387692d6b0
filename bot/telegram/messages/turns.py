"""A turn as a message with buttons. Pure: a `Turn` goes in, HTML and buttons come out."""

from collections.abc import Sequence
from typing import Final

from telegram import InlineKeyboardMarkup

from bot.services.visibility import is_public, open_to_all
from bot.storage import Turn
from bot.telegram.messages.answers import (
    ANSWERS,
    MESSAGE_UNITS,
    in_english,
    render,
    render_nearest,
    render_one_of_several,
)
from bot.telegram.messages.buttons import answer_buttons, nearest_buttons, several_buttons
from bot.telegram.messages.citation import origin, unlinked
from bot.telegram.messages.html import Html, escaped, joined
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.truncation import clip, one_line
from retrieval.documents import TITLE_SEPARATOR, Answer, Passage
from retrieval.search.ranking.nearest import nearest

MOST_QUESTIONS: Final = 3
"""The most questions of one message that are answered."""

_GAP_UNITS: Final = 30
_SECTION: Final = 30
"""The longest section of a title on a button, in UTF-16 code units."""

View = tuple[Html, InlineKeyboardMarkup | None]


def view(
    turn: Turn,
    translator: Translator,
    position: int = 0,
    around: Sequence[Passage] = (),
    *,
    asked: bool = False,
) -> View:
    """The message for one of the answers of a turn, or that there is none.

    Args:
        turn: The turn.
        translator: The language of the message.
        position: Which of the answers, from 0.
        around: Its passage and the neighbours in reading order, to show the passage among them.
        asked: Whether to begin with the question also where a message asked it.
    """
    translator = in_english(turn.reply, translator)
    message = render(
        turn.reply,
        translator,
        understood=turn.understood if turn.understood != turn.question else "",
        position=position,
        around=around,
        asked=asked or turn.question_message is None,
    )
    if message.found:
        # An inline message stands in a chat of others, to which the bot can send nothing.
        answer = turn.reply.answers[position]
        buttons = answer_buttons(
            turn.id,
            position,
            pages(turn),
            translator,
            wide=bool(around),
            passage=None if turn.inline else answer.passage,
            kept=_is_kept(turn),
            words=answer.text,
            question=_question_elsewhere(turn, answer),
        )
        return message.html, buttons
    return message.html, nearest_buttons(turn.id, _names(turn), translator, kept=_is_kept(turn))


def view_several(turns: Sequence[Turn], translator: Translator, *, are_all: bool) -> View:
    """The message that answers several questions: each with its answer, and a button that shows it alone.

    Args:
        turns: The questions, in the order in which they were asked.
        translator: The language of the message.
        are_all: Whether these are all that were asked.
    """
    limit = MESSAGE_UNITS // len(turns) - _GAP_UNITS
    parts = [
        render_one_of_several(
            turn.reply,
            in_english(turn.reply, translator),
            turn.understood if turn.understood != turn.question else "",
            limit,
        )
        for turn in turns
    ]
    if not are_all:
        parts.append(escaped(translator.plain("several-more", count=len(turns))))
    return joined(parts, "\n\n"), several_buttons([(turn.id, turn.question) for turn in turns])


def view_nearest(turn: Turn, translator: Translator, position: int) -> View:
    """The message for one of the nearest passages where there is no answer, by its position from 0."""
    translator = in_english(turn.reply, translator)
    passage = nearest(turn.reply)[position].passage
    buttons = nearest_buttons(turn.id, _names(turn), translator, position, kept=_is_kept(turn))
    return render_nearest(passage, translator), buttons


def pages(turn: Turn) -> Sequence[int]:
    """The answers that the buttons may show; of an inline turn, which others see, only the public ones."""
    found = open_to_all(turn.reply) if turn.inline else range(len(turn.reply.answers))
    return found[:ANSWERS]


def _is_kept(turn: Turn) -> bool:
    """Whether to offer a search of all documents, which can be done only in the bot's own chats."""
    return bool(turn.reply.within) and not turn.inline


def _question_elsewhere(turn: Turn, answer: Answer) -> str:
    """The question to which others get an answer in their chats, "" where they may not see it.

    An inline query searches the public documents and those of whoever types it, all of them, and in a chat of
    others only what is public may be sent on without a thought.
    """
    if turn.inline or turn.reply.within or not is_public(answer.passage):
        return ""
    return turn.understood


def _names(turn: Turn) -> list[str]:
    """What buttons call the nearest passages: by the last section of the title, which tells them apart first.

    Where that and the file are the same, by their nearest lines.
    """
    found = nearest(turn.reply)
    sections = [clip(one_line(near.passage.title.rpartition(TITLE_SEPARATOR)[2]), _SECTION) for near in found]
    names = [
        origin(section, unlinked(one_line(near.passage.source)))
        for section, near in zip(sections, found, strict=True)
    ]
    return [
        named if names.count(named) == 1 else origin(section, one_line(near.line))
        for named, section, near in zip(names, sections, found, strict=True)
    ]
