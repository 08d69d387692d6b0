"""Queries while someone types: none too many, each in time."""

import asyncio
import threading
import time

import pytest

from bot.playground import Loopback
from bot.playground.protocol.refusals import too_many_requests
from bot.playground.simulation.chats import User
from bot.telegram.handlers.asking.inline import ANSWERS_A_SECOND
from bot.telegram.handlers.deep_links import parameter_for
from tests.end_to_end.conftest import Log, Serve
from tests.end_to_end.inline.answerer import (
    QUESTION,
    KnownAnswers,
    many,
    offered,
    titles,
)


@pytest.fixture(autouse=True)
def patience() -> None:
    """People wait as long as they do."""


async def test_equal_questions_are_answered_once(telegram: Loopback, serve: Serve, user: User) -> None:
    known_answers = KnownAnswers({QUESTION: many(1)})
    async with serve(known_answers):
        typed = [QUESTION, f" {QUESTION}", f"{QUESTION}？", "撥款多少", f"{QUESTION}。"]
        inline_answer = [await offered(telegram, user, text) for text in typed]
        assert {titles(offer)[0] for offer in inline_answer} == {"0亿元"}
        assert {offer.results[0].id for offer in inline_answer} == {inline_answer[0].results[0].id}
        assert known_answers.asked == [QUESTION]
        # Someone else may see other documents, and is asked for anew.
        await offered(telegram, telegram.user("小红"))
    assert known_answers.asked == [QUESTION, QUESTION]
    assert all(offer.is_personal and offer.cache_seconds <= 10 for offer in inline_answer)


async def test_of_one_typist_one_question_is_answered_at_a_time(
    telegram: Loopback, serve: Serve, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.handlers.asking.inline.RESPONSE_TIMEOUT_S", 8.0)
    done = threading.Event()
    known_answers = KnownAnswers({QUESTION: many(1)}, gates={QUESTION[:1]: done})
    async with serve(known_answers, threads=4):
        queries = []
        for length in range(1, len(QUESTION) + 1):
            queries.append(telegram.inline(user, QUESTION[:length]))
            await asyncio.to_thread(known_answers.begun.wait, 30)
        await telegram.confirmed()
        await asyncio.sleep(0.5)
        done.set()
        assert titles(await telegram.offers_for(queries[-1])) == ["0亿元"]
    assert known_answers.most_at_once == 1
    assert known_answers.asked == [QUESTION[:1], QUESTION]
    assert [query.answer for query in queries[:-1]] == [None] * 3


async def test_an_engine_that_takes_long_is_not_waited_for(
    telegram: Loopback, serve: Serve, user: User
) -> None:
    done = threading.Event()
    known_answers = KnownAnswers({QUESTION: many(2)}, gates={QUESTION: done})
    async with serve(known_answers):
        began = time.monotonic()
        early = await offered(telegram, user)
        assert time.monotonic() - began > 0.5
        assert early.results == ()
        assert early.cache_seconds == 0
        assert early.button["start_parameter"] == parameter_for(QUESTION)
        # What came too late for the first is there for the next.
        done.set()
        assert titles(await offered(telegram, user, f"{QUESTION}？")) == ["0亿元", "1亿元"]
    assert known_answers.asked == [QUESTION]


async def test_everyone_who_types_is_answered_within_a_second_while_the_engine_is_busy(
    telegram: Loopback, serve: Serve
) -> None:
    known_answers = KnownAnswers({}, seconds=0.4)
    async with serve(known_answers, threads=2):
        began = time.monotonic()
        queries = [telegram.inline(telegram.user(f"人{n}"), f"{QUESTION}{n}") for n in range(20)]
        inline_answer = [await telegram.offers_for(query) for query in queries]
        assert time.monotonic() - began < 3.8  # the engine takes four seconds for all of them
    late = [offer for offer in inline_answer if not offer.results]
    assert 0 < len(late) < len(inline_answer)
    assert {offer.cache_seconds for offer in late} == {0}


async def test_an_engine_that_fails_leaves_the_way_to_the_private_chat(
    telegram: Loopback, serve: Serve, user: User, logged: Log
) -> None:
    async with serve(KnownAnswers({QUESTION: RuntimeError("x")})):
        inline_answer = await offered(telegram, user)
        assert (inline_answer.results, inline_answer.cache_seconds) == ((), 0)
        assert inline_answer.button["start_parameter"] == parameter_for(QUESTION)
    assert [event["event"] for event in logged if event["log_level"] == "error"] == ["update_failed"]


async def test_no_more_answers_a_second_than_telegram_takes(
    telegram: Loopback, serve: Serve, logged: Log
) -> None:
    people, sent = [telegram.user(f"人{n}") for n in range(3 * ANSWERS_A_SECOND)], []
    async with serve(KnownAnswers({}), threads=4):
        for user in people:
            telegram.inline(user, "")
        for _ in range(150):
            sent.append((time.monotonic(), len(telegram.calls("answerInlineQuery"))))
            await asyncio.sleep(0.01)
        # Those who type on are answered; nothing has queued up before them.
        began = time.monotonic()
        await offered(telegram, people[-1], "")
        assert time.monotonic() - began < 2  # all those before would take three seconds
    # A little less than a second, for they do not take equally long to arrive.
    within = [later - earlier for then, earlier in sent for now, later in sent if 0 <= now - then <= 0.9]
    assert max(within) <= ANSWERS_A_SECOND <= sent[-1][1]
    given_up = [event for event in logged if event["event"] == "inline_answer_given_up"]
    assert len(telegram.calls("answerInlineQuery")) + len(given_up) == len(people) + 1


async def test_an_answer_that_telegram_puts_off_is_given_up(
    telegram: Loopback, serve: Serve, user: User, logged: Log
) -> None:
    telegram.fail("answerInlineQuery", too_many_requests(1))
    async with serve(KnownAnswers({QUESTION: many(1)})):
        first = telegram.inline(user, QUESTION)
        await telegram.notifier.until(lambda: telegram.calls("answerInlineQuery"), timeout=20)
        # Meanwhile nobody else bothers Telegram, and whoever types a moment later is answered.
        await asyncio.sleep(0.05)
        second = telegram.inline(telegram.user("小红"), "")
        await asyncio.sleep(1.1)
        assert len(telegram.calls("answerInlineQuery")) == 1
        assert titles(await offered(telegram, user)) == ["0亿元"]
    assert first.answer is None
    assert second.answer is None
    of_inline = [event["event"] for event in logged if event["event"].startswith("inline")]
    assert of_inline == ["inline_answers_put_off", "inline_answer_given_up"]
