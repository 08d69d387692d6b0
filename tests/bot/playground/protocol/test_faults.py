"""Injected faults, outages and flood control."""

import asyncio
import time
from typing import Any

import httpx
import pytest

from bot.playground import Loopback
from bot.playground.protocol.faults import ANY, Delay, Silence
from bot.playground.protocol.refusals import server_error, too_many_requests
from tests.bot.playground.bot_api.test_updates import receiver
from tests.bot.playground.conftest import Client, Clock
from tests.bot.playground.protocol.test_refusals import error


@pytest.fixture
def values(telegram: Loopback) -> dict[str, Any]:
    return {"chat_id": telegram.started(telegram.user("小明")).id, "text": "x"}


async def test_server_errors(telegram: Loopback, bot: Client, values: dict[str, Any]) -> None:
    telegram.fail(ANY, server_error(), times=2)
    telegram.fail("sendMessage", server_error(500, "Internal Server Error"))
    assert await bot.call("sendMessage", **values) == error(500, "Internal Server Error")
    assert await bot.call("sendMessage", **values) == error(502, "Bad Gateway")
    assert await bot.call("getMe") == error(502, "Bad Gateway")
    assert (await bot.call("sendMessage", **values))["ok"]


async def test_planned_faults_can_be_dropped(telegram: Loopback, bot: Client) -> None:
    telegram.fail("getMe", server_error(), times=1000)
    assert (await bot.call("getMe"))["error_code"] == 502
    telegram.heal()
    assert (await bot.call("getMe"))["ok"]


async def test_a_delayed_response(telegram: Loopback, bot: Client) -> None:
    telegram.fail("getMe", Delay(0.2))
    started = time.monotonic()
    assert (await bot.call("getMe"))["ok"]
    assert time.monotonic() - started >= 0.2


@pytest.mark.parametrize("done", [False, True])
async def test_a_response_that_never_comes(
    telegram: Loopback, bot: Client, values: dict[str, Any], done: bool
) -> None:
    telegram.fail("sendMessage", Silence(done=done))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(bot.call("sendMessage", **values), 0.2)
    (asked,) = telegram.calls("sendMessage")
    assert (asked.values["text"], asked.response["ok"]) == ("x", done)
    chat = telegram.chats.get(values["chat_id"])
    assert chat
    assert len(telegram.said(chat)) == done
    assert (await bot.call("sendMessage", **values))["ok"]


async def test_a_connection_that_breaks(telegram: Loopback, bot: Client, values: dict[str, Any]) -> None:
    telegram.fail("sendMessage", Silence(seconds=0))
    with pytest.raises(httpx.RemoteProtocolError):
        await bot.call("sendMessage", **values)
    assert (await bot.call("sendMessage", **values))["ok"]


async def test_an_outage(telegram: Loopback, bot: Client) -> None:
    user, address = telegram.user("小明"), telegram.base_url
    telegram.say(user, "甲")
    poll = asyncio.create_task(bot.call("getUpdates", offset=2, timeout=30))
    await telegram.confirmed()
    async with telegram.outage():
        with pytest.raises(httpx.TransportError):
            await poll
        with pytest.raises(httpx.ConnectError):
            await bot.call("getMe")
        telegram.say(user, "乙")
    assert telegram.base_url == address
    assert [message["text"] for message in await bot.updates("message")] == ["乙"]


async def test_an_outage_stops_the_webhook(telegram: Loopback, bot: Client) -> None:
    async with receiver() as (url, received):
        telegram.local_webhooks = True
        await bot.call("setWebhook", url=url)
        async with telegram.outage():
            telegram.say(telegram.user("小明"), "甲")
            await asyncio.sleep(0.1)
            assert received == []
        await telegram.confirmed()
        assert [update["message"]["text"] for update, _ in received] == ["甲", "甲"]


async def test_a_chat_takes_a_message_a_second(
    telegram: Loopback, bot: Client, clock: Clock, values: dict[str, Any]
) -> None:
    telegram.limit()
    other = {**values, "chat_id": telegram.started(telegram.user("小红")).id}
    assert [(await bot.call("sendMessage", **values))["ok"] for _ in range(4)] == [True] * 3 + [False]
    assert (await bot.call("sendMessage", **other))["ok"]
    clock.now += 1.5
    refused = await bot.call("sendMessage", **values)
    assert refused == too_many_requests(2).body()
    assert (await bot.call("sendChatAction", chat_id=values["chat_id"], action="typing"))["ok"]
    clock.now += refused["parameters"]["retry_after"]
    assert (await bot.call("sendMessage", **values))["ok"]
    telegram.limit(on=False)
    assert all([(await bot.call("sendMessage", **values))["ok"] for _ in range(9)])


async def test_a_group_takes_twenty_a_minute(telegram: Loopback, bot: Client, clock: Clock) -> None:
    telegram.limit()
    group = telegram.group("群")

    async def send() -> dict[str, Any]:
        clock.now += 1.25
        return await bot.call("sendMessage", chat_id=group.id, text="x")

    assert all([(await send())["ok"] for _ in range(20)])
    assert (await send())["parameters"]["retry_after"] == 35
    clock.now += 35
    assert (await send())["ok"]


async def test_all_together_take_thirty_a_second(telegram: Loopback, bot: Client, clock: Clock) -> None:
    telegram.limit()
    chats = [telegram.started(telegram.user(f"用户{n}")).id for n in range(31)]
    sent = [await bot.call("sendMessage", chat_id=chat, text="x") for chat in chats]
    assert [body["ok"] for body in sent] == [True] * 30 + [False]
    assert sent[-1]["parameters"]["retry_after"] == 1
    clock.now += 1
    edited = await bot.call(
        "editMessageText", chat_id=chats[0], message_id=sent[0]["result"]["message_id"], text="y"
    )
    assert edited["ok"]
