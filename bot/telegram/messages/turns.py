"""The view of a turn: a message, and the buttons under it. No side effects."""

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.services.nearest import nearest
from bot.services.visibility import open_to_all
from bot.storage import Turn
from bot.telegram.messages.answers import ANSWERS, name, render, render_nearest
from bot.telegram.messages.buttons import answer_buttons, nearest_buttons
from bot.telegram.messages.html import Html
from bot.telegram.messages.translations import Translator
from retrieval.documents import Passage

View = tuple[Html, InlineKeyboardMarkup | None]


def view(turn: Turn, translator: Translator, position: int = 0, around: Sequence[Passage] = ()) -> View:
    """One of the answers of a turn, or that there is none.

    Args:
        turn: The turn.
        voice: Whose words to use.
        position: Which of the answers, from 0.
        around: Its passage and the neighbours of that in reading order, to show it in their midst.
    """
    card = render(
        turn.reply,
        translator,
        understood=turn.understood if turn.understood != turn.question else "",
        position=position,
        around=around,
        asked=turn.inline and turn.question_message is None,
    )
    if card.found:
        return card.html, answer_buttons(turn.id, position, pages(turn), translator, wide=bool(around))
    return card.html, nearest_buttons(turn.id, _names(turn))


def view_nearest(turn: Turn, translator: Translator, position: int) -> View:
    """One of the passages that come near where there is no answer: which of `nearest`, from 0."""
    passage = nearest(turn.reply)[position].passage
    return render_nearest(passage, translator), nearest_buttons(turn.id, _names(turn), shown=position)


def pages(turn: Turn) -> Sequence[int]:
    """The answers that can be paged through; one sent by way of the bot is seen by people who did not ask."""
    found = open_to_all(turn.reply) if turn.inline else range(len(turn.reply.answers))
    return found[:ANSWERS]


def _names(turn: Turn) -> list[str]:
    return [name(near.passage) for near in nearest(turn.reply)]
