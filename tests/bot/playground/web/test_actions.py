"""The actions of the page."""

import asyncio
from contextlib import suppress
from typing import Any

import httpx
import pytest

from bot.playground import Loopback
from bot.playground.protocol.texts import plain
from bot.playground.simulation.chats import Message
from bot.playground.web.actions import LANGUAGES
from tests.bot.playground.web.conftest import Bot, Browser, both

KEYBOARD = {"inline_keyboard": [[{"text": "更多", "callback_data": "more"}]]}


def article(number: int, **fields: Any) -> dict[str, Any]:
    content = {"message_text": f"<b>{number}亿元</b>", "parse_mode": "HTML"}
    return {
        "type": "article",
        "id": f"r{number}",
        "title": f"{number}亿元",
        "description": "规模",
        "input_message_content": content,
        **fields,
    }


def said_by_bot(telegram: Loopback, browser: Browser, key: str, **fields: Any) -> Message:
    entry = browser.server.demo_chats.entries[key]
    thread = telegram.thread(entry.chat, None, entry.topic.id if entry.topic else None)
    return telegram.speak(entry.chat, plain("答案"), **thread, **fields)


async def test_say(telegram: Loopback, browser: Browser) -> None:
    message = await browser.say(browser.private, " 规模多大？\n")
    assert message["text"] == "规模多大？"
    assert message["own"] is True
    assert message["key"] == browser.private
    update = telegram.updates.pending[-1]
    assert (update.kind, update.payload["message_id"]) == ("message", message["message_id"])
    assert (await browser.world())["messages"][browser.private] == [message]


async def test_say_in_a_group_and_in_a_topic(telegram: Loopback, browser: Browser) -> None:
    for key in (browser.group, browser.topics[1]):
        message = await browser.say(key, "/ask 规模多大？")
        assert message["key"] == key
        assert message["entities"][0]["type"] == "bot_command"
        update = telegram.updates.pending[-1].payload
        assert update["chat"]["id"] == int(key.partition("/")[0])
        assert update.get("message_thread_id") == (int(key.partition("/")[2]) if "/" in key else None)


async def test_a_reply(telegram: Loopback, browser: Browser) -> None:
    for key in (browser.private, browser.group, browser.topics[0]):
        answer = said_by_bot(telegram, browser, key)
        message = await browser.say(key, "首期呢？", reply_to=answer.id)
        assert message["reply_to_message"]["message_id"] == answer.id
        assert telegram.updates.pending[-1].payload["reply_to_message"]["message_id"] == answer.id


@pytest.mark.parametrize("text", ["", "  \n", None, "字" * 4097, "😀" * 2049])
async def test_messages_that_are_empty_or_too_long(browser: Browser, text: str | None) -> None:
    response = await browser.post("say", key=browser.private, text=text)
    assert response.status_code == 400
    assert response.json()["error"].endswith(".")
    assert (await browser.world())["messages"][browser.private] == []


async def test_lone_surrogates_are_replaced(telegram: Loopback, browser: Browser) -> None:
    body = f'{{"key": "{browser.private}", "text": "x\\ud83d"}}'
    response = await browser.http.post("/api/say", content=body, headers={"Content-Type": "application/json"})
    assert response.json()["message"]["text"] == "x?"
    assert telegram.updates.pending[-1].payload["text"] == "x?"


async def test_chats_and_messages_that_do_not_exist(telegram: Loopback, browser: Browser) -> None:
    elsewhere = said_by_bot(telegram, browser, browser.topics[1]).id
    for action, values in (
        ("say", {"key": "5", "text": "x"}),
        ("say", {"key": browser.private, "text": "x", "reply_to": elsewhere}),
        ("say", {"key": browser.topics[0], "text": "x", "reply_to": elsewhere}),
        ("say", {"text": "x"}),
        ("edit", {"key": browser.private, "message_id": 1, "text": "x"}),
        ("press", {"key": browser.private, "message_id": 1, "data": "x"}),
        ("inline", {"key": "-5", "query": "x"}),
        ("choose", {"key": browser.private, "query_id": "1", "result_id": "1"}),
        ("sing", {"key": browser.private}),
    ):
        response = await browser.post(action, **values)
        assert response.status_code == 404, (action, values)
        assert response.json()["error"].endswith(".")


