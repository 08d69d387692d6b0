"""Nothing typed, nothing found, nothing allowed: what is offered then."""

import threading

import pytest

from bot.playground import Loopback
from bot.playground.simulation.chats import User
from bot.services.access import Access, Rules
from tests.end_to_end.archive import ExplainingAnswerer
from tests.end_to_end.conftest import Serve
from tests.end_to_end.inline.answerer import (
    CONTEXT,
    COPY,
    HOW_TO_ASK,
    NOT_FOUND,
    QUESTION,
    USEFUL,
    USELESS,
    VOICE,
    KnownAnswers,
    answer,
    chosen,
    labels,
    many,
    offered,
    reply,
    titles,
)


@pytest.fixture(autouse=True)
def patience() -> None:
    """People wait as long as they do."""


async def test_an_empty_query_offers_the_last_questions(telegram: Loopback, serve: Serve, user: User) -> None:
    questions = ["甲几何", "乙几何", "没有的", "丙几何"]
    known_answers = KnownAnswers(
        {question: reply(answer(question[0])) for question in questions if "没" not in question}
    )
    async with serve(known_answers):
        assert titles(await offered(telegram, user, "")) == [HOW_TO_ASK]
        for question in questions:
            await telegram.answer_to(telegram.say(user, question))
        telegram.inline_cache.clear()  # some seconds later
        inline_answer = await offered(telegram, user, " ")
        assert titles(inline_answer) == [HOW_TO_ASK, "丙几何", "乙几何"]
        assert [result.description for result in inline_answer.results[1:]] == ["丙", "乙"]
        assert inline_answer.button["start_parameter"]
        message = await chosen(telegram, user, 1, typed="")
        assert message.text.startswith("问：丙几何\n\n丙")
        assert labels(message) == [CONTEXT, USEFUL, USELESS, COPY]
        # They are nobody else's.
        assert titles(await offered(telegram, telegram.user("小红"), "")) == [HOW_TO_ASK]


async def test_an_empty_query_does_not_wait_for_a_busy_engine(
    telegram: Loopback, serve: Serve, user: User
) -> None:
    done = threading.Event()
    done.set()
    known_answers = KnownAnswers({"甲": reply(answer("甲")), "乙": reply(answer("乙"))}, gates={"甲": done})
    async with serve(known_answers):
        for question in ("甲", "乙"):
            await telegram.answer_to(telegram.say(user, question))
        done.clear()
        assert titles(await offered(telegram, user, "")) == [HOW_TO_ASK, "乙"]
        done.set()
        telegram.inline_cache.clear()  # some seconds later
        assert titles(await offered(telegram, user, "")) == [HOW_TO_ASK, "乙", "甲"]


async def test_nothing_found_leads_to_the_private_chat_with_the_question(
    telegram: Loopback, serve: Serve, user: User
) -> None:
    async with serve(ExplainingAnswerer(KnownAnswers({}))):
        inline_answer = await offered(telegram, user, "火星邮局")
        assert titles(inline_answer) == [NOT_FOUND]
        assert inline_answer.button["text"] == VOICE.plain("inline-missing-button")
        asked = telegram.say(user, f"/start {inline_answer.button['start_parameter']}")
        (shown, *_) = await telegram.notifier.until(lambda: telegram.said(asked.chat), timeout=60)
        assert shown.text == VOICE.plain("asked", question="火星邮局")
        assert NOT_FOUND in (await telegram.answer_to(shown)).text


async def test_who_may_not_ask_is_told_so(telegram: Loopback, serve: Serve, user: User) -> None:
    known_answers, guest = KnownAnswers({QUESTION: many(1)}), telegram.user("路人")
    async with serve(known_answers, rules=Rules(Access(users={user.id}))):
        for typed in ("", QUESTION):
            inline_answer = await offered(telegram, guest, typed)
            assert inline_answer.results == ()
            assert inline_answer.is_personal
            assert inline_answer.button["text"] == VOICE.plain("inline-not-admitted")
            told = await telegram.answer_to(
                telegram.say(guest, f"/start {inline_answer.button['start_parameter']}")
            )
            assert str(guest.id) in told.text
        assert known_answers.asked == []
        assert titles(await offered(telegram, user)) == ["0亿元"]
