"""How turns show: whatever documents hold, and for whomever they are."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.playground.protocol.entities import Formatted
from bot.playground.protocol.html import parse_html
from bot.services.visibility import own_collection
from bot.storage import Turn
from bot.telegram.messages.answers import MESSAGE_UNITS
from bot.telegram.messages.button_kinds import AnswerButton
from bot.telegram.messages.translations import Language, Translator
from bot.telegram.messages.truncation import clean, clip, units
from bot.telegram.messages.turns import pages, view, view_nearest
from retrieval.documents import Answer, Passage, Reply
from retrieval.search.ranking.nearest import nearest

VOICE = Translator(Language.SIMPLIFIED)


def answer(number: int, collection: str = "public") -> Answer:
    text = f"第{number}年拨款{number}亿元。"
    passage = Passage(text, f"通知{number}", "a.txt", collection=collection, paragraph=number, id=number + 1)
    start = text.index(f"{number}亿元")
    return Answer(f"{number}亿元", 0.9, passage, start, len(text) - 1)


def turn_with(*answers: Answer, found: bool = True, **fields: Any) -> Turn:
    inline = bool(fields.get("inline"))
    asked = {"chat": 7, "asker": 7, "question": "拨款多少", "understood": "拨款多少", "took_ms": 1.0}
    asked["question_message"] = None if inline else 2
    reply = Reply(str(asked["question"]), answers[0] if answers and found else None, answers)
    return Turn(**{**asked, "reply": reply, **fields})


def verbs(keyboard: InlineKeyboardMarkup | None) -> str:
    """What the buttons do, and to which answers: a1 c0 u0 n0."""
    rows = keyboard.inline_keyboard if keyboard else ()
    pressed = [button for row in rows for button in row if button.callback_data]
    return " ".join("".join(str(button.callback_data).split(":")[2:]) for button in pressed)


def test_an_answer_can_be_turned_widened_and_voted_on() -> None:
    turn = turn_with(*map(answer, range(7)))
    html, keyboard = view(turn, VOICE)
    assert parse_html(html).parts("bold") == ["0亿元", "0亿元"]
    assert verbs(keyboard) == "a1 c0 u0 n0"
    assert list(pages(turn)) == [0, 1, 2, 3, 4]
    _, last = view(turn, VOICE, 4)
    assert verbs(last) == "a3 c4 u4 n4"


def test_neighbours_come_with_a_button_that_puts_them_away() -> None:
    turn = turn_with(answer(0), answer(1))
    html, keyboard = view(turn, VOICE, 1, [answer(0).passage, answer(1).passage])
    assert parse_html(html).parts("blockquote") == ["第0年拨款0亿元。\n第1年拨款1亿元。"]
    assert verbs(keyboard) == "a0 a1 u1 n1"


def test_a_follow_up_says_what_was_understood_and_an_inline_answer_what_was_asked() -> None:
    understood = VOICE.plain("understood", question="首期拨款多少")
    followed = turn_with(answer(0), answer(1), understood="首期拨款多少")
    assert parse_html(view(followed, VOICE)[0]).text.startswith(understood)
    assert parse_html(view(followed, VOICE, 1)[0]).text.startswith(understood)
    assert understood in parse_html(view(turn_with(understood="首期拨款多少"), VOICE)[0]).text
    inline = turn_with(answer(0), inline=True)
    assert parse_html(view(inline, VOICE)[0]).text.startswith(VOICE.plain("asked", question="拨款多少"))
    # A guest's question stands above the answer already.
    guest = replace(inline, question_message=3)
    assert parse_html(view(guest, VOICE)[0]).text.startswith("0亿元")


def test_what_was_sent_into_a_chat_of_others_turns_to_public_answers_alone() -> None:
    own = own_collection(7)
    turn = turn_with(answer(0), answer(1, own), answer(2), inline=True)
    assert list(pages(turn)) == [0, 2]
    assert verbs(view(turn, VOICE)[1]) == "a2 c0 u0 n0"
    assert verbs(view(turn, VOICE, 1)[1]) == "u1 n1"
    assert list(pages(replace(turn, inline=False))) == [0, 1, 2]


def test_where_nothing_was_found_what_comes_near_can_be_looked_at() -> None:
    turn = turn_with(*map(answer, range(4)), found=False)
    html, keyboard = view(turn, VOICE)
    assert parse_html(html).parts("bold") == [VOICE.plain("not-found")]
    assert verbs(keyboard) == "p0 p1 p2"
    html, keyboard = view_nearest(turn, VOICE, 1)
    assert parse_html(html).parts("expandable_blockquote") == ["第1年拨款1亿元。"]
    assert keyboard
    assert [row[0].text[0] for row in keyboard.inline_keyboard] == ["1", "▸", "3", "‹"]
    assert view(turn_with(found=False), VOICE)[1] is None


def test_buttons_of_nearest_passages_are_told_apart() -> None:
    long = "星澜科技有限公司考勤与休假管理制度（2025年修订版）"
    of_chapters = [(f"{long} · 第{n}章 请假", "考勤制度.docx", f"第{n}章的内容。") for n in "一二"]
    of_rows = [
        ("价目表 · 会员卡", "价目表.xlsx", f"卡种：{card}　价格：{n}00")
        for n, card in ((1, "金卡"), (2, "银卡"))
    ]
    for rows, wanted in (
        (of_chapters, ["1. 《第一章 请假》 · 考勤制度.docx", "2. 《第二章 请假》 · 考勤制度.docx"]),
        (of_rows, ["1. 《会员卡》 · 卡种：金卡　价格：100", "2. 《会员卡》 · 卡种：银卡　价格：200"]),
    ):
        passages = [Passage(text, title, file, id=n + 1) for n, (title, file, text) in enumerate(rows)]
        near = turn_with(*(Answer(each.text[:2], 0.1, each, 0, 2) for each in passages), found=False)
        keyboard = view(near, VOICE)[1]
        assert keyboard
        assert [row[0].text.replace("\u3000", " ") for row in keyboard.inline_keyboard] == [
            label.replace("\u3000", " ") for label in wanted
        ]


PIECES = (
    "<b>粗</b>",
    "</blockquote>",
    "<a href='tg://user?id=1'>",
    "&lt;i&gt;",
    "&#60;",
    "**粗**_斜_`码`",
    "[链](https://example.org)",
    "||藏||",
    "👩\u200d👩\u200d👧",
    "🇨🇳",
    "\u202e\u200f\u2067مرحبا",
    "e\u0301",
    "\ud83d",
    "\udc00",
    "\0\x1b\r",
    "\u2028\x85",
    "《》",
    "汉字",
)
"""What documents may hold to the harm of a message."""

wild = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12).map("".join)
named = wild.filter(lambda text: bool(clean(text).strip()))
long = st.tuples(wild, st.sampled_from([1, 1, 200])).map(lambda drawn: drawn[0] * drawn[1])


ENDS = "\u202c\u2069"
"""What ends a direction of writing; what documents leave open is closed."""


@st.composite
def wild_answers(draw: st.DrawFn, number: int) -> Answer:
    before, span, after = draw(long), draw(st.tuples(named, st.sampled_from([1, 100]))), draw(long)
    text = span[0] * span[1]
    passage = Passage(
        before + text + after,
        draw(long),
        draw(named),
        collection="public",
        paragraph=number,
        page=draw(st.none() | st.integers(1, 10_000)),
        published=draw(st.none() | st.dates(date(1000, 1, 1))),
        id=number + 1,
    )
    also = tuple(replace(passage, title=f"{n}{passage.title}") for n in range(draw(st.sampled_from([0, 30]))))
    return Answer(text, 0.9, passage, len(before), len(before) + len(text), also)


@st.composite
def wild_turns(draw: st.DrawFn) -> Turn:
    answers = [draw(wild_answers(number)) for number in range(draw(st.integers(1, 3)))]
    question, understood = draw(long), draw(long)
    turn = turn_with(
        *answers,
        found=draw(st.booleans()),
        inline=draw(st.booleans()),
        question=question,
        understood=understood,
    )
    return replace(turn, reply=replace(turn.reply, question=question))


def checked(html: str, keyboard: InlineKeyboardMarkup | None) -> Formatted:
    """A message that Telegram takes, with its buttons, and in which only the bot's own markup is any."""
    html.encode()
    message = parse_html(html)
    assert 0 < units(message.text) <= MESSAGE_UNITS
    assert re.sub(r"</?b>|<blockquote(?: expandable)?>|</blockquote>", "", html).count("<") == 0
    for row in keyboard.inline_keyboard if keyboard else ():
        for button in row:
            assert button.text.strip()
            button.text.encode()
            assert units(button.text) <= 64
            if button.copy_text:
                assert 0 < units(button.copy_text.text) <= 256
                button.copy_text.text.encode()
            elif chosen := button.switch_inline_query_chosen_chat:
                assert chosen.query
                assert units(chosen.query) <= 256
                chosen.query.encode()
            else:
                assert AnswerButton.decode(str(button.callback_data))
    return message


