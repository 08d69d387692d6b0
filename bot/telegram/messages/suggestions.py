"""Questions as buttons."""

from collections.abc import Sequence
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.telegram.messages.button_kinds import SuggestionButton
from retrieval.storage.suggestions import Suggestion

_ROW_CHARACTERS: Final = 20
"""Characters of two questions that fit beside each other on a telephone."""


def suggestion_buttons(suggestions: Sequence[Suggestion]) -> InlineKeyboardMarkup | None:
    """A button for each question, one below the other; None for no questions."""
    return InlineKeyboardMarkup([[_button(each)] for each in suggestions]) if suggestions else None


def with_next(
    keyboard: InlineKeyboardMarkup | None, suggestions: Sequence[Suggestion]
) -> InlineKeyboardMarkup | None:
    """A keyboard with next questions below it: in one row where they fit, else in one each."""
    buttons = [_button(each) for each in suggestions]
    if sum(len(each.question) for each in suggestions) <= _ROW_CHARACTERS:
        return _with_rows(keyboard, [buttons] if buttons else [])
    return _with_rows(keyboard, [[button] for button in buttons])


def with_next_of(keyboard: InlineKeyboardMarkup | None, message: Message) -> InlineKeyboardMarkup | None:
    """A keyboard with the next questions that a message shows now."""
    shown = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return _with_rows(keyboard, [row for row in shown if any(map(_asks, row))])


def _asks(button: InlineKeyboardButton) -> bool:
    return SuggestionButton.decode(str(button.callback_data)) is not None


def _button(suggestion: Suggestion) -> InlineKeyboardButton:
    return SuggestionButton(suggestion.id).labelled(suggestion.question)


def _with_rows(
    keyboard: InlineKeyboardMarkup | None, rows: Sequence[Sequence[InlineKeyboardButton]]
) -> InlineKeyboardMarkup | None:
    if not rows:
        return keyboard
    return InlineKeyboardMarkup([*(keyboard.inline_keyboard if keyboard else ()), *rows])
