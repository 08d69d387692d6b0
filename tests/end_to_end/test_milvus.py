"""The bot with its index in Milvus: what it answers comes and goes with the documents."""

import signal
from asyncio.subprocess import Process
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot.playground import Loopback
from bot.playground.simulation.chats import User
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
)
from tests.end_to_end.processes import process, stopped

pytest.importorskip("milvus_lite")
pytestmark = pytest.mark.slow

INDEX = "index.db"


def bot(telegram: Loopback, folder: Path) -> AbstractAsyncContextManager[Process]:
    """The bot as the command line runs it, over a file of milvus-lite."""
    return process(
        *("-W", "ignore", "-m", "bot", "--home", "home", "bot"),
        folder=folder,
        TELEGRAM_BOT_TOKEN=telegram.token,
        YUANWEN_TELEGRAM_API_URL=telegram.base_url,
        YUANWEN_INDEX=f"milvus:./{INDEX}",
    )


async def end(started: Process) -> None:
    started.send_signal(signal.SIGTERM)
    output = await stopped(started)
    assert started.returncode == 0, output
    assert "Traceback" not in output, output


async def remove_first(telegram: Loopback, user: User) -> None:
    menu = await telegram.answer_to(telegram.say(user, "/docs"))
    telegram.tap(user, menu, "✕ 1")
    await changed(telegram, menu, "删除 ")
    assert await page_after(telegram, telegram.tap(user, menu, "删除")) == HANS.plain("docs-removed")


async def test_what_is_sent_answers_until_it_is_removed(telegram: Loopback, tmp_path: Path) -> None:
    user, other = telegram.user("小明"), telegram.user("小红")
    async with bot(telegram, tmp_path) as started:
        await telegram.answer_to(telegram.say(user, "/start"), seconds=120)
        assert "桥.txt" in (await add(telegram, user, "桥.txt", BRIDGE)).text
        assert "馆.txt" in (await add(telegram, user, "馆.txt", LIBRARY)).text
        assert (await answer(telegram, user, COST)).startswith("三百二十万元")
        assert NOT_FOUND in await answer(telegram, other, COST)
        await remove_first(telegram, user)
        assert NOT_FOUND in await answer(telegram, user, COST)
        assert (await answer(telegram, user, HEAD)).startswith("顾明远")
        await end(started)
    assert (tmp_path / INDEX).exists()
    assert not (tmp_path / "home" / "lexical").exists()


async def test_what_was_sent_before_a_restart_still_answers(telegram: Loopback, tmp_path: Path) -> None:
    user = telegram.user("小明")
    async with bot(telegram, tmp_path) as started:
        await telegram.answer_to(telegram.say(user, "/start"), seconds=120)
        await add(telegram, user, "桥.txt", BRIDGE)
        await end(started)
    async with bot(telegram, tmp_path) as started:
        asked = telegram.say(user, COST)
        said = await telegram.answer_to(asked, seconds=120)
        assert said.text.removeprefix("不太确定：").lstrip().startswith("三百二十万元")
        await remove_first(telegram, user)
        assert NOT_FOUND in await answer(telegram, user, COST)
        await end(started)