@settings(max_examples=50)
@given(turn=wild_turns(), language=st.sampled_from(Language), wide=st.booleans())
def test_whatever_documents_hold_telegram_takes_it_and_none_of_it_is_markup(
    turn: Turn, language: Language, wide: bool
) -> None:
    translator = Translator(language)
    around = [each.passage for each in turn.reply.answers] if wide else []
    for position, found in enumerate(turn.reply.answers):
        message = checked(*view(turn, translator, position, around))
        kinds = sorted(entity.type for entity in message.entities)
        if not turn.found:
            assert kinds == ["bold"]
            continue
        quotation = "blockquote" if wide else "expandable_blockquote"
        assert kinds == sorted(["bold", "bold", quotation])
        headline, marked = message.parts("bold")
        assert headline.rstrip(ENDS).strip() == clip(clean(found.text), 600).rstrip(ENDS).strip()
        assert marked.strip().removesuffix("…") in clean(found.text)
        (quoted,) = message.parts(quotation)
        shown = "\n".join(each.text for each in around) if wide else found.passage.text
        if marked == clean(found.text):
            assert quoted.rstrip(ENDS).strip("…") in clean(shown)
    for position in range(0 if turn.found else len(nearest(turn.reply))):
        message = checked(*view_nearest(turn, translator, position))
        assert [entity.type for entity in message.entities] == ["bold", "expandable_blockquote"]


@pytest.mark.parametrize("piece", PIECES)
def test_a_passage_of_five_thousand_characters(piece: str) -> None:
    text = (piece * 5000)[:5000]
    passage = Passage(f"{text}答案{text}", text, f"{text}.txt", collection="public", id=1)
    found = Answer("答案", 0.9, passage, 5000, 5002)
    message = checked(*view(turn_with(found), VOICE))
    assert message.parts("bold") == ["答案", "答案"]
    assert units(message.text) > MESSAGE_UNITS - 300
    near = turn_with(found, found=False)
    checked(*view(near, VOICE))
    checked(*view_nearest(near, VOICE, 0))
