"""The buttons under an answer."""

from collections.abc import Sequence
from typing import Final

from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    SwitchInlineQueryChosenChat,
)

from bot.telegram.messages.button_kinds import AnswerAction, AnswerButton
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.truncation import clean, clip, one_line, units
from retrieval.documents import Passage
from retrieval.originals import can_mark, can_show, was_sent

COPIED_UNITS: Final = 256
"""The longest text that a button copies."""

QUERY_UNITS: Final = 256
"""The longest inline query."""

_LABEL_UNITS: Final = 60
_VOTES: Final = (AnswerAction.USEFUL, AnswerAction.USELESS)
_VOTED: Final = "✓ "


def answer_buttons(
    turn: int,
    position: int,
    pages: Sequence[int],
    translator: Translator,
    *,
    wide: bool = False,
    passage: Passage | None = None,
    kept: bool = False,
    words: str = "",
    question: str = "",
) -> InlineKeyboardMarkup:
    """The buttons under an answer, in rows that fit a telephone.

    Args:
        turn: Id of its turn.
        position: Which of the turn's answers is shown, from 0.
        pages: Which of them its buttons may show; an answer that is not among them gets vote buttons only.
        translator: The language of the labels.
        wide: Whether the paragraphs around its passage are shown, too.
        passage: Its passage, to offer the original; None to offer none.
        kept: Whether only some documents were searched, to offer to search all.
        words: Its words, to copy them; "" to leave that out.
        question: What to ask in another chat to get it there; "" to leave that out.
    """
    votes = [
        _button(turn, AnswerAction.USEFUL, position, translator.plain("button-useful")),
        _button(turn, AnswerAction.USELESS, position, translator.plain("button-useless")),
    ]
    passing_on = _passing_on(words, question, translator)
    if position not in pages:
        return InlineKeyboardMarkup([[*votes, *passing_on]])
    if wide:
        context = _button(turn, AnswerAction.ANSWER, position, translator.plain("button-less-context"))
    else:
        context = _button(turn, AnswerAction.CONTEXT, position, translator.plain("button-more-context"))
    paging = _paging(turn, position, pages, translator)
    originals = _originals(turn, position, passage, translator) if passage else []
    wider = [_wider(turn, translator)] if kept else []
    rows = (paging, [context, *votes], [*passing_on, *originals], wider)
    return InlineKeyboardMarkup([row for row in rows if row])


def several_buttons(asked: Sequence[tuple[int, str]]) -> InlineKeyboardMarkup:
    """A button for each of several questions in one message, by the id of its turn."""
    return InlineKeyboardMarkup.from_column(
        [
            _button(turn, AnswerAction.ALONE, 0, clip(f"▸ {one_line(question)}", _LABEL_UNITS))
            for turn, question in asked
        ]
    )


def with_vote(keyboard: InlineKeyboardMarkup, vote: AnswerButton | None) -> InlineKeyboardMarkup:
    """A keyboard on which the vote button that somebody chose has a mark, and no other; None for no vote."""
    return InlineKeyboardMarkup(
        [[_marked(button, vote) for button in row] for row in keyboard.inline_keyboard]
    )


def _marked(shown: InlineKeyboardButton, vote: AnswerButton | None) -> InlineKeyboardButton:
    button = AnswerButton.decode(str(shown.callback_data))
    if button is None or button.action not in _VOTES:
        return shown
    label = shown.text.removeprefix(_VOTED)
    return button.labelled(f"{_VOTED}{label}" if button == vote else label)


def nearest_buttons(
    turn: int, names: Sequence[str], translator: Translator, shown: int | None = None, *, kept: bool = False
) -> InlineKeyboardMarkup | None:
    """A button for each of the nearest passages, where there is no answer; None for no buttons.

    Args:
        turn: Id of the turn.
        names: What they are called, one a passage; a number goes before, as some may be called the same.
        translator: The language of what else is offered.
        shown: Which passage the message shows now, from 0.
        kept: Whether only some documents were searched, to offer to search all.
    """
    buttons = [
        _button(
            turn,
            AnswerAction.NEAREST,
            place,
            ("▸ " if place == shown else "") + clip(f"{place + 1}. {name}", _LABEL_UNITS),
        )
        for place, name in enumerate(names)
    ]
    if shown is not None:
        buttons.append(_button(turn, AnswerAction.ANSWER, 0, translator.plain("button-list")))
    buttons += [_wider(turn, translator)] if kept else []
    return InlineKeyboardMarkup.from_column(buttons) if buttons else None


def _wider(turn: int, translator: Translator) -> InlineKeyboardButton:
    """The button that searches all documents."""
    return _button(turn, AnswerAction.EVERYWHERE, 0, translator.plain("button-everywhere"))


def _paging(
    turn: int, position: int, pages: Sequence[int], translator: Translator
) -> list[InlineKeyboardButton]:
    """The buttons for the answer before and the next one."""
    page, count, buttons = pages.index(position), len(pages), []
    if page > 0:
        buttons.append(_button(turn, AnswerAction.ANSWER, pages[page - 1], f"‹ {page}/{count}"))
    if page + 1 < count:
        label = translator.plain("button-others", number=page + 2, count=count)
        buttons.append(_button(turn, AnswerAction.ANSWER, pages[page + 1], label))
    return buttons


def _passing_on(words: str, question: str, translator: Translator) -> list[InlineKeyboardButton]:
    """The buttons that copy an answer and that ask for it in another chat, where Telegram takes them."""
    buttons = []
    copied, query = clean(words), one_line(question)
    if copied.strip() and units(copied) <= COPIED_UNITS:
        label = translator.plain("button-copy")
        buttons.append(InlineKeyboardButton(label, copy_text=CopyTextButton(copied)))
    if query and units(query) <= QUERY_UNITS:
        chats = SwitchInlineQueryChosenChat(
            query, allow_user_chats=True, allow_group_chats=True, allow_channel_chats=True
        )
        label = translator.plain("button-forward")
        buttons.append(InlineKeyboardButton(label, switch_inline_query_chosen_chat=chats))
    return buttons


def _originals(
    turn: int, position: int, passage: Passage, translator: Translator
) -> list[InlineKeyboardButton]:
    """The buttons for the page and the file of a passage; of a picture that was sent both are the same."""
    buttons = []
    if can_show(passage) and (can_mark(passage) or not was_sent(passage)):
        buttons.append(_button(turn, AnswerAction.PAGE, position, translator.plain("button-page")))
    if was_sent(passage):
        buttons.append(_button(turn, AnswerAction.FILE, position, translator.plain("button-file")))
    return buttons


def _button(turn: int, action: AnswerAction, position: int, label: str) -> InlineKeyboardButton:
    return AnswerButton(turn, action, position).labelled(label)
