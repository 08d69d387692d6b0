"""Nothing is lost and nothing said twice when Telegram refuses, fails, falls silent or is away."""

import asyncio
import time
from collections.abc import Sequence

import pytest

from bot.playground import Loopback
from bot.playground.protocol.faults import Delay, Silence
from bot.playground.protocol.refusals import server_error, too_many_requests
from bot.playground.simulation.chats import Message
from bot.telegram.application import Plan, build_application
from bot.telegram.messages.translations import Language, Translator
from bot.telegram.serving import serving
from tests.end_to_end.archive import Archive, found
from tests.end_to_end.book import book
from tests.end_to_end.conftest import Log, Serve

QUESTION = "问题"


def counts(telegram: Loopback, asked: Sequence[Message]) -> list[int]:
    """How many answers each question has."""
    return [len(telegram.replies(message)) for message in asked]


async def all_answered(telegram: Loopback, asked: Sequence[Message], seconds: float = 60) -> None:
    await telegram.notifier.until(lambda: all(counts(telegram, asked)), timeout=seconds)


async def test_a_chat_that_is_asked_to_wait_does_and_others_do_not(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive()):
        telegram.fail("sendMessage", too_many_requests(2))
        began = time.monotonic()
        first = telegram.say(telegram.user("小明"), QUESTION)
        await telegram.notifier.until(lambda: telegram.calls("sendMessage"), timeout=20)
        second = telegram.say(telegram.user("小红"), QUESTION)
        await telegram.answer_to(second)
        assert telegram.replies(first) == []
        await telegram.answer_to(first)
        assert time.monotonic() - began >= 2
    assert counts(telegram, [first, second]) == [1, 1]


async def test_many_questions_in_one_chat_within_telegrams_limits(telegram: Loopback, serve: Serve) -> None:
    telegram.limit()
    user = telegram.user("小明")
    async with serve(Archive()):
        asked = [telegram.say(user, f"{QUESTION}{n}") for n in range(5)]
        await all_answered(telegram, asked, 20)
    assert counts(telegram, asked) == [1] * 5


@pytest.mark.parametrize("code", [500, 502, 503])
async def test_an_answer_survives_a_trouble_at_telegram(telegram: Loopback, serve: Serve, code: int) -> None:
    reasons = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}
    async with serve(Archive()):
        telegram.fail("sendMessage", server_error(code, reasons[code]), times=2)
        asked = telegram.say(telegram.user("小明"), QUESTION)
        await telegram.answer_to(asked)
    assert [call.response["ok"] for call in telegram.calls("sendMessage")] == [False, False, True]
    assert counts(telegram, [asked]) == [1]


@pytest.mark.parametrize("done", [True, False], ids=["arrived", "lost"])
async def test_an_answer_that_may_have_arrived_is_not_given_again(
    telegram: Loopback, serve: Serve, logged: Log, done: bool
) -> None:
    user = telegram.user("小明")
    async with serve(Archive()):
        telegram.fail("sendMessage", Silence(done=done, seconds=0.2))
        asked = telegram.say(user, QUESTION)
        await telegram.notifier.until(lambda: telegram.calls("sendMessage"), timeout=20)
        await asyncio.sleep(1)
        await telegram.answer_to(telegram.say(user, "还在吗"))
    assert len(telegram.calls("sendMessage")) == 2
    assert counts(telegram, [asked]) == [int(done)]
    assert [entry["error"] for entry in logged if entry["event"] == "update_failed"] == ["NetworkError"]


async def test_an_answer_that_arrived_although_nobody_said_so_is_as_good_as_any(
    telegram: Loopback, serve: Serve
) -> None:
    book_answers, user = book(), telegram.user("小明")
    async with serve(book_answers):
        telegram.fail("sendMessage", Silence(done=True, seconds=0.2))
        asked = telegram.say(user, QUESTION)
        await all_answered(telegram, [asked])
        (answer,) = telegram.replies(asked)
        voted = await telegram.notice_for(telegram.tap(user, answer, "👍"))
        assert voted.text == Translator(Language.SIMPLIFIED).plain("voted")
        await telegram.answer_to(telegram.say(user, "首期呢？", reply_to=answer))
    assert book_answers.asked[1][2] == book_answers.answers[0].passage
    assert len(telegram.calls("sendMessage")) == 2


