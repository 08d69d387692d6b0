"""What the page gets when it is opened: /api/world."""

import pytest

from bot.playground import Loopback
from bot.playground.simulation.id_counters import IdCounters
from bot.playground.web import PageServer
from bot.playground.web.demo_chats import DemoChats
from tests.bot.playground.web.conftest import QUESTIONS, Bot, Browser


async def test_people_and_chats(browser: Browser) -> None:
    world = await browser.world()
    assert world["me"]["is_bot"] is False
    assert world["bot"]["username"] == "yuanwen_bot"
    kinds = [(chat["kind"], chat["title"], chat["forum"]) for chat in world["chats"]]
    assert kinds == [
        ("private", "原文", None),
        ("group", "读报小组", None),
        ("topic", "资料", "资料室"),
        ("topic", "问答", "资料室"),
    ]
    group = world["chats"][1]
    assert [member["name"] for member in group["members"]] == ["原文", "你", "小林", "阿岚"]
    assert group["thread_id"] is None
    topic = world["chats"][2]
    assert topic["key"] == f"{topic['chat_id']}/{topic['thread_id']}"


async def test_the_chats_have_earlier_messages(telegram: Loopback, browser: Browser) -> None:
    messages = (await browser.world())["messages"]
    assert messages[browser.private] == []
    assert len(messages[browser.group]) == 3
    for key, said in messages.items():
        assert all(message["key"] == key and not message["own"] for message in said)
        assert all(message["date"] <= telegram.now() for message in said)
    for key in browser.topics:
        opened, *rest = messages[key]
        assert "forum_topic_created" in opened
        assert rest
        assert all(message["message_thread_id"] == opened["message_id"] for message in rest)
    # The bot gets updates about the new topics only.
    assert all("forum_topic_created" in update.payload for update in telegram.updates.pending)


async def test_suggestions_and_hint(telegram: Loopback, browser: Browser) -> None:
    world = await browser.world()
    assert world["suggestions"] == list(QUESTIONS)
    assert world["token_hint"] is False
    assert {".pdf", ".docx", ".xlsx"} <= set(world["suffixes"])


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
async def test_the_language_of_the_page_is_that_of_the_person(
    telegram: Loopback, browser: Browser, language: str
) -> None:
    assert (await browser.world(language=language))["language"] == language
    assert (await browser.world())["language"] == language
    said = await browser.say(browser.private, "你好")
    assert said["from"]["language_code"] == language
    assert telegram.updates.pending[-1].payload["from"]["language_code"] == language


async def test_a_language_that_is_not_spoken(browser: Browser) -> None:
    response = await browser.http.get("/api/world", params={"language": "de"})
    assert response.status_code == 400
    assert "'de'" in response.json()["error"]


async def test_commands_are_those_of_the_chat_and_the_language(browser: Browser, bot: Bot) -> None:
    for scope, name in (("all_private_chats", "start"), ("all_group_chats", "settings")):
        for code, text in (("", "English"), ("zh", "中文")):
            commands = [{"command": name, "description": text}]
            await bot.call("setMyCommands", commands=commands, scope={"type": scope}, language_code=code)
    chinese = (await browser.world(language="zh-hant"))["commands"]
    assert chinese[browser.private] == [{"command": "start", "description": "中文"}]
    assert chinese[browser.group] == [{"command": "settings", "description": "中文"}]
    english = (await browser.world(language="en"))["commands"]
    assert english[browser.topics[0]] == [{"command": "settings", "description": "English"}]


async def test_the_status_of_the_bot(server: PageServer, browser: Browser) -> None:
    world = await browser.world()
    assert (world["ready"], world["failed"], world["explanations"]) == (False, None, [])
    server.bot_status.ready()
    assert (await browser.world())["ready"] is True
    server.bot_status.failed("没有模型")
    world = await browser.world()
    assert (world["ready"], world["failed"]) == (False, "没有模型")


def test_after_a_restart_people_and_chats_have_the_same_ids_and_messages_new_ones() -> None:
    known, counted = [], []
    for now in (1_700_000_000.0, 1_700_000_001.0):
        telegram = Loopback(id_counters=IdCounters.across_restarts(now))
        demo_chats = DemoChats(telegram)
        message = telegram.say(demo_chats.me, "你好")
        chats = tuple(entry.chat.id for entry in demo_chats.entries.values())
        known.append((demo_chats.me.id, chats))
        counted.append((message.id, telegram.updates.log[-1].id, int(telegram.new_id())))
    assert known[0] == known[1]
    assert all(later > earlier for earlier, later in zip(*counted, strict=True))


def test_ids_do_not_exist_on_telegram() -> None:
    telegram = Loopback(id_counters=IdCounters.across_restarts(1_700_000_000.0))
    demo_chats = DemoChats(telegram)
    telegram.group("群")
    assert 1 << 40 < demo_chats.me.id < 1 << 52
    others = [entry.chat.id for entry in demo_chats.entries.values() if entry.kind != "private"]
    assert all(-(1 << 52) < number < -4_000_000_000_000 for number in others)
    assert telegram.chats.get(-4_100_000_000_001)
