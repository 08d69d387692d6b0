"""Documents that are not taken, and what is said of each."""

from typing import Any

import pytest

from bot.playground import Loopback
from bot.playground.protocol.faults import DOWNLOAD
from bot.playground.protocol.refusals import bad_request, server_error
from bot.services.access import Access, Rules
from bot.telegram.messages.uploads.problems import FILE_TYPES
from retrieval.engine import Engine
from tests.end_to_end.conftest import Log, Serve
from tests.end_to_end.documents.scene import (
    BRIDGE,
    COST,
    HANS,
    LIBRARY,
    add,
    answer,
    changed,
    served,
    settled,
    sources,
)


@pytest.mark.parametrize(
    ("name", "size", "phrase"),
    [
        ("曲.mp3", None, "upload-kind"),
        ("旧.doc", None, "upload-kind-instead"),
        ("旧.WPS", None, "upload-kind-instead"),
        ("包.rar", None, "upload-kind-packed"),
        ("大.txt", (20 << 20) + 1, "upload-size"),
    ],
)
async def test_kind_and_size_are_looked_at_before_the_download(
    telegram: Loopback, serve: Serve, engine: Engine, name: str, size: int | None, phrase: str
) -> None:
    async with served(serve, engine):
        sent = telegram.send_document(telegram.user("小明"), name, b"x", size=size)
        said = await settled(telegram, sent)
    values = {
        "upload-kind": {"kinds": FILE_TYPES},
        "upload-kind-instead": {"suffix": ".docx"},
        "upload-kind-packed": {"suffix": ".zip"},
    }.get(phrase, {})
    assert said.text == HANS.plain(phrase, name=name, **values).replace("<b>", "").replace("</b>", "")
    assert telegram.calls("getFile") == []


async def test_the_number_of_documents_is_looked_at_before_the_download(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine, rules=Rules(documents=1)):
        user = telegram.user("小明")
        assert "已加入" in (await add(telegram, user, "桥.txt", BRIDGE)).text
        assert "最多放 1 份" in (await add(telegram, user, "馆.txt", LIBRARY)).text
        assert len(telegram.calls("getFile")) == 1
        # In the place of one that is there, there is room; and others have room of their own.
        assert "已替换" in (await add(telegram, user, "桥.txt", LIBRARY)).text
        assert "已加入" in (await add(telegram, telegram.user("小红"), "馆.txt", LIBRARY)).text
    assert sources(engine, user.id) == ["桥.txt"]


async def test_a_bot_that_takes_no_documents_says_so(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine, rules=Rules(documents=0)):
        said = await add(telegram, telegram.user("小明"), "桥.txt", BRIDGE)
    assert said.text == HANS.plain("upload-none-taken")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("坏.pdf", b"%PDF-1.4 nothing", "文件损坏"),
        ("假.docx", "不是 Word".encode(), "文件损坏"),
        ("空.txt", b" \n ", "没有找到文字"),
        ("空.html", b"<html><body></body></html>", "没有找到文字"),
        ("乱.txt", bytes(range(128, 256)) * 50, "UTF-8"),
    ],
)
async def test_a_file_that_cannot_be_read_says_why(
    telegram: Loopback, serve: Serve, engine: Engine, name: str, data: bytes, words: str
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        said = await settled(telegram, telegram.send_document(user, name, data))
    assert said.text.startswith(f"{name}：")
    assert words in said.text
    assert sources(engine, user.id) == []


async def test_a_download_that_fails_once_is_tried_again(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    telegram.fail(DOWNLOAD, server_error())
    async with served(serve, engine):
        assert "已加入" in (await add(telegram, telegram.user("小明"), "桥.txt", BRIDGE)).text


async def test_a_download_that_goes_on_failing_is_told(
    telegram: Loopback, serve: Serve, engine: Engine, logged: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.handlers.documents.downloads._PAUSES_S", (0.01, 0.01))
    telegram.fail(DOWNLOAD, server_error(), times=3)
    async with served(serve, engine):
        user = telegram.user("小明")
        assert "没能从 Telegram 下载" in (await add(telegram, user, "桥.txt", BRIDGE)).text
        assert "已加入" in (await add(telegram, user, "桥.txt", BRIDGE)).text
    assert telegram.token not in str(logged)
    assert "桥" not in str([entry for entry in logged if entry["log_level"] != "debug"])


@pytest.mark.parametrize(
    ("reason", "words"), [("file is too big", "20 MB"), ("invalid file_id", "没能从 Telegram 下载")]
)
async def test_a_file_that_telegram_refuses_is_told(
    telegram: Loopback, serve: Serve, engine: Engine, reason: str, words: str
) -> None:
    telegram.fail("getFile", bad_request(reason))
    async with served(serve, engine):
        assert words in (await add(telegram, telegram.user("小明"), "桥.txt", BRIDGE)).text
    assert len(telegram.calls("getFile")) == 1


async def test_what_nobody_foresaw_is_told_too(
    telegram: Loopback, serve: Serve, engine: Engine, monkeypatch: pytest.MonkeyPatch, logged: Log
) -> None:
    def broken(*_arguments: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(engine.library, "add", broken)
    async with served(serve, engine):
        sent = telegram.send_document(telegram.user("小明"), "桥.txt", BRIDGE.encode())
        told = await changed(telegram, await telegram.answer_to(sent), "抱歉")
    assert told.text.startswith("桥.txt：")
    assert [entry["error"] for entry in logged if entry["event"] == "update_failed"] == ["RuntimeError"]


async def test_who_sends_too_many_documents_is_told_so_once(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    owner, boss, other = telegram.user("站长"), telegram.user("群主"), telegram.user("小红")
    async with served(serve, engine, rules=Rules(Access(owners={owner.id}), uploads=2)):
        group = telegram.group("读书会", owner=boss)
        telegram.appoint(owner, group, "administrator")
        call = f"@{telegram.bot.username}"
        assert "已加入" in (await add(telegram, boss, "一.txt", BRIDGE)).text
        # What is refused for what it is counts, too; in a group the same person goes on.
        assert "读不了" in (await add(telegram, boss, "二.exe", BRIDGE)).text
        told = await add(telegram, boss, "三.txt", BRIDGE, group, caption=call)
        assert told.text == HANS.plain("upload-too-many", count=2)
        silent = [telegram.send_document(boss, f"{n}.txt", BRIDGE.encode()) for n in "四五"]
        # Everyone has their own measure, owners none; questions go on.
        assert "已加入" in (await add(telegram, other, "三.txt", BRIDGE)).text
        for name in ("六.txt", "七.txt", "八.txt"):
            assert "已加入" in (await add(telegram, owner, name, BRIDGE, group, caption=call)).text
        assert (await answer(telegram, boss, COST)).startswith("三百二十万元")
    assert not any(telegram.replies(message) for message in silent)
    assert sources(engine, boss.id) == ["一.txt"]
    assert sources(engine, group.id) == ["七.txt", "八.txt", "六.txt"]
