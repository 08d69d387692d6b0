"""Calls on their way to Telegram: which are made again, which wait, and for whom."""

import asyncio
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.storage import State
from bot.telegram.rate_limiter import RateLimiter, once

CHAT = 7
GROUP = -7


def of_http(cause: httpx.HTTPError) -> NetworkError:
    """What python-telegram-bot makes of an error below it."""
    error = TimedOut() if isinstance(cause, httpx.TimeoutException) else NetworkError(str(cause))
    error.__cause__ = cause
    return error


class Wire:
    """Fails as planned, then gives True."""

    def __init__(self, *failures: TelegramError, seconds: float = 0.0) -> None:
        self._failures = iter(failures)
        self._seconds = seconds
        self.calls: list[float] = []
        self.out = self.most_out = 0
        self.went_out = asyncio.Event()

    async def __call__(self) -> bool:
        self.calls.append(time.perf_counter())
        self.out += 1
        self.went_out.set()
        self.most_out = max(self.most_out, self.out)
        await asyncio.sleep(self._seconds)
        self.out -= 1
        if failure := next(self._failures, None):
            raise failure
        return True


async def make_call(
    rate_limiter: RateLimiter, wire: Wire, endpoint: str = "sendMessage", chat: int = CHAT
) -> Any:
    return await rate_limiter.process_request(wire, (), {}, endpoint, {"chat_id": chat}, None)


@pytest.fixture(autouse=True)
def _durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the application sets it."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def rate_limiter() -> RateLimiter:
    return RateLimiter(retry_period_s=1.0, first_pause_s=0.01)


NEVER_SENT = [
    of_http(httpx.ConnectError("refused")),
    of_http(httpx.ConnectTimeout("")),
    of_http(httpx.PoolTimeout("")),
    NetworkError("Bad Gateway"),
    NetworkError("Internal Server Error (500). Parsing the server response b'' failed"),
]
PERHAPS_DONE = [
    of_http(httpx.ReadTimeout("")),
    of_http(httpx.WriteTimeout("")),
    of_http(httpx.ReadError("reset")),
    of_http(httpx.RemoteProtocolError("Server disconnected without sending a response.")),
    NetworkError("Gateway Timeout"),
]
REFUSED = [
    BadRequest("chat not found"),
    Forbidden("blocked"),
    NetworkError("Request Entity Too Large"),
    NetworkError("Unknown error in HTTP implementation: OSError()"),
    TelegramError("Invalid server response"),
]


def named(error: TelegramError) -> str:
    return f"{type(error.__cause__ or error).__name__} {error.message[:20]}"


@pytest.mark.parametrize("error", NEVER_SENT, ids=named)
@pytest.mark.parametrize("endpoint", ["sendMessage", "editMessageText"])
async def test_what_never_arrived_is_sent_again(
    rate_limiter: RateLimiter, error: TelegramError, endpoint: str
) -> None:
    wire = Wire(error, error)
    assert await make_call(rate_limiter, wire, endpoint)
    assert len(wire.calls) == 3


@pytest.mark.parametrize("error", PERHAPS_DONE, ids=named)
async def test_a_message_that_may_have_arrived_is_not_sent_again(
    rate_limiter: RateLimiter, error: TelegramError
) -> None:
    wire = Wire(error)
    with pytest.raises(type(error)):
        await make_call(rate_limiter, wire, "sendMessage")
    assert len(wire.calls) == 1


@pytest.mark.parametrize("error", PERHAPS_DONE, ids=named)
async def test_what_does_no_harm_twice_is_made_again(rate_limiter: RateLimiter, error: TelegramError) -> None:
    wire = Wire(error)
    assert await make_call(rate_limiter, wire, "editMessageText")
    assert len(wire.calls) == 2


@pytest.mark.parametrize("error", REFUSED, ids=named)
@pytest.mark.parametrize("endpoint", ["sendMessage", "editMessageText"])
async def test_a_refusal_is_final(rate_limiter: RateLimiter, error: TelegramError, endpoint: str) -> None:
    wire = Wire(error)
    with pytest.raises(type(error)):
        await make_call(rate_limiter, wire, endpoint)
    assert len(wire.calls) == 1


async def test_patience_ends() -> None:
    wire = Wire(*[NetworkError("Bad Gateway")] * 100)
    with capture_logs() as events, pytest.raises(NetworkError):
        await make_call(RateLimiter(retry_period_s=0.2, first_pause_s=0.02), wire)
    pauses = [event["seconds"] for event in events]
    assert len(wire.calls) == 1 + len(pauses)
    assert 0 < len(pauses) <= 3  # fewer where the machine is busy
    assert pauses == pytest.approx([0.02, 0.04, 0.08][: len(pauses)])


async def test_one_chat_waits_where_telegram_asks_and_no_other(rate_limiter: RateLimiter) -> None:
    slow = Wire(RetryAfter(1))
    waiting = asyncio.create_task(make_call(rate_limiter, slow, chat=1))
    await asyncio.sleep(0.01)
    behind, other = Wire(), Wire()
    queued = asyncio.create_task(make_call(rate_limiter, behind, chat=1))
    assert await make_call(rate_limiter, other, chat=2)
    assert await waiting
    assert other.calls[0] < slow.calls[1]
    assert await queued
    assert [len(slow.calls), len(behind.calls)] == [2, 1]
    assert slow.calls[1] - slow.calls[0] >= 1
    assert behind.calls[0] >= slow.calls[1]


