"""The buttons under answers."""

import pytest
from telegram import InlineKeyboardMarkup

from bot.telegram.messages.buttons import answer_buttons, nearest_buttons
from bot.telegram.messages.translations import Language, Translator
from bot.telegram.messages.truncation import units
from retrieval.documents import Passage

VOICE = Translator(Language.SIMPLIFIED)
MORE, LESS = VOICE.plain("button-more-context"), VOICE.plain("button-less-context")
VOTES = [(VOICE.plain("button-useful"), "u"), (VOICE.plain("button-useless"), "n")]
LAST_ID = (1 << 63) - 1


def shown(keyboard: InlineKeyboardMarkup) -> list[list[tuple[str, str]]]:
    """Label, and action with position, of each button."""
    return [
        [(button.text, str(button.callback_data).removeprefix("t:7:")) for button in row]
        for row in keyboard.inline_keyboard
    ]


def others(number: int, count: int) -> str:
    return VOICE.plain("button-others", number=number, count=count)


def test_the_only_answer_has_nowhere_to_turn() -> None:
    assert shown(answer_buttons(7, 0, range(1), VOICE)) == [
        [(MORE, "c:0"), *((label, f"{action}:0") for label, action in VOTES)]
    ]


@pytest.mark.parametrize(
    ("position", "turning"),
    [
        (0, [(others(2, 3), "a:1")]),
        (1, [("‹ 1/3", "a:0"), (others(3, 3), "a:2")]),
        (2, [("‹ 2/3", "a:1")]),
    ],
)
def test_answers_are_turned_like_pages(position: int, turning: list[tuple[str, str]]) -> None:
    rows = shown(answer_buttons(7, position, range(3), VOICE))
    assert rows[0] == turning
    assert rows[1] == [(MORE, f"c:{position}"), *((label, f"{action}:{position}") for label, action in VOTES)]


@pytest.mark.parametrize(
    ("source", "path", "actions"),
    [
        ("合同.pdf", "upload:合同.pdf", "gf"),
        ("通知.jpg", "upload:通知.jpg", "f"),
        ("通知.jpg", "/文件/通知.jpg", "g"),
        ("通知.txt", "upload:通知.txt", "f"),
    ],
)
def test_a_picture_that_was_sent_has_one_button_for_page_and_file(
    source: str, path: str, actions: str
) -> None:
    rows = shown(answer_buttons(7, 0, range(1), VOICE, passage=Passage("x", source=source, path=path)))
    assert [data for row in rows[1:] for _, data in row] == [f"{action}:0" for action in actions]


def test_turning_leaps_over_answers_that_are_not_for_everyone() -> None:
    rows = shown(answer_buttons(7, 3, (0, 3, 4), VOICE))
    assert rows[0] == [("‹ 1/3", "a:0"), (others(3, 3), "a:4")]


def test_an_answer_that_is_not_for_everyone_can_only_be_voted_on() -> None:
    assert shown(answer_buttons(7, 1, (0, 2), VOICE)) == [[(label, f"{action}:1") for label, action in VOTES]]


def test_context_that_is_shown_can_be_put_away() -> None:
    (tools,) = shown(answer_buttons(7, 0, range(1), VOICE, wide=True))
    assert tools[0] == (LESS, "a:0")


@pytest.mark.parametrize("language", Language)
def test_every_label_is_in_the_language_of_whoever_asked(language: Language) -> None:
    translator = Translator(language)
    rows = shown(answer_buttons(7, 0, range(2), translator))
    phrases = ("button-more-context", "button-useful", "button-useless")
    assert [label for label, _ in rows[0]] == [translator.plain("button-others", number=2, count=2)]
    assert [label for label, _ in rows[1]] == [translator.plain(phrase) for phrase in phrases]


def test_what_comes_near_has_a_button_each_and_the_one_shown_a_mark() -> None:
    keyboard = nearest_buttons(7, ["甲", "甲", "丙"], VOICE, shown=1)
    assert keyboard
    back = (VOICE.plain("button-list"), "a:0")
    assert shown(keyboard) == [[("1. 甲", "p:0")], [("▸ 2. 甲", "p:1")], [("3. 丙", "p:2")], [back]]


def test_long_names_are_cut_and_no_names_give_no_buttons() -> None:
    keyboard = nearest_buttons(LAST_ID, ["😀" * 300], VOICE, shown=0)
    assert keyboard
    (button,), _ = keyboard.inline_keyboard
    assert button.text.startswith("▸ 1. 😀")
    assert button.text.endswith("…")
    assert units(button.text) <= 62
    assert nearest_buttons(7, [], VOICE) is None
