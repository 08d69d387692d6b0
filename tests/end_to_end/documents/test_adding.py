"""People send documents, are told what becomes of them, and ask."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.playground import Loopback
from bot.playground.protocol.faults import DOWNLOAD, Delay
from bot.playground.simulation.chats import Message
from bot.services.access import Rules
from bot.storage import State
from embeddings.protocol import Encoder, Progress, Vectors
from retrieval.engine import Engine
from retrieval.library import SAMPLE_QUESTIONS
from retrieval.reader import Reader
from tests.end_to_end.conftest import Serve
from tests.end_to_end.documents.scene import (
    BRIDGE,
    COST,
    HANS,
    LIBRARY,
    NOT_FOUND,
    add,
    answer,
    changed,
    is_under_way,
    served,
    settled,
    sources,
)
from tests.retrieval.letters import LetterEncoder


async def test_a_document_sent_in_private_is_answered_from_there_alone(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        owner, other = telegram.user("小明"), telegram.user("小红")
        said = await add(telegram, owner, "桥.txt", BRIDGE)
        assert said.text.startswith("桥.txt：已加入")
        assert "《青石桥重新开放》 · 1 段" in said.text
        assert HANS.plain("upload-next") in said.text
        assert (await answer(telegram, owner, COST)).startswith("三百二十万元")
        assert NOT_FOUND in await answer(telegram, other, COST)
    assert sources(engine, owner.id) == ["桥.txt"]
    assert sources(engine, other.id) == []


async def test_what_goes_on_is_told_in_one_message(
    telegram: Loopback, serve: Serve, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, indexing = threading.Event(), threading.Event()
    add_file, follow = engine.library.add, engine.retriever.follow

    def slow_add(*arguments: Any) -> Any:
        reading.wait(10)
        return add_file(*arguments)

    def slow_follow() -> None:
        indexing.wait(10)
        follow()

    monkeypatch.setattr(engine.library, "add", slow_add)
    monkeypatch.setattr(engine.retriever, "follow", slow_follow)
    telegram.fail(DOWNLOAD, Delay(1.0))
    async with served(serve, engine):
        user = telegram.user("小明")
        sent = telegram.send_document(user, "桥.txt", BRIDGE.encode())
        told = await telegram.answer_to(sent)
        assert told.text == "桥.txt：收到，正在下载……"
        await changed(telegram, told, "正在读")
        # Others are answered meanwhile, and so is whoever waits.
        assert (await answer(telegram, user, SAMPLE_QUESTIONS[0])).startswith("30亿元")
        # What is not found may stand in what is being read.
        assert HANS.plain("not-found-reading") in await answer(telegram, user, COST)
        assert HANS.plain("not-found-reading") not in await answer(telegram, telegram.user("小红"), COST)
        reading.set()
        assert (await changed(telegram, told, "正在建索引")).text == "桥.txt：1 段，正在建索引……"
        assert (await answer(telegram, telegram.user("小红"), SAMPLE_QUESTIONS[0])).startswith("30亿元")
        indexing.set()
        assert (await settled(telegram, sent)).id == told.id


class Gated(LetterEncoder):
    """Embeds one batch, and others once it may."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        assert not self.encoded or self.gate.wait(30)
        time.sleep(0.01)
        return super().encode_passages(texts, progress)


