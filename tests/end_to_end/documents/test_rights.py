"""Who may make documents public, add, list and remove them, whatever they press."""

from functools import partial

from bot.playground import Loopback
from bot.playground.protocol.faults import DOWNLOAD, Delay
from bot.playground.protocol.refusals import bad_request
from bot.services.access import Access, Rules
from bot.services.visibility import own_collection
from bot.telegram.messages.button_kinds import DocumentAction, DocumentButton, DocumentScope
from retrieval.engine import Engine
from retrieval.library import PUBLIC, File
from tests.end_to_end.conftest import Serve
from tests.end_to_end.documents.scene import (
    BRIDGE,
    COST,
    HANS,
    HEAD,
    LIBRARY,
    NOT_FOUND,
    add,
    answer,
    changed,
    page_after,
    served,
    sources,
)


async def test_an_owner_says_who_is_to_see_a_document(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    owner, other = telegram.user("站长"), telegram.user("小红")
    async with served(serve, engine, rules=Rules(Access(owners={owner.id}))):
        asked = await telegram.answer_to(telegram.send_document(owner, "桥.txt", BRIDGE.encode()))
        assert [button["text"] for button in asked.buttons] == ["所有人", "只有我"]
        assert telegram.calls("getFile") == []
        telegram.fail(DOWNLOAD, Delay(1.0))
        first, second = (telegram.tap(owner, asked, "所有人") for _ in range(2))
        await telegram.notice_for(first)
        await telegram.notice_for(second)
        # Should the process end now, it can be pressed again.
        under_way = await changed(telegram, asked, "正在下载")
        assert [button["text"] for button in under_way.buttons] == ["所有人", "只有我"]
        done = await changed(telegram, asked, "已加入")
        assert HANS.plain("upload-next-public") in done.text
        assert done.buttons == []
        assert (await answer(telegram, other, COST)).startswith("三百二十万元")
        assert len(telegram.calls("getFile")) == 1
        own = await telegram.answer_to(telegram.send_document(owner, "馆.txt", LIBRARY.encode()))
        telegram.tap(owner, own, "只有我")
        await changed(telegram, own, "已加入")
        assert (await answer(telegram, owner, HEAD)).startswith("顾明远")
        assert NOT_FOUND in await answer(telegram, other, HEAD)
        # What cannot be read is not asked about.
        assert "读不了" in (await add(telegram, owner, "曲.mp3", "x")).text
    assert [entry.source for entry in engine.library.entries(PUBLIC)] == ["桥.txt"]
    assert sources(engine, owner.id) == ["馆.txt"]


async def test_nobody_else_can_make_a_document_public(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    owner, other = telegram.user("站长"), telegram.user("小红")
    async with served(serve, engine, rules=Rules(Access(owners={owner.id}))):
        mine = await add(telegram, other, "桥.txt", BRIDGE)
        group = telegram.group("读书会", owner=other)
        theirs = await add(telegram, other, "桥.txt", BRIDGE, group, caption=f"@{telegram.bot.username}")
        asked = await telegram.answer_to(telegram.send_document(owner, "馆.txt", LIBRARY.encode()))
        for user, message in ((other, mine), (other, theirs), (other, asked), (owner, theirs)):
            for data in ("upload:public", "upload:own", "upload:all", "upload:"):
                if message is not asked or user is not owner:
                    notice = await page_after(telegram, telegram.press(user, message, data))
                    assert notice == HANS.plain("old-button")
    assert engine.library.entries(PUBLIC) == []


async def test_presses_that_are_made_up_change_nothing(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    owner, user, other = telegram.user("站长"), telegram.user("小明"), telegram.user("小红")
    async with served(serve, engine, rules=Rules(Access(owners={owner.id}))):
        group = telegram.group("读书会", owner=user)
        engine.library.add(File.uploaded("公.txt", BRIDGE.encode()))
        await add(telegram, user, "我的.txt", LIBRARY)
        await add(telegram, user, "群的.txt", LIBRARY, group, caption=f"@{telegram.bot.username}")
        menus = [
            await telegram.answer_to(telegram.say(who, "/docs", where))
            for who, where in ((user, None), (other, None), (user, group), (other, group))
        ]
        mine, others, ours, _ = menus
        entries = {entry.source: entry.id for entry in engine.library.documents()}
        remove = partial(DocumentButton, DocumentAction.REMOVE)
        ask = partial(DocumentButton, DocumentAction.ASK)
        own, public = DocumentScope.OWN, DocumentScope.PUBLIC
        attempts = [
            (other, others, remove(own, entries["我的.txt"]), "docs-gone"),
            (other, others, remove(own, entries["群的.txt"]), "docs-gone"),
            (other, others, remove(public, entries["公.txt"]), "docs-not-yours"),
            (other, others, ask(own, entries["我的.txt"]), "docs-gone"),
            (other, others, ask(public, entries["公.txt"]), "docs-not-yours"),
            (other, mine, remove(own, entries["我的.txt"]), "docs-not-yours"),
            (other, ours, remove(own, entries["群的.txt"]), "docs-not-yours"),
            (user, mine, remove(public, entries["公.txt"]), "docs-not-yours"),
            (user, ours, remove(own, entries["我的.txt"]), "docs-gone"),
        ]
        for who, menu, press, phrase in attempts:
            notice = await page_after(telegram, telegram.press(who, menu, press.encode()))
            assert notice == HANS.plain("docs-gone" if phrase == "docs-gone" else "docs-not-yours"), press
        for data in ("d:y:o:zz:0", "d:y:x:1:0", "d:z:o:1:0", "d:y:o:1:999999", "d:", f"d:y:o:{'f' * 17}:0"):
            assert await page_after(telegram, telegram.press(user, mine, data)) == HANS.plain("old-button")
        assert {entry.source for entry in engine.library.documents()} == {"公.txt", "我的.txt", "群的.txt"}
        for menu in menus[1:2]:
            current = telegram.current(menu)
            assert current
            assert "我的.txt" not in current.text
            assert "群的.txt" not in current.text
        # Who may, may.
        menu = await telegram.answer_to(telegram.say(owner, "/docs"))
        assert [button["text"] for button in menu.buttons] == ["✕ 1. 公.txt"]
        telegram.press(owner, menu, remove(public, entries["公.txt"]).encode())
        telegram.press(user, ours, remove(own, entries["群的.txt"]).encode())
        await telegram.notifier.until(lambda: not sources(engine, group.id), timeout=20)
        await telegram.notifier.until(lambda: not engine.library.entries(PUBLIC), timeout=20)


async def test_whoever_runs_a_group_no_longer_may_not_remove(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        boss = telegram.user("群主")
        group = telegram.group("读书会", owner=boss)
        await add(telegram, boss, "桥.txt", BRIDGE, group, caption=f"@{telegram.bot.username}")
        menu = await telegram.answer_to(telegram.say(boss, "/docs", group))
        telegram.appoint(boss, group, "member")
        assert await page_after(telegram, telegram.tap(boss, menu, "✕ 1")) == HANS.plain("docs-not-yours")
        telegram.appoint(boss, group, "administrator")
        # Telegram may refuse to say what one member is; who runs the group, it always tells.
        telegram.fail("getChatMember", bad_request("CHAT_ADMIN_REQUIRED"), times=2)
        telegram.tap(boss, menu, "✕ 1")
        await changed(telegram, menu, "删除 ")
    assert sources(engine, group.id) == ["桥.txt"]


async def test_only_those_who_are_admitted_add_and_list(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    friend, stranger = telegram.user("友"), telegram.user("客")
    async with served(serve, engine, rules=Rules(Access(users={friend.id}))):
        group = telegram.group("读书会", owner=stranger)
        assert "已加入" in (await add(telegram, friend, "桥.txt", BRIDGE)).text
        assert str(stranger.id) in (await add(telegram, stranger, "桥.txt", BRIDGE)).text
        assert str(stranger.id) in await answer(telegram, stranger, "/docs")
        silent = [
            telegram.send_document(
                stranger, "桥.txt", BRIDGE.encode(), group, caption=f"@{telegram.bot.username}"
            ),
            telegram.say(stranger, "/docs", group),
            telegram.say(stranger, "/add", group),
        ]
        await answer(telegram, friend, "/docs")
    assert not any(telegram.replies(message) for message in silent)
    assert {entry.collection for entry in engine.library.documents()} == {
        "sample",
        own_collection(friend.id),
    }
