"""The stream of events."""

import asyncio

import httpx
import pytest

from bot.playground import Loopback
from bot.playground.protocol.texts import plain
from bot.playground.simulation.event_log import EventLog
from bot.playground.web import PageServer
from bot.playground.web.security import KEY
from tests.bot.playground.web.conftest import Bot, Browser


async def test_messages_are_sent_edited_and_deleted(telegram: Loopback, browser: Browser) -> None:
    entry = browser.server.demo_chats.entries[browser.private]
    async with browser.events() as events:
        said = await browser.say(browser.private, "规模？")
        assert (await events.next())["message"] == said
        answer = telegram.speak(entry.chat, plain("30亿元"))
        told = await events.next()
        assert told["type"] == "message"
        assert told["message"]["text"] == "30亿元"
        assert told["message"]["own"] is False
        telegram.change(answer, content=plain("三十亿元"))
        changed = (await events.next())["message"]
        assert (changed["message_id"], changed["text"]) == (answer.id, "三十亿元")
        assert "edit_date" in changed
        telegram.delete(answer)
        gone = await events.next()
        assert {name: gone[name] for name in ("type", "key", "message_id")} == {
            "type": "deleted",
            "key": browser.private,
            "message_id": answer.id,
        }
    assert (await browser.world())["messages"][browser.private] == [said]


async def test_chat_actions(telegram: Loopback, browser: Browser, bot: Bot) -> None:
    telegram.started(browser.server.demo_chats.me)
    async with browser.events() as events:
        for key in (browser.private, browser.group, browser.topics[1]):
            chat, _, thread = key.partition("/")
            values = {"message_thread_id": thread} if thread else {}
            await bot.call("sendChatAction", chat_id=chat, action="typing", **values)
            event = await events.next()
            assert (event["type"], event["key"], event["action"]) == ("action", key, "typing")


async def test_a_reaction_is_shown_with_its_message(telegram: Loopback, browser: Browser, bot: Bot) -> None:
    said = telegram.say(browser.server.demo_chats.me, "你好")
    async with browser.events() as events:
        reaction = [{"type": "emoji", "emoji": "🙏"}]
        await bot.call("setMessageReaction", chat_id=said.chat.id, message_id=said.id, reaction=reaction)
        event = await events.next()
        assert (event["type"], event["message"]["reaction"]) == ("message", "🙏")
        assert "edit_date" not in event["message"]


async def test_commands_and_the_status_of_the_bot(server: PageServer, browser: Browser, bot: Bot) -> None:
    async with browser.events() as events:
        await bot.call("setMyCommands", commands=[{"command": "ask", "description": "Ask"}])
        event = await events.next()
        assert event["type"] == "commands"
        assert event["commands"][browser.group] == [{"command": "ask", "description": "Ask"}]
        await bot.call("deleteMyCommands")
        assert (await events.next())["commands"][browser.group] == []
        server.bot_status.ready()
        assert (await events.next())["type"] == "ready"
        server.bot_status.failed("没有模型")
        failed = await events.next()
        assert (failed["type"], failed["error"]) == ("failed", "没有模型")


async def test_a_language_brings_other_commands(browser: Browser, bot: Bot) -> None:
    for code, text in (("", "Ask"), ("zh", "提问")):
        await bot.call(
            "setMyCommands", commands=[{"command": "ask", "description": text}], language_code=code
        )
    async with browser.events() as events:
        for language, text in (("en", "Ask"), ("zh-hant", "提问")):
            await browser.do("language", language=language)
            event = await events.next("commands")
            assert event["commands"][browser.private][0]["description"] == text


async def test_chats_that_the_page_does_not_show_have_no_events(telegram: Loopback, browser: Browser) -> None:
    forum = browser.server.demo_chats.entries[browser.topics[0]].chat
    async with browser.events() as events:
        stranger = telegram.user("路人")
        telegram.say(stranger, "你好")
        telegram.delete(telegram.say(stranger, "群里", telegram.group("别的群")))
        telegram.speak(forum, plain("在第一个话题里"))
        telegram.act(forum, "typing")
        seen = await browser.say(browser.private, "看得见")
        assert (await events.next())["message"] == seen


async def test_nothing_is_missed_between_the_world_and_the_stream(browser: Browser) -> None:
    world = await browser.world()
    said = [await browser.say(browser.private, text) for text in "甲乙丙"]
    async with browser.events(params={"after": world["seq"]}) as events:
        assert [(await events.next())["message"] for _ in said] == said


async def test_a_stream_goes_on_where_it_was_cut(browser: Browser) -> None:
    async with browser.events(params={"after": "0"}) as events:
        said = await browser.say(browser.private, "甲")
        while (await events.next())["message"] != said:
            pass
        last = events.ids[-1]
    later = [await browser.say(browser.private, text) for text in "乙丙"]
    # A browser reconnects to the same address, and adds this header.
    async with browser.events(params={"after": "0"}, headers={"Last-Event-ID": last}) as events:
        assert [(await events.next())["message"] for _ in later] == later


@pytest.mark.parametrize("after", ["999999", "-1", "x", "1.5", "1" * 30, "１"])
async def test_invalid_event_numbers(browser: Browser, after: str) -> None:
    async with browser.events(params={"after": after}) as events:
        assert events.response.status_code in {400, 410}


async def test_events_that_are_no_longer_kept(browser: Browser, telegram: Loopback) -> None:
    telegram.event_log._entries.clear()
    async with browser.events(params={"after": "1"}) as events:
        assert events.response.status_code == 410
    async with browser.events(params={"after": str(telegram.event_log.last)}) as events:
        assert events.response.status_code == 200


async def test_a_quiet_stream_sends_heartbeats(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.playground.web.events.HEARTBEAT_S", 0.05)
    async with browser.events() as events, asyncio.timeout(20):
        beats = 0
        async for line in events.response.aiter_lines():
            beats += line.startswith(":")
            if beats == 2:
                break


async def test_many_pages_follow_at_once(browser: Browser) -> None:
    async with browser.events() as one, browser.events() as other:
        said = await browser.say(browser.private, "甲")
        assert (await one.next())["message"] == said
        assert (await other.next())["message"] == said


async def test_the_key_may_be_in_the_address(server: PageServer, browser: Browser) -> None:
    del browser.http.headers[KEY]
    async with browser.events(params={"after": "0", "key": server.key}) as events:
        assert events.response.status_code == 200
        assert events.response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        await events.next("message")


async def test_closing_ends_the_streams(server: PageServer, browser: Browser) -> None:
    async with browser.events() as events:
        async with asyncio.timeout(20):
            await server.close()
        with pytest.raises((AssertionError, httpx.TransportError)):
            await events.next()


def test_the_log_keeps_the_newest_events() -> None:
    event_log = EventLog(kept=3)
    for number in range(1, 6):
        event_log.append(number)
    assert [(entry.number, entry.event) for entry in event_log.since(2)] == [(3, 3), (4, 4), (5, 5)]
    assert [entry.number for entry in event_log.since(4)] == [5]
    assert event_log.since(5) == []
    assert [event_log.covers(number) for number in (-1, 1, 2, 5, 6)] == [False, False, True, True, False]
