"""Documents of groups: who adds them, and where they go when the group moves."""

import asyncio
from typing import Any

import pytest

from bot.playground import Loopback
from bot.playground.protocol.faults import DOWNLOAD, Delay
from bot.playground.simulation.chats import ANONYMOUS, Chat
from bot.services.visibility import own_collection
from embeddings.protocol import Encoder
from retrieval.engine import Engine
from retrieval.library import File
from retrieval.reader import Reader
from tests.end_to_end.conftest import Serve
from tests.end_to_end.documents.scene import (
    BRIDGE,
    COST,
    HANS,
    HEAD,
    LIBRARY,
    add,
    answer,
    served,
    settled,
    sources,
)


async def test_in_a_group_only_documents_that_call_the_bot_are_taken_from_those_who_run_it(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    telegram.privacy_mode = False
    async with served(serve, engine):
        boss, helper, guest = (telegram.user(name) for name in ("群主", "管理员", "群友"))
        group = telegram.group("读书会", owner=boss)
        telegram.appoint(helper, group, "administrator")
        name = telegram.bot.username
        idle = telegram.send_document(boss, "闲.txt", BRIDGE.encode(), group)
        others = telegram.send_document(boss, "别.txt", BRIDGE.encode(), group, caption="/add@other_bot")
        await add(telegram, boss, "一.txt", BRIDGE, group, caption=f"@{name} 收下")
        await add(telegram, helper, "二.txt", LIBRARY, group, caption="/add")
        greeting = await telegram.answer_to(telegram.say(guest, "/help", group))
        said = await add(telegram, boss, "三.txt", BRIDGE + "。", group, reply_to=greeting)
        assert HANS.plain("upload-next-group") in said.text
        telegram.say(helper, f"/add@{name}", group, reply_to=idle)
        assert "闲.txt：已加入" in (await settled(telegram, idle)).text
        await add(telegram, ANONYMOUS, "四.txt", LIBRARY + "。", group, caption="/add")
        refused = await add(telegram, guest, "五.txt", BRIDGE, group, caption="/add")
        assert refused.text == HANS.plain("upload-not-allowed")
        # Told once, in whatever way they try.
        again = telegram.send_document(guest, "六.txt", BRIDGE.encode(), group, caption="/add")
        asked = telegram.say(guest, "/add", group, reply_to=others)
        assert (await answer(telegram, guest, f"/ask {COST}", group)).startswith("三百二十万元")
        assert (await answer(telegram, guest, f"/ask {HEAD}", group)).startswith("顾明远")
    assert telegram.replies(others) == telegram.replies(again) == telegram.replies(asked) == []
    assert sources(engine, group.id) == ["一.txt", "三.txt", "二.txt", "四.txt", "闲.txt"]


async def test_an_album_in_a_group_is_taken_as_a_whole(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    telegram.privacy_mode = False
    async with served(serve, engine):
        boss = telegram.user("群主")
        group = telegram.group("读书会", owner=boss)
        captions = ("", "/add", "")
        sent = [
            telegram.send_document(
                boss, f"{n}.txt", f"{BRIDGE}{n}".encode(), group, caption=caption, media_group_id="9"
            )
            for n, caption in enumerate(captions)
        ]
        said = [(await settled(telegram, message)).text for message in sent]
    assert all("已加入" in text for text in said)
    assert sources(engine, group.id) == ["0.txt", "1.txt", "2.txt"]


async def test_a_forum_keeps_its_topics(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    async with served(serve, engine):
        boss = telegram.user("群主")
        forum = telegram.group("论坛", forum=True, owner=boss)
        topic = telegram.topic(forum, "资料", boss)
        said = await add(telegram, boss, "桥.txt", BRIDGE, topic, caption=f"@{telegram.bot.username}")
    assert said.thread_id == topic.id


async def moved(engine: Engine, group: Chat) -> None:
    """Return when the documents of a group are another's."""
    async with asyncio.timeout(20):
        while sources(engine, group.id):  # noqa: ASYNC110  # nothing tells of it
            await asyncio.sleep(0.02)


async def test_the_documents_of_a_group_follow_it_when_it_becomes_a_supergroup(
    telegram: Loopback,
    serve: Serve,
    engine: Engine,
    models: tuple[Encoder, Reader],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with served(serve, engine):
        boss = telegram.user("群主")
        group = telegram.group("读书会", owner=boss)
        call = f"@{telegram.bot.username}"
        await add(telegram, boss, "桥.txt", BRIDGE, group, caption=call)
        await add(telegram, boss, "馆.txt", LIBRARY, group, caption=call)
        embedded: list[Any] = []
        monkeypatch.setattr(models[0], "encode_passages", lambda *arguments: embedded.append(arguments))
        larger = telegram.upgrade(group, boss)
        await moved(engine, group)
        assert (await answer(telegram, boss, f"/ask {COST}", larger)).startswith("三百二十万元")
        listed = await telegram.answer_to(telegram.say(boss, "/docs", larger))
        assert [button["text"] for button in listed.buttons] == ["✕ 1. 桥.txt", "✕ 2. 馆.txt"]
        assert (sources(engine, group.id), sources(engine, larger.id)) == ([], ["桥.txt", "馆.txt"])
        assert embedded == []


async def test_documents_that_a_supergroup_has_already_stay_beside_those_of_the_group(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        boss = telegram.user("群主")
        group = telegram.group("读书会", owner=boss)
        call = f"@{telegram.bot.username}"
        await add(telegram, boss, "桥.txt", BRIDGE, group, caption=call)
        # As when the bot is stopped: the supergroup has documents before the bot hears what it was.
        successor = telegram.chats.upgrade(group)
        await asyncio.sleep(1.1)  # the store counts in seconds
        later = BRIDGE.replace("三百二十万元", "九百万元")
        for name, text in (("桥.txt", later), ("馆.txt", LIBRARY)):
            engine.library.add(File.uploaded(name, text.encode()), own_collection(successor.id))
        larger = telegram.upgrade(group, boss)
        assert larger.id == successor.id
        await moved(engine, group)
        assert (await answer(telegram, boss, f"/ask {COST}", larger)).startswith("九百万元")
        assert (await answer(telegram, boss, f"/ask {HEAD}", larger)).startswith("顾明远")
    assert (sources(engine, group.id), sources(engine, larger.id)) == ([], ["桥.txt", "馆.txt"])


async def test_those_who_add_what_is_being_read_leave_a_place_for_the_others(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        boss, *guests, other = (telegram.user(name) for name in ("群主", "甲", "乙", "丙"))
        group = telegram.group("读书会", owner=boss)
        telegram.fail(DOWNLOAD, Delay(60))
        sent = telegram.send_document(boss, "桥.txt", BRIDGE.encode(), group, caption="/add")
        status = await telegram.answer_to(sent)
        for guest in guests:
            for _ in range(3):
                telegram.say(guest, "/add", group, reply_to=sent)
        await telegram.answer_to(telegram.say(other, "/help", group))
        found = telegram.chats.find(group, status.id)
        assert found
        assert "正在下载" in found.text
