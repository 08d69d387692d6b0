"""Updates by polling and by webhook."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot.playground import Loopback
from tests.bot.playground.conftest import Client


async def texts(bot: Client, **values: Any) -> list[str]:
    updates = (await bot.call("getUpdates", **values))["result"]
    return [update["message"]["text"] for update in updates]


async def test_updates_come_again_until_they_are_confirmed(telegram: Loopback, bot: Client) -> None:
    user = telegram.user("小明")
    for text in "甲乙丙":
        telegram.say(user, text)
    assert await texts(bot) == ["甲", "乙", "丙"]
    assert await texts(bot, offset=0, limit=2) == ["甲", "乙"]
    assert await texts(bot, offset=2) == ["乙", "丙"]
    assert await texts(bot) == ["乙", "丙"]
    assert await texts(bot, offset=4) == []
    assert telegram.updates.pending == ()


async def test_a_negative_offset_keeps_the_newest(telegram: Loopback, bot: Client) -> None:
    user = telegram.user("小明")
    for text in "甲乙丙":
        telegram.say(user, text)
    assert await texts(bot, offset=-1) == ["丙"]
    assert await texts(bot) == ["丙"]


async def test_a_long_poll_returns_as_soon_as_something_happens(telegram: Loopback, bot: Client) -> None:
    user = telegram.user("小明")
    started = time.monotonic()
    asyncio.get_running_loop().call_later(0.1, telegram.say, user, "来了")
    assert await texts(bot, timeout=30) == ["来了"]
    assert 0.1 <= time.monotonic() - started < 5


async def test_a_long_poll_ends_in_time(bot: Client) -> None:
    started = time.monotonic()
    assert await texts(bot, timeout=1) == []
    assert 0.9 <= time.monotonic() - started < 3


async def test_only_kinds_that_are_wanted_are_queued(telegram: Loopback, bot: Client) -> None:
    user = telegram.user("小明")
    await bot.call("getUpdates", allowed_updates=["message"])
    telegram.inline(user, "x")
    telegram.edit(telegram.say(user, "甲"), "乙")
    assert await texts(bot) == ["甲"]
    await bot.call("getUpdates", offset=100)
    telegram.inline(user, "x")
    assert (await bot.call("getUpdates"))["result"] == []
    await bot.call("getUpdates", allowed_updates=[])
    telegram.inline(user, "y")
    (update,) = (await bot.call("getUpdates"))["result"]
    assert update["inline_query"]["query"] == "y"


async def test_a_newer_poll_ends_the_older(telegram: Loopback, bot: Client) -> None:
    older = asyncio.create_task(bot.call("getUpdates", timeout=30))
    await asyncio.sleep(0.1)
    newer = asyncio.create_task(bot.call("getUpdates", timeout=30))
    assert await older == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    }
    telegram.say(telegram.user("小明"), "甲")
    assert len((await newer)["result"]) == 1


async def test_a_poller_that_hangs_up_loses_nothing(telegram: Loopback, bot: Client) -> None:
    poll = asyncio.create_task(bot.call("getUpdates", timeout=30))
    await asyncio.sleep(0.1)
    poll.cancel()
    await asyncio.sleep(0.1)
    telegram.say(telegram.user("小明"), "甲")
    assert await texts(bot) == ["甲"]


async def test_a_group_shows_a_private_bot_only_what_is_meant_for_it(telegram: Loopback, bot: Client) -> None:
    user, group = telegram.user("小明"), telegram.group("群")
    sent = (await bot.call("sendMessage", chat_id=group.id, text="我在"))["result"]
    own = telegram.chats.find(group, sent["message_id"])
    telegram.say(user, "闲聊", group)
    telegram.say(user, "/ask 甲", group)
    telegram.say(user, "/ask@other_bot 乙", group)
    telegram.say(user, "/ask@yuanwen_bot 丙", group)
    telegram.say(user, "丁", group, reply_to=own)
    telegram.say(user, "戊", telegram.group("别人的群", has_bot=False))
    assert await texts(bot) == ["/ask 甲", "/ask@yuanwen_bot 丙", "丁"]


async def test_an_inline_query_is_passed_on_to_its_limit(telegram: Loopback, bot: Client) -> None:
    telegram.inline(telegram.user("小明"), "字" * 300)
    (update,) = (await bot.call("getUpdates"))["result"]
    assert len(update["inline_query"]["query"]) == 256


async def test_forms_and_json_say_the_same(telegram: Loopback, bot: Client) -> None:
    chat = telegram.started(telegram.user("小明"))
    reply = {"message_id": 99, "allow_sending_without_reply": True}
    plain: dict[str, Any] = {"chat_id": chat.id, "text": "x"}
    assert (await bot.call("sendMessage", reply_parameters=reply, **plain))["ok"]
    assert (await bot.call_json("sendMessage", reply_parameters=reply, **plain))["ok"]
    parts = {"chat_id": str(chat.id), "text": "x", "reply_parameters": json.dumps(reply)}
    assert (await bot.call_multipart("sendMessage", **parts))["ok"]
    assert [message.text for message in telegram.chats.history(chat)] == ["x", "x", "x"]


class Receiver(RequestHandler):
    """A bot's webhook that refuses the first delivery."""

    def initialize(self, received: list[tuple[dict[str, Any], str]]) -> None:
        self._received = received

    def post(self) -> None:
        secret = self.request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        self._received.append((json.loads(self.request.body), secret))
        if len(self._received) == 1:
            self.set_status(503)


