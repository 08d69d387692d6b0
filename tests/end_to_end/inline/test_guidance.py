"""Nothing typed, nothing found, nothing allowed: what is offered then."""

import threading

import pytest

from bot.access import Access, Rules
from bot.playground import Loopback
from bot.playground.chats import User
from tests.end_to_end.archive import Witness
from tests.end_to_end.conftest import Serve
from tests.end_to_end.inline.shelf import (
    CONTEXT,
    HOW_TO_ASK,
    NOT_FOUND,
    QUESTION,
    USEFUL,
    USELESS,
    VOICE,
    Shelf,
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
    shelf = Shelf({question: reply(answer(question[0])) for question in questions if "没" not in question})
    async with serve(shelf):
        assert titles(await offered(telegram, user, "")) == [HOW_TO_ASK]
        for question in questions:
            await telegram.answer_to(telegram.say(user, question))
        offers = await offered(telegram, user, " ")
        assert titles(offers) == [HOW_TO_ASK, "丙几何", "乙几何"]
        assert [result.description for result in offers.results[1:]] == ["丙", "乙"]
        assert offers.button["start_parameter"]
        message = await chosen(telegram, user, 1, typed="")
        assert message.text.startswith("问：丙几何\n\n丙")
        assert labels(message) == [CONTEXT, USEFUL, USELESS]
        # They are nobody else's.
        assert titles(await offered(telegram, telegram.user("小红"), "")) == [HOW_TO_ASK]


async def test_an_empty_query_does_not_wait_for_a_busy_engine(
    telegram: Loopback, serve: Serve, user: User
) -> None:
    done = threading.Event()
    done.set()
    shelf = Shelf({"甲": reply(answer("甲")), "乙": reply(answer("乙"))}, gates={"甲": done})
    async with serve(shelf):
        for question in ("甲", "乙"):
            await telegram.answer_to(telegram.say(user, question))
        done.clear()
        assert titles(await offered(telegram, user, "")) == [HOW_TO_ASK, "乙"]
        done.set()
        assert titles(await offered(telegram, user, "")) == [HOW_TO_ASK, "乙", "甲"]


async def test_nothing_found_leads_to_the_private_chat_with_the_question(
    telegram: Loopback, serve: Serve, user: User
) -> None:
    async with serve(Witness(Shelf({}))):
        offers = await offered(telegram, user, "火星邮局")
        assert titles(offers) == [NOT_FOUND]
        assert offers.button["text"] == VOICE.plain("inline-missing-button")
        asked = telegram.say(user, f"/start {offers.button['start_parameter']}")
        assert NOT_FOUND in (await telegram.answer_to(asked)).text


async def test_who_may_not_ask_is_told_so(telegram: Loopback, serve: Serve, user: User) -> None:
    shelf, guest = Shelf({QUESTION: many(1)}), telegram.user("路人")
    async with serve(shelf, rules=Rules(Access(users={user.id}))):
        for typed in ("", QUESTION):
            offers = await offered(telegram, guest, typed)
            assert offers.results == ()
            assert offers.is_personal
            assert offers.button["text"] == VOICE.plain("inline-not-admitted")
            told = await telegram.answer_to(telegram.say(guest, f"/start {offers.button['start_parameter']}"))
            assert str(guest.id) in told.text
        assert shelf.asked == []
        assert titles(await offered(telegram, user)) == ["0亿元"]
