"""The buttons under an answer, and what a press of one means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.messages.translations import Translator
from bot.telegram.messages.truncation import clip

PRESSED: Final = re.compile(r"t:([0-9a-z]{1,13}):([a-z]):([0-9])$")
"""What these buttons say when they are pressed."""

_LABEL_UNITS: Final = 60
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


class ButtonAction(StrEnum):
    """What a button does."""

    ANSWER = "a"
    """Shows one of the answers."""
    CONTEXT = "c"
    """Shows it with the paragraphs around its passage."""
    USEFUL = "u"
    """Votes for it."""
    USELESS = "n"
    """Votes against it."""
    NEAREST = "p"
    """Where there is no answer: shows one of the passages that come nearest."""


@dataclass(frozen=True, slots=True)
class Press:
    """A button.

    Attributes:
        turn: Id of the turn it belongs to.
        verb: What it does.
        position: To which of the turn's answers, 0 to 9.
    """

    turn: int
    action: ButtonAction
    position: int

    @classmethod
    def of(cls, data: str) -> Self | None:
        """The button that says this, or None where none does; it may be made up."""
        found = PRESSED.fullmatch(data)
        if found is None or found[2] not in set(ButtonAction):
            return None
        return cls(int(found[1], 36), ButtonAction(found[2]), int(found[3]))

    def __str__(self) -> str:
        """What the button says when it is pressed: at most 19 bytes of the 64 that Telegram carries."""
        return f"t:{_base36(self.turn)}:{self.action}:{self.position}"


def answer_buttons(
    turn: int, position: int, pages: Sequence[int], translator: Translator, *, wide: bool = False
) -> InlineKeyboardMarkup:
    """The buttons under an answer.

    Args:
        turn: Id of its turn.
        position: Which of the answers it is, from 0.
        pages: Which of them may be shown in its place; where it is not among them itself, it can only be
            voted on.
        voice: Whose words to use.
        wide: Whether the paragraphs around its passage are shown.
    """
    votes = [
        _button(turn, ButtonAction.USEFUL, position, translator.plain("button-useful")),
        _button(turn, ButtonAction.USELESS, position, translator.plain("button-useless")),
    ]
    if position not in pages:
        return InlineKeyboardMarkup([votes])
    if wide:
        context = _button(turn, ButtonAction.ANSWER, position, translator.plain("button-less-context"))
    else:
        context = _button(turn, ButtonAction.CONTEXT, position, translator.plain("button-more-context"))
    turning = _turning(turn, position, pages, translator)
    return InlineKeyboardMarkup([row for row in (turning, [context, *votes]) if row])


def nearest_buttons(turn: int, names: Sequence[str], shown: int | None = None) -> InlineKeyboardMarkup | None:
    """A button for each passage that comes near where there is no answer, or None where none does.

    Args:
        turn: Id of the turn.
        names: What to call them.
        shown: Which of them is shown already, from 0.
    """
    buttons = [
        _button(
            turn, ButtonAction.NEAREST, number, ("▸ " if number == shown else "") + clip(name, _LABEL_UNITS)
        )
        for number, name in enumerate(names)
    ]
    return InlineKeyboardMarkup.from_column(buttons) if buttons else None


def _turning(
    turn: int, position: int, pages: Sequence[int], translator: Translator
) -> list[InlineKeyboardButton]:
    """The buttons that turn to the answer before and to the next."""
    page, count, turning = pages.index(position), len(pages), []
    if page > 0:
        turning.append(_button(turn, ButtonAction.ANSWER, pages[page - 1], f"‹ {page}/{count}"))
    if page + 1 < count:
        label = translator.plain("button-others", number=page + 2, count=count)
        turning.append(_button(turn, ButtonAction.ANSWER, pages[page + 1], label))
    return turning


def _button(turn: int, action: ButtonAction, position: int, label: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=str(Press(turn, action, position)))


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