@asynccontextmanager
async def receiver() -> AsyncIterator[tuple[str, list[tuple[dict[str, Any], str]]]]:
    received: list[tuple[dict[str, Any], str]] = []
    async with served(Receiver, received=received) as url:
        yield url, received


@asynccontextmanager
async def served(handler: type[RequestHandler], **options: Any) -> AsyncIterator[str]:
    """Serve a webhook; gives its address."""
    server = HTTPServer(Application([("/hook", handler, options)], log_function=lambda _: None))
    sockets = bind_sockets(0, "127.0.0.1")
    server.add_sockets(sockets)
    try:
        yield f"http://127.0.0.1:{sockets[0].getsockname()[1]}/hook"
    finally:
        server.stop()
        await server.close_all_connections()


async def test_a_webhook_gets_updates_until_it_takes_them(telegram: Loopback, bot: Client) -> None:
    telegram.local_webhooks = True
    async with receiver() as (url, received):
        assert (await bot.call("setWebhook", url=url, secret_token="geheim"))["ok"]
        assert (await bot.call("getUpdates"))["error_code"] == 409
        user = telegram.user("小明")
        telegram.say(user, "甲")
        telegram.say(user, "乙")
        await telegram.confirmed()
        info = (await bot.call("getWebhookInfo"))["result"]
        assert (info["url"], info["pending_update_count"]) == (url, 0)
        assert (await bot.call("deleteWebhook"))["ok"]
    assert [update["message"]["text"] for update, _ in received] == ["甲", "甲", "乙"]
    assert {secret for _, secret in received} == {"geheim"}
    telegram.say(user, "丙")
    assert await texts(bot) == ["丙"]


class Answering(RequestHandler):
    """A bot's webhook that answers within its response."""

    def initialize(self, response: tuple[str, str]) -> None:
        self._response = response

    def post(self) -> None:
        kind, body = self._response
        self.set_header("Content-Type", kind)
        self.finish(body)


def multipart(**values: str) -> str:
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in values.items()
    )
    return f"{parts}--b--\r\n"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", json.dumps({"method": "sendMessage", "chat_id": 1001, "text": "答"})),
        ("application/x-www-form-urlencoded", "method=sendMessage&chat_id=1001&text=%E7%AD%94"),
        ("multipart/form-data; boundary=b", multipart(method="sendMessage", chat_id="1001", text="答")),
    ],
)
async def test_a_method_in_the_response_of_a_webhook_is_carried_out(
    telegram: Loopback, bot: Client, kind: str, body: str
) -> None:
    telegram.local_webhooks = True
    async with served(Answering, response=(kind, body)) as url:
        await bot.call("setWebhook", url=url)
        user = telegram.user("小明")
        telegram.say(user, "甲")
        await telegram.notifier.until(lambda: telegram.said(telegram.private(user)), timeout=20)
        await telegram.confirmed()
    assert [message.text for message in telegram.said(telegram.private(user))] == ["答"]
    assert telegram.calls("sendMessage")[0].response["ok"]


@pytest.mark.parametrize("body", ["ok", "{", '{"method": "deleteWebhook"}'])
async def test_any_response_of_a_webhook_confirms_the_update(
    telegram: Loopback, bot: Client, body: str
) -> None:
    telegram.local_webhooks = True
    async with served(Answering, response=("application/json", body)) as url:
        await bot.call("setWebhook", url=url)
        telegram.say(telegram.user("小明"), "甲")
        await telegram.confirmed()
        is_removed = "method" in body
        await telegram.notifier.until(lambda: is_removed == bool(telegram.calls("deleteWebhook")), timeout=20)
    assert (telegram.updates.webhook_url == "") == is_removed