async def test_a_wait_beyond_all_patience_is_not_waited_for(rate_limiter: RateLimiter) -> None:
    wire = Wire(RetryAfter(3600))
    with pytest.raises(RetryAfter):
        await make_call(rate_limiter, wire)
    assert len(wire.calls) == 1


async def test_calls_to_one_chat_go_one_after_the_other_and_in_order(rate_limiter: RateLimiter) -> None:
    one, done = Wire(seconds=0.02), []

    async def say(number: int) -> None:
        await make_call(rate_limiter, one)
        done.append(number)

    await asyncio.gather(*(say(number) for number in range(4)))
    assert (one.most_out, done) == (1, [0, 1, 2, 3])


async def test_no_more_than_thirty_messages_a_second() -> None:
    rate_limiter, wire = RateLimiter(), Wire()
    await asyncio.gather(*(make_call(rate_limiter, wire, chat=chat) for chat in range(40)))
    # A second, but for what a busy machine takes from being let through to being noted.
    assert all(later - sooner >= 0.7 for sooner, later in zip(wire.calls, wire.calls[30:], strict=False))
    assert wire.calls[-1] - wire.calls[0] < 8  # no more than a minute's worth is held back


async def test_a_group_gets_no_burst_beyond_its_limit() -> None:
    rate_limiter, wire = RateLimiter(), Wire()
    calls = [asyncio.create_task(make_call(rate_limiter, wire, chat=GROUP)) for _ in range(9)]
    await asyncio.sleep(1)
    assert len(wire.calls) == 8  # and one each five seconds from then on: 20 in a minute
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)


async def test_a_courtesy_waits_for_nobody_and_is_made_once(rate_limiter: RateLimiter) -> None:
    paused = asyncio.create_task(make_call(rate_limiter, Wire(RetryAfter(1))))
    await asyncio.sleep(0.01)
    wire = Wire()
    for _ in range(5):
        await make_call(rate_limiter, wire, "sendChatAction")
        await make_call(rate_limiter, wire, "setMessageReaction")
    assert (len(wire.calls), paused.done()) == (10, False)
    refused = Wire(RetryAfter(1))
    with pytest.raises(RetryAfter):
        await make_call(rate_limiter, refused, "sendChatAction")
    assert len(refused.calls) == 1
    assert await paused


async def test_courtesies_are_left_out_where_very_many_are_due(rate_limiter: RateLimiter) -> None:
    wire, began = Wire(), time.perf_counter()
    await asyncio.gather(*(make_call(rate_limiter, wire, "sendChatAction", chat) for chat in range(200)))
    lasted = time.perf_counter() - began
    assert 20 <= len(wire.calls) <= 20 * (1 + lasted) + 1
    assert lasted < 5  # at twenty a second, all of them would take nine
    assert await asyncio.wait_for(make_call(rate_limiter, Wire()), 5)


async def sending(state: State) -> list[bool]:
    """Of each update that a run left behind, whether its answer was on its way."""
    return [begun.sending for begun in await state.pending_updates.resume()]


async def begun(path: Path) -> State:
    state = State.open(path)
    await state.pending_updates.begin(1, {"update_id": 1})
    return state


async def test_an_answer_that_waits_is_not_on_its_way(tmp_path: Path) -> None:
    state, wire = await begun(tmp_path), Wire(RetryAfter(9), seconds=0.05)
    with once(state.pending_updates, 1):
        answer = asyncio.create_task(make_call(RateLimiter(), wire))
    await wire.went_out.wait()
    assert await sending(state) == [True]
    await asyncio.sleep(1)
    assert await sending(state) == [False]
    answer.cancel()
    with pytest.raises(asyncio.CancelledError):
        await answer
    assert len(wire.calls) == 1
    await state.close()


async def test_who_is_told_to_stop_while_a_call_is_out_learns_what_came_of_it(tmp_path: Path) -> None:
    state, wire = await begun(tmp_path), Wire(seconds=0.2)
    with once(state.pending_updates, 1):
        answer = asyncio.create_task(make_call(RateLimiter(), wire))
    await wire.went_out.wait()
    answer.cancel()
    assert await answer is True
    await state.close()


async def test_who_is_told_to_stop_makes_no_further_call(rate_limiter: RateLimiter) -> None:
    last, further = Wire(seconds=0.2), Wire()

    async def handler() -> None:
        assert await make_call(rate_limiter, last)
        await make_call(rate_limiter, further)

    handling = asyncio.create_task(handler())
    await last.went_out.wait()
    handling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await handling
    assert further.calls == []


async def test_who_is_told_to_stop_does_not_go_on_with_other_work(rate_limiter: RateLimiter) -> None:
    wire, recorded = Wire(seconds=0.2), []

    async def handler() -> None:
        recorded.append(await make_call(rate_limiter, wire))
        await asyncio.sleep(60)

    handling = asyncio.create_task(handler())
    await wire.went_out.wait()
    handling.cancel()
    done, _ = await asyncio.wait([handling], timeout=10)
    assert done
    assert handling.cancelled()
    assert recorded == [True]