async def test_a_document_is_asked_by_its_words_while_it_is_embedded(
    telegram: Loopback,
    serve: Serve,
    tmp_path: Path,
    models: tuple[Encoder, Reader],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, seconds in {
        "_EMBEDDING_GRACE_S": 0.1,
        "_BACKLOG_POLL_S": 0.05,
        "_STATUS_INTERVAL_S": 0.1,
        "_SOON_EMBEDDED_S": 0.0,
    }.items():
        monkeypatch.setattr(f"bot.telegram.handlers.documents.ingestion.{name}", seconds)
    encoder = Gated()
    engine = Engine.open(tmp_path / "slow", encoder=encoder, reader=models[1])
    try:
        async with served(serve, engine):
            user = telegram.user("小明")
            said = await add(telegram, user, "桥.txt", BRIDGE)
            later = HANS.plain("upload-meaning-later", minutes=1)
            assert said.text.endswith(later)
            assert (await answer(telegram, user, COST)).startswith("三百二十万元")
            other = await add(telegram, user, "馆.txt", LIBRARY)
            await answer(telegram, user, "/docs")
            encoder.gate.set()
            for message in (said, other):
                done = await telegram.notifier.until(partial(_without, telegram, message, later), timeout=20)
                assert "已加入" in done.text
                assert HANS.plain("upload-next") in done.text
    finally:
        encoder.gate.set()
        engine.close()


def _without(telegram: Loopback, message: Message, text: str) -> Message | None:
    current = telegram.current(message)
    return current if current and text not in current.text else None


async def test_the_bot_stops_while_a_document_is_embedded(
    telegram: Loopback, serve: Serve, tmp_path: Path, models: tuple[Encoder, Reader]
) -> None:
    encoder = Gated()
    engine = Engine.open(tmp_path / "slow", encoder=encoder, reader=models[1])
    try:
        async with served(serve, engine):
            said = await add(telegram, telegram.user("小明"), "桥.txt", BRIDGE)
            assert "已加入" in said.text
            began = time.monotonic()
        assert time.monotonic() - began < 30
    finally:
        encoder.gate.set()
        engine.close()


async def test_a_long_document_holds_up_neither_questions_nor_the_loop(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    text = "\n\n".join(
        f"第{n}座桥在{n}年开放，修缮花费{n}万元，长{n * 3}米，由{n}号工程队承建。" for n in range(3000)
    )
    async with served(serve, engine, rules=Rules(questions_each=1000)):
        user, other = telegram.user("小明"), telegram.user("小红")
        await answer(telegram, other, SAMPLE_QUESTIONS[0])
        sent = telegram.send_document(user, "长.txt", text.encode())
        pauses, waits = [], []

        async def watch() -> None:
            while True:
                before = time.perf_counter()
                await asyncio.sleep(0.005)
                pauses.append(time.perf_counter() - before)

        watching = asyncio.create_task(watch())
        while not (replies := telegram.replies(sent)) or is_under_way(replies[0]):
            before = time.perf_counter()
            assert (await answer(telegram, other, SAMPLE_QUESTIONS[0])).startswith("30亿元")
            waits.append(time.perf_counter() - before)
        watching.cancel()
        assert "3000 段" in replies[0].text
    assert len(waits) > 1
    assert max(waits) < 10
    assert sorted(pauses)[len(pauses) * 99 // 100] < 0.5


async def test_the_same_name_again_takes_the_place_of_the_one_before(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        await add(telegram, user, "桥.txt", BRIDGE)
        assert "内容没有变" in (await add(telegram, user, "桥.txt", BRIDGE)).text
        newer = await add(telegram, user, "桥.txt", BRIDGE.replace("三百二十万元", "四百万元"))
        assert "已替换" in newer.text
        assert (await answer(telegram, user, COST)).startswith("四百万元")
    assert sources(engine, user.id) == ["桥.txt"]


async def test_files_sent_together_each_get_theirs_one_after_another(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        files = [("一.txt", BRIDGE), ("二.pdf", "坏"), ("三.txt", LIBRARY)]
        sent = [telegram.send_document(user, n, t.encode(), media_group_id="7") for n, t in files]
        said = [(await settled(telegram, message)).text for message in sent]
    assert [text.partition("：")[0] for text in said] == ["一.txt", "二.pdf", "三.txt"]
    assert ["已加入" in text for text in said] == [True, False, True]
    told = [message.reply_to.id for message in telegram.said(telegram.private(user)) if message.reply_to]
    assert told == [message.id for message in sent]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/桥.txt", "桥.txt"),
        ("C:\\文件\\桥.txt", "桥.txt"),
        ("<b>桥</b> & <a href='x'>.txt", "b> & <a href='x'>.txt"),
        ("桥\u202etxt.exe\x00.txt", "桥txt.exe.txt"),
        ("长" * 300 + ".txt", "长" * 79 + "…"),
    ],
)
async def test_a_name_is_neither_a_path_nor_markup(
    telegram: Loopback, serve: Serve, engine: Engine, name: str, shown: str
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        said = await add(telegram, user, name, "一段没有标题的话。\n")
        listed = await telegram.answer_to(telegram.say(user, "/docs"))
    assert said.content.parts("bold") == [shown]
    assert {entity.type for entity in said.content.entities} <= {"bold", "bot_command"}
    assert shown.rstrip("…")[:50] in listed.text


async def test_add_says_how(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    async with served(serve, engine):
        user, group = telegram.user("小明"), telegram.group("读书会")
        assert "最大 20 MB" in await answer(telegram, user, "/add")
        assert f"@{telegram.bot.username}" in await answer(telegram, user, "/add", group)
        # In private, a document can be called up again.
        first = telegram.send_document(user, "桥.txt", BRIDGE.encode())
        await settled(telegram, first)
        telegram.say(user, "/add", reply_to=first)
        await telegram.notifier.until(lambda: len(telegram.replies(first)) == 2, timeout=20)
        await changed(telegram, telegram.replies(first)[1], "内容没有变")


async def test_a_restart_in_the_middle_loses_no_document(
    telegram: Loopback, serve: Serve, engine: Engine, tmp_path: Path, models: tuple[Encoder, Reader]
) -> None:
    telegram.fail(DOWNLOAD, Delay(1.5))
    before, after = tmp_path / "before.db", tmp_path / "after.db"
    user = telegram.user("小明")
    async with served(serve, engine, state=State(before)):
        sent = telegram.send_document(user, "桥.txt", BRIDGE.encode())
        await telegram.answer_to(sent)
        await telegram.confirmed()
        # All that is left of a process which ends here is what it wrote.
        with sqlite3.connect(before) as old, sqlite3.connect(after) as new:
            old.backup(new)
        old.close()
        new.close()
    encoder, reader = models
    other = Engine.open(tmp_path / "other", encoder=encoder, reader=reader)
    try:
        async with served(serve, other, state=State(after)):
            await telegram.notifier.until(lambda: len(telegram.replies(sent)) == 2, timeout=20)
            await changed(telegram, telegram.replies(sent)[1], "已加入")
            assert sources(other, user.id) == ["桥.txt"]
        # Once more: it is there, and nothing comes of it twice.
        async with served(serve, other, state=State(after)):
            await answer(telegram, user, COST)
        assert len(telegram.replies(sent)) == 2
    finally:
        other.close()