@pytest.mark.parametrize("body", ["", "x", "[]", '"x"', "\xff", "[" * 100_000])
async def test_bodies_that_are_no_objects(browser: Browser, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    response = await browser.http.post("/api/say", content=body.encode("latin-1"), headers=headers)
    assert response.status_code == 400


async def test_message_ids_that_are_no_numbers(browser: Browser) -> None:
    response = await browser.post("edit", key=browser.private, message_id="first", text="x")
    assert response.status_code == 400
    assert "message_id" in response.json()["error"]


async def test_a_body_that_is_too_long_is_not_read(browser: Browser) -> None:
    with suppress(httpx.TransportError):  # the connection may be closed meanwhile
        response = await browser.post("say", key=browser.private, text="字" * 200_000)
        assert response.status_code == 400
    assert (await browser.world())["messages"][browser.private] == []


async def test_the_parameter_of_start_is_for_the_bot_alone(telegram: Loopback, browser: Browser) -> None:
    shown = await browser.say(browser.private, "/start q-5pyJ5ri45rOz6aaG5ZCX")
    assert shown["text"] == "/start"
    assert shown["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert telegram.updates.pending[-1].payload["text"] == "/start q-5pyJ5ri45rOz6aaG5ZCX"
    assert (await browser.world())["messages"][browser.private][-1] == shown
    for key, text in ((browser.private, "/start 有游泳馆吗"), (browser.group, "/start q-abc")):
        assert (await browser.say(key, text))["text"] == text


async def test_edit(telegram: Loopback, browser: Browser) -> None:
    message = await browser.say(browser.private, "规模？")
    edited = (
        await browser.do("edit", key=browser.private, message_id=message["message_id"], text="总规模？")
    )["message"]
    assert edited["text"] == "总规模？"
    assert "edit_date" in edited
    assert telegram.updates.pending[-1].kind == "edited_message"
    seen = telegram.event_log.last
    same = await browser.do("edit", key=browser.private, message_id=message["message_id"], text="总规模？")
    assert same["message"] == edited
    assert telegram.event_log.last == seen


async def test_of_a_file_the_caption_is_edited(telegram: Loopback, browser: Browser) -> None:
    sent = (await browser.upload(browser.private, "a.txt", b"x", "押金多少？")).json()["message"]
    place = {"key": browser.private, "message_id": sent["message_id"]}
    edited = (await browser.do("edit", **place, text=" 租金多少？ "))["message"]
    assert (edited["caption"], edited["document"]) == ("租金多少？", sent["document"])
    assert telegram.updates.pending[-1].kind == "edited_message"
    assert telegram.updates.pending[-1].payload["caption"] == "租金多少？"
    assert (await browser.post("edit", **place, text="字" * 1025)).json()["name"] == "caption-too-long"
    assert "caption" not in (await browser.do("edit", **place, text=""))["message"]


async def test_only_own_messages_can_be_edited(telegram: Loopback, browser: Browser) -> None:
    world = await browser.world()
    others = [
        said_by_bot(telegram, browser, browser.group).id,
        world["messages"][browser.group][0]["message_id"],
    ]
    for number in others:
        response = await browser.post("edit", key=browser.group, message_id=number, text="x")
        assert response.status_code == 403


async def test_press(telegram: Loopback, browser: Browser, bot: Bot) -> None:
    message = said_by_bot(telegram, browser, browser.private, markup=KEYBOARD)

    async def answer() -> None:
        query = await bot.when("callback_query")
        assert query["data"] == "more"
        assert query["message"]["message_id"] == message.id
        await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="没有更多", show_alert=True)

    pressing = browser.do("press", key=browser.private, message_id=message.id, data="more")
    assert await both(pressing, answer()) == {"text": "没有更多", "show_alert": True}


@pytest.mark.parametrize("data", ["", "x" * 65, None])
async def test_callback_data_of_a_wrong_length(
    telegram: Loopback, browser: Browser, data: str | None
) -> None:
    message = said_by_bot(telegram, browser, browser.private, markup=KEYBOARD)
    response = await browser.post("press", key=browser.private, message_id=message.id, data=data)
    assert response.status_code == 400


async def test_a_bot_that_does_not_answer(
    telegram: Loopback, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.playground.web.actions.QUERY_SECONDS", 0.1)
    message = said_by_bot(telegram, browser, browser.private, markup=KEYBOARD)
    for action, values in (
        ("press", {"message_id": message.id, "data": "more"}),
        ("inline", {"query": "x"}),
    ):
        response = await browser.post(action, key=browser.private, **values)
        assert response.status_code == 504
        assert "has not answered" in response.json()["error"]


async def test_inline(telegram: Loopback, browser: Browser, bot: Bot) -> None:
    async def answer() -> None:
        query = await bot.when("inline_query")
        assert (query["query"], query["offset"], query["chat_type"]) == ("规模", "", "supergroup")
        await bot.call(
            "answerInlineQuery",
            inline_query_id=query["id"],
            results=[article(1), article(2)],
            next_offset="next",
            button={"text": "私聊", "start_parameter": "ask"},
        )

    telegram.inline_feedback = True
    found = await both(browser.do("inline", key=browser.topics[0], query="规模", offset=""), answer())
    assert found["results"] == [
        {"id": "r1", "title": "1亿元", "description": "规模"},
        {"id": "r2", "title": "2亿元", "description": "规模"},
    ]
    assert found["next_offset"] == "next"
    assert found["button"] == {"text": "私聊", "start_parameter": "ask"}
    assert found["again"] is False
    for key in (browser.topics[0], browser.group, browser.private):
        chosen = (await browser.do("choose", key=key, query_id=found["query_id"], result_id="r2"))["message"]
        assert chosen["key"] == key
        assert chosen["own"] is True
        assert chosen["text"] == "2亿元"
        assert chosen["via_bot"]["username"] == "yuanwen_bot"
        told = [update.payload for update in telegram.updates.log if update.kind == "chosen_inline_result"]
        assert told[-1]["result_id"] == "r2"
    missing = await browser.post("choose", key=key, query_id=found["query_id"], result_id="r3")
    assert missing.status_code == 404


async def test_what_is_sent_via_the_bot_can_be_pressed_and_not_edited(
    telegram: Loopback, browser: Browser, bot: Bot
) -> None:
    async def offer() -> None:
        query = await bot.when("inline_query")
        await bot.call(
            "answerInlineQuery", inline_query_id=query["id"], results=[article(1, reply_markup=KEYBOARD)]
        )

    found = await both(browser.do("inline", key=browser.private, query="规模"), offer())
    sent = (await browser.do("choose", key=browser.group, query_id=found["query_id"], result_id="r1"))[
        "message"
    ]
    refused = await browser.post("edit", key=browser.group, message_id=sent["message_id"], text="x")
    assert refused.status_code == 403

    async def answer() -> None:
        query = await bot.when("callback_query")
        await bot.call("editMessageText", inline_message_id=query["inline_message_id"], text="更多")
        await bot.call("answerCallbackQuery", callback_query_id=query["id"])

    pressing = browser.do("press", key=browser.group, message_id=sent["message_id"], data="more")
    assert await both(pressing, answer()) == {"text": "", "show_alert": False}
    assert (await browser.world())["messages"][browser.group][-1]["text"] == "更多"


async def test_a_newer_inline_query_replaces_the_older(browser: Browser, bot: Bot) -> None:
    older = asyncio.create_task(browser.post("inline", key=browser.private, query="规"))
    await bot.when("inline_query", 0)
    newer = asyncio.create_task(browser.post("inline", key=browser.private, query="规模"))
    assert (await asyncio.wait_for(older, 2)).status_code == 204
    query = await bot.when("inline_query", 1)
    await bot.call("answerInlineQuery", inline_query_id=query["id"], results=[], cache_time=0)
    found = (await newer).json()
    assert found["results"] == []
    assert found["again"] is True
    assert found["button"] is None


@pytest.mark.parametrize("language", LANGUAGES)
async def test_language(telegram: Loopback, browser: Browser, language: str) -> None:
    assert await browser.do("language", language=language) == {"language": language}
    assert (await browser.say(browser.group, "/help"))["from"]["language_code"] == language
    member = telegram.members.of(
        browser.server.demo_chats.entries[browser.group].chat, browser.server.demo_chats.me
    )
    assert member.user.language_code == language
    assert member.status == "creator"


async def test_unknown_languages(browser: Browser) -> None:
    for language in ("", "de", None):
        assert (await browser.post("language", language=language)).status_code == 400