async def test_an_edited_question_is_answered_anew_where_nobody_knows_which_message_answered_it(
    telegram: Loopback, serve: Serve
) -> None:
    async with serve(Archive({"改了的问题": found("桥宽八米。", "八米")})):
        telegram.fail("sendMessage", Silence(done=True, seconds=0.2))
        asked = telegram.say(telegram.user("小明"), QUESTION)
        await all_answered(telegram, [asked])
        telegram.edit(asked, "改了的问题")
        await telegram.notifier.until(lambda: counts(telegram, [asked]) == [2], timeout=20)
        assert "八米" in telegram.replies(asked)[1].text
    assert len(telegram.calls("sendMessage")) == 2


@pytest.mark.parametrize("done", [True, False], ids=["arrived", "lost"])
async def test_a_change_is_made_again(telegram: Loopback, serve: Serve, done: bool) -> None:
    answers = {QUESTION: found("桥长三百米。", "三百米"), "改了的问题": found("桥宽八米。", "八米")}
    async with serve(Archive(answers)):
        asked = telegram.say(telegram.user("小明"), QUESTION)
        answer = await telegram.answer_to(asked)
        telegram.fail("editMessageText", Silence(done=done, seconds=0.1))
        telegram.edit(asked, "改了的问题")
        await telegram.change_of(answer)
        await telegram.notifier.until(lambda: len(telegram.calls("editMessageText")) == 2, timeout=20)
    assert counts(telegram, [asked]) == [1]


async def test_a_courtesy_that_fails_holds_up_no_answer(telegram: Loopback, serve: Serve) -> None:
    users = [telegram.user(name) for name in ("小明", "小红", "小刚")]
    faults = (too_many_requests(30), server_error(), Silence())
    async with serve(Archive(seconds=0.5)):
        for trouble in faults:
            telegram.fail("sendChatAction", trouble)
        asked = [telegram.say(user, QUESTION) for user in users]
        await all_answered(telegram, asked, 4)
    assert len(telegram.calls("sendChatAction")) >= len(faults) - 1


async def test_a_slow_telegram(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive()):
        for method in ("sendMessage", "getUpdates"):
            telegram.fail(method, Delay(1), times=2)
        asked = [telegram.say(telegram.user("小明"), QUESTION) for _ in range(3)]
        await all_answered(telegram, asked)
    assert counts(telegram, asked) == [1] * 3


async def gone_and_back(telegram: Loopback, serve: Serve, seconds: float) -> None:
    """Telegram goes away while answers are looked for, and comes back."""
    async with serve(Archive(seconds=0.5)):
        before = [telegram.say(telegram.user("小明"), QUESTION) for _ in range(4)]
        await telegram.confirmed()
        async with telegram.outage():
            during = [telegram.say(telegram.user("小红"), QUESTION) for _ in range(4)]
            await asyncio.sleep(seconds)
        await all_answered(telegram, before + during, 40)
    assert counts(telegram, before + during) == [1] * 8


@pytest.mark.slow
async def test_telegram_is_away_for_some_seconds(telegram: Loopback, serve: Serve) -> None:
    await gone_and_back(telegram, serve, 2)


@pytest.mark.slow
async def test_telegram_is_away_for_a_minute(telegram: Loopback, serve: Serve) -> None:
    await gone_and_back(telegram, serve, 60)


async def test_an_update_that_cannot_be_read_holds_up_no_other() -> None:
    async with Loopback() as telegram:  # one that is not held against the Bot API's description
        application = build_application(Plan(telegram.token, Archive(), base_url=telegram.base_url))
        async with serving(application):
            telegram.updates.add("message", {"message_id": "第一条", "date": [], "chat": 7})
            await telegram.answer_to(telegram.say(telegram.user("小明"), QUESTION))
            await telegram.notifier.until(lambda: not telegram.updates.pending, timeout=20)
