"""Questions as buttons below others."""

import datetime

from telegram import Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.telegram.messages.button_kinds import SuggestionButton
from bot.telegram.messages.suggestions import suggestion_buttons, with_next, with_next_of
from retrieval.storage.suggestions import Suggestion

VOTES = InlineKeyboardMarkup([[InlineKeyboardButton("👍", callback_data="t:1:u:0")]])


def suggestion(id_: int, question: str) -> Suggestion:
    return Suggestion(id_, question, "答", 1, 2, "public")


def rows(keyboard: InlineKeyboardMarkup | None) -> list[list[str]]:
    return [[button.text for button in row] for row in keyboard.inline_keyboard] if keyboard else []


def test_each_question_has_a_row() -> None:
    keyboard = suggestion_buttons([suggestion(5, "甲方是谁？"), suggestion(6, "押金是多少？")])
    assert rows(keyboard) == [["甲方是谁？"], ["押金是多少？"]]
    assert keyboard
    assert keyboard.inline_keyboard[0][0].callback_data == SuggestionButton(5).encode()
    assert suggestion_buttons([]) is None


def test_next_questions_stand_below_the_buttons_that_are_there() -> None:
    short = [suggestion(5, "甲方是谁？"), suggestion(6, "押金是多少？")]
    assert rows(with_next(VOTES, short)) == [["👍"], ["甲方是谁？", "押金是多少？"]]
    long = [suggestion(5, "管委会投资促进局局长是谁？"), suggestion(6, "全年技术合同成交额是多少？")]
    assert rows(with_next(VOTES, long)) == [["👍"], [long[0].question], [long[1].question]]
    assert with_next(VOTES, []) is VOTES
    assert with_next(None, []) is None
    assert rows(with_next(None, short)) == [["甲方是谁？", "押金是多少？"]]


def test_they_stay_where_a_message_shows_something_else() -> None:
    shown = with_next(VOTES, [suggestion(5, "甲方是谁？")])
    message = Message(1, datetime.datetime.now(datetime.UTC), Chat(7, "private"), reply_markup=shown)
    turned = InlineKeyboardMarkup([[InlineKeyboardButton("‹ 1/2", callback_data="t:1:a:0")]])
    assert rows(with_next_of(turned, message)) == [["‹ 1/2"], ["甲方是谁？"]]
    bare = Message(1, datetime.datetime.now(datetime.UTC), Chat(7, "private"))
    assert with_next_of(turned, bare) is turned
