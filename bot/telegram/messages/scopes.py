"""Messages of /in: to which document a chat is kept, and which there are to choose from."""

from collections.abc import Sequence
from typing import Final

from telegram import InlineKeyboardMarkup

from bot.telegram.messages.button_kinds import ScopeButton
from bot.telegram.messages.citation import origin, titles
from bot.telegram.messages.html import Html
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.truncation import clip, one_line
from retrieval.documents import DocumentName

CHOICES: Final = 8
"""The most documents to choose from."""

_LABEL_UNITS: Final = 60


def render_kept(name: DocumentName, translator: Translator) -> Html:
    """That questions are now asked of one document."""
    return translator.say("scope-kept", names=titles([name]))


def render_choice(
    name: str, found: Sequence[DocumentName], translator: Translator
) -> tuple[Html, InlineKeyboardMarkup]:
    """The documents of a name, to choose from."""
    return translator.say("scope-several", name=name, count=len(found)), _buttons(found)


def render_unknown(
    name: str, nearest: Sequence[DocumentName], translator: Translator
) -> tuple[Html, InlineKeyboardMarkup | None]:
    """That no document is called so, and those whose names are nearest."""
    if not nearest:
        return translator.say("scope-unknown", name=name), None
    return translator.say("scope-nearest", name=name), _buttons(nearest)


def _buttons(documents: Sequence[DocumentName]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup.from_column(
        [ScopeButton(each.id).labelled(_label(each)) for each in documents[:CHOICES]]
    )


def _label(name: DocumentName) -> str:
    """File and title, the title left out where the name of the file begins with it."""
    title = "" if name.source.startswith(name.title) else one_line(name.title)
    return clip(origin(title, one_line(name.source)), _LABEL_UNITS)
