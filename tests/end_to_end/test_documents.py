"""People send documents, ask about them, list and remove them; nobody sees what is not theirs."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.access import Access, Rules
from bot.audience import own_collection
from bot.catalogue import PAGE, Part, Press, Verb
from bot.languages import Language, Voice
from bot.playground import Loopback
from bot.playground.chats import ANONYMOUS, Chat, Message, User
from bot.playground.queries import CallbackQuery
from bot.playground.refusals import bad_request, server_error
from bot.playground.troubles import DOWNLOAD, Delay
from bot.shelf import Shelf
from bot.state import State
from embeddings.encoder import Encoder, load_encoder
from retrieval.engine import Engine
from retrieval.library import PUBLIC, SAMPLE_QUESTIONS, File
from retrieval.reader import Reader, load_reader
from tests.end_to_end.conftest import Log, Serve

HANS, HANT, EN = (Voice(language) for language in Language)
NOT_FOUND = HANS.plain("not-found")

BRIDGE = "青石桥重新开放\n\n青石桥在停工两年之后重新开放，修缮共花费三百二十万元。市民周末可以步行通过。\n"
COST = "青石桥修缮花费多少？"
LIBRARY = "柳湾图书馆落成\n\n柳湾图书馆昨日落成，首任馆长是顾明远。馆内藏书八万册。\n"
HEAD = "柳湾图书馆馆长是谁？"


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for Telegram's limit on messages in a group."""
    monkeypatch.setattr("bot.carrier._GROUP", (1000, 1.0))


@pytest.fixture(scope="module")
def models() -> tuple[Encoder, Reader]:
    return load_encoder(), load_reader()


@pytest.fixture
def engine(tmp_path: Path, models: tuple[Encoder, Reader]) -> Iterator[Engine]:
    encoder, reader = models
    opened = Engine.open(tmp_path / "home", encoder=encoder, reader=reader)
    yield opened
    opened.close()


def served(serve: Serve, engine: Engine, **options: Any) -> Any:
    return serve(engine, shelf=Shelf.of(engine), **options)


async def settled(telegram: Loopback, sent: Message, seconds: float = 10) -> Message:
    """The reply to a document once it says what became of it: the only one."""

    def look() -> Message | None:
        replies = telegram.replies(sent)
        return replies[0] if replies and not is_under_way(replies[0]) else None

    said = await telegram.bell.until(look, timeout=seconds)
    assert len(telegram.replies(sent)) == 1
    return said


def is_under_way(message: Message) -> bool:
    return any(words in message.text for words in ("正在下载", "正在读", "正在建索引"))


async def add(telegram: Loopback, user: User, name: str, text: str, *place: Any, **options: Any) -> Message:
    return await settled(telegram, telegram.send_document(user, name, text.encode(), *place, **options))


async def answer(telegram: Loopback, user: User, question: str, *place: Any, **options: Any) -> str:
    return (await telegram.answer_to(telegram.say(user, question, *place, **options))).text


async def page_after(telegram: Loopback, query: CallbackQuery) -> str:
    """The notice of a press, once it has been dealt with."""
    return (await telegram.notice_for(query)).text


async def changed(telegram: Loopback, message: Message, text: str) -> Message:
    """A message as soon as it holds some words."""

    def look() -> Message | None:
        current = telegram.current(message)
        return current if current and text in current.text else None

    return await telegram.bell.until(look, timeout=5)


def sources(engine: Engine, chat: int) -> list[str]:
    return [entry.source for entry in engine.library.entries(own_collection(chat))]


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
    add_file, sync = engine.library.add, engine.retriever.sync

    def slow_add(*arguments: Any) -> Any:
        reading.wait(10)
        return add_file(*arguments)

    def slow_sync() -> None:
        indexing.wait(10)
        sync()

    monkeypatch.setattr(engine.library, "add", slow_add)
    monkeypatch.setattr(engine.retriever, "sync", slow_sync)
    telegram.fail(DOWNLOAD, Delay(1.0))
    async with served(serve, engine):
        user = telegram.user("小明")
        sent = telegram.send_document(user, "桥.txt", BRIDGE.encode())
        told = await telegram.answer_to(sent)
        assert told.text == "桥.txt：收到，正在下载……"
        await changed(telegram, told, "正在读")
        # Others are answered meanwhile, and so is whoever waits.
        assert (await answer(telegram, user, SAMPLE_QUESTIONS[0])).startswith("30亿元")
        reading.set()
        assert (await changed(telegram, told, "正在建索引")).text == "桥.txt：1 段，正在建索引……"
        assert (await answer(telegram, telegram.user("小红"), SAMPLE_QUESTIONS[0])).startswith("30亿元")
        indexing.set()
        assert (await settled(telegram, sent)).id == told.id


async def test_a_long_document_holds_up_neither_questions_nor_the_loop(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    text = "\n\n".join(
        f"第{n}座桥在{n}年开放，修缮花费{n}万元，长{n * 3}米，由{n}号工程队承建。" for n in range(6000)
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
        assert "6000 段" in replies[0].text
    assert len(waits) > 1
    assert max(waits) < 2
    assert sorted(pauses)[len(pauses) * 99 // 100] < 0.25


@pytest.mark.parametrize(
    ("name", "size", "phrase"),
    [
        ("表.xlsx", None, "upload-kind"),
        ("没有后缀", None, "upload-kind"),
        ("大.txt", (20 << 20) + 1, "upload-size"),
    ],
)
async def test_kind_and_size_are_looked_at_before_the_download(
    telegram: Loopback, serve: Serve, engine: Engine, name: str, size: int | None, phrase: str
) -> None:
    async with served(serve, engine):
        sent = telegram.send_document(telegram.user("小明"), name, b"x", size=size)
        said = await settled(telegram, sent)
    values = {"kinds": "docx html md pdf txt"} if phrase == "upload-kind" else {}
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
    monkeypatch.setattr("bot.handlers.uploads._PAUSES_S", (0.01, 0.01))
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


async def test_add_says_how(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    async with served(serve, engine):
        user, group = telegram.user("小明"), telegram.group("读书会")
        assert "最大 20 MB" in await answer(telegram, user, "/add")
        assert f"@{telegram.bot.username}" in await answer(telegram, user, "/add", group)
        # In private, a document can be called up again.
        first = telegram.send_document(user, "桥.txt", BRIDGE.encode())
        await settled(telegram, first)
        telegram.say(user, "/add", reply_to=first)
        await telegram.bell.until(lambda: len(telegram.replies(first)) == 2, timeout=5)
        await changed(telegram, telegram.replies(first)[1], "内容没有变")


async def test_an_owner_says_who_is_to_see_a_document(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    owner, other = telegram.user("站长"), telegram.user("小红")
    async with served(serve, engine, rules=Rules(Access(admins={owner.id}))):
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
        assert "读不了" in (await add(telegram, owner, "表.xlsx", "x")).text
    assert [entry.source for entry in engine.library.entries(PUBLIC)] == ["桥.txt"]
    assert sources(engine, owner.id) == ["馆.txt"]


async def test_nobody_else_can_make_a_document_public(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    owner, other = telegram.user("站长"), telegram.user("小红")
    async with served(serve, engine, rules=Rules(Access(admins={owner.id}))):
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
            await telegram.bell.until(lambda: len(telegram.replies(sent)) == 2, timeout=5)
            await changed(telegram, telegram.replies(sent)[1], "已加入")
            assert sources(other, user.id) == ["桥.txt"]
        # Once more: it is there, and nothing comes of it twice.
        async with served(serve, other, state=State(after)):
            await answer(telegram, user, COST)
        assert len(telegram.replies(sent)) == 2
    finally:
        other.close()


async def test_docs_shows_the_sample_to_begin_with(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    async with served(serve, engine):
        user, group = telegram.user("小明"), telegram.group("读书会")
        alone = await telegram.answer_to(telegram.say(user, "/docs"))
        assert alone.content.parts("bold") == ["你的文档（0/50）", "公共文档（0）"]
        assert alone.content.parts("code") == [SAMPLE_QUESTIONS[0]]
        assert alone.buttons == []
        assert (await answer(telegram, user, SAMPLE_QUESTIONS[0])).startswith("30亿元")
        together = await telegram.answer_to(telegram.say(user, "/docs", group))
        assert together.content.parts("bold") == ["本群的文档（0/50）", "公共文档（0）"]
        engine.library.add(File.uploaded("桥.txt", BRIDGE.encode()))
        shared = await telegram.answer_to(telegram.say(telegram.user("Ann", language_code="en"), "/docs"))
        assert shared.content.parts("bold") == ["Your documents (0/50)", "For everyone (1)"]
        assert "《青石桥重新开放》 · 桥.txt · 1 passage" in shared.text
        assert SAMPLE_QUESTIONS[0] not in shared.text


async def test_a_document_is_removed_after_one_question(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        await add(telegram, user, "桥.txt", BRIDGE)
        await add(telegram, user, "馆.txt", LIBRARY)
        menu = await telegram.answer_to(telegram.say(user, "/docs"))
        assert [button["text"] for button in menu.buttons] == ["✕ 1. 桥.txt", "✕ 2. 馆.txt"]
        telegram.tap(user, menu, "✕ 1")
        asked = await changed(telegram, menu, "删除 ")
        assert "桥.txt" in asked.text
        telegram.tap(user, menu, "留着")
        await changed(telegram, menu, "馆.txt")
        assert sources(engine, user.id) == ["桥.txt", "馆.txt"]
        telegram.tap(user, menu, "✕ 1")
        await changed(telegram, menu, "删除 ")
        assert await page_after(telegram, telegram.tap(user, menu, "删除")) == HANS.plain("docs-removed")
        left = await changed(telegram, menu, "你的文档（1/50）")
        assert "桥.txt" not in left.text
        assert NOT_FOUND in await answer(telegram, user, COST)
        assert (await answer(telegram, user, HEAD)).startswith("顾明远")


async def test_docs_has_pages(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    for n in range(PAGE):
        engine.library.add(File.uploaded(f"公{n}.txt", f"{BRIDGE}{n}".encode()))
    async with served(serve, engine):
        user = telegram.user("小明")
        await add(telegram, user, "馆.txt", LIBRARY)
        menu = await telegram.answer_to(telegram.say(user, "/docs"))
        assert menu.content.parts("bold") == ["你的文档（1/50）", f"公共文档（{PAGE}）"]
        assert [button["text"] for button in menu.buttons] == ["✕ 1. 馆.txt", "2/2 ›"]
        telegram.tap(user, menu, "2/2")
        second = await changed(telegram, menu, f"公{PAGE - 1}.txt")
        assert second.content.parts("bold") == [f"公共文档（{PAGE}）"]
        assert [button["text"] for button in second.buttons] == ["‹ 1/2"]
        # A page that is not there is the last.
        await telegram.notice_for(telegram.press(user, menu, str(Press(Verb.LIST, 99999))))
        current = telegram.current(menu)
        assert current
        assert current.text == second.text


async def test_presses_that_are_made_up_change_nothing(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    owner, user, other = telegram.user("站长"), telegram.user("小明"), telegram.user("小红")
    async with served(serve, engine, rules=Rules(Access(admins={owner.id}))):
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
        attempts = [
            (other, others, Press(Verb.REMOVE, 0, Part.OWN, entries["我的.txt"]), "docs-gone"),
            (other, others, Press(Verb.REMOVE, 0, Part.OWN, entries["群的.txt"]), "docs-gone"),
            (other, others, Press(Verb.REMOVE, 0, Part.PUBLIC, entries["公.txt"]), "docs-not-yours"),
            (other, others, Press(Verb.ASK, 0, Part.OWN, entries["我的.txt"]), "docs-gone"),
            (other, others, Press(Verb.ASK, 0, Part.PUBLIC, entries["公.txt"]), "docs-not-yours"),
            (other, mine, Press(Verb.REMOVE, 0, Part.OWN, entries["我的.txt"]), "docs-not-yours"),
            (other, ours, Press(Verb.REMOVE, 0, Part.OWN, entries["群的.txt"]), "docs-not-yours"),
            (user, mine, Press(Verb.REMOVE, 0, Part.PUBLIC, entries["公.txt"]), "docs-not-yours"),
            (user, ours, Press(Verb.REMOVE, 0, Part.OWN, entries["我的.txt"]), "docs-gone"),
        ]
        for who, menu, press, phrase in attempts:
            notice = await page_after(telegram, telegram.press(who, menu, str(press)))
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
        public = await telegram.answer_to(telegram.say(owner, "/docs"))
        assert [button["text"] for button in public.buttons] == ["✕ 1. 公.txt"]
        telegram.press(owner, public, str(Press(Verb.REMOVE, 0, Part.PUBLIC, entries["公.txt"])))
        telegram.press(user, ours, str(Press(Verb.REMOVE, 0, Part.OWN, entries["群的.txt"])))
        await telegram.bell.until(lambda: not sources(engine, group.id), timeout=5)
        await telegram.bell.until(lambda: not engine.library.entries(PUBLIC), timeout=5)


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
        assert (await answer(telegram, boss, f"/ask {COST}", larger)).startswith("九百万元")
        assert (await answer(telegram, boss, f"/ask {HEAD}", larger)).startswith("顾明远")
    assert (sources(engine, group.id), sources(engine, larger.id)) == ([], ["桥.txt", "馆.txt"])


async def test_who_sends_too_many_documents_is_told_so_once(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    owner, boss, other = telegram.user("站长"), telegram.user("群主"), telegram.user("小红")
    async with served(serve, engine, rules=Rules(Access(admins={owner.id}), uploads=2)):
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


SECRETS = {
    "甲": ("甲的保险箱放在青石桥旁边的旧仓库里，密码是七三一九。", "甲的保险箱密码是多少？", "七三一九"),
    "乙": ("乙的船票编号是八八二四，停在柳湾码头。", "乙的船票编号是多少？", "八八二四"),
    "读书会": ("读书会本月的聚会地点是松风茶馆。", "读书会本月的聚会地点是哪里？", "松风茶馆"),
    "合唱团": ("合唱团下周的指挥是许清和。", "合唱团下周的指挥是谁？", "许清和"),
}


async def test_nobody_ever_sees_what_is_not_theirs(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    async with served(serve, engine):
        users = {name: telegram.user(name) for name in ("甲", "乙")}
        groups = {name: telegram.group(name, owner=users["甲"]) for name in ("读书会", "合唱团")}
        places: dict[str, tuple[User, Chat | None]] = {name: (user, None) for name, user in users.items()}
        places |= {name: (users["甲"], group) for name, group in groups.items()}
        for name, (user, place) in places.items():
            caption = f"@{telegram.bot.username}" if place else ""
            said = await add(telegram, user, f"{name}.txt", SECRETS[name][0], place, caption=caption)
            assert "已加入" in said.text
        asked = {}
        for here, (user, place) in places.items():
            for name, (_, question, secret) in SECRETS.items():
                text = f"/ask {question}" if place else question
                asked[here, name] = await telegram.answer_to(telegram.say(user, text, place))
                assert (secret in asked[here, name].text) == (here == name), (here, name)
                assert (f"{name}.txt" in asked[here, name].text) == (here == name), (here, name)
                buttons = str(asked[here, name].buttons)
                assert (name == here) or (f"{name}.txt" not in buttons), (here, name)
            listed = await telegram.answer_to(telegram.say(user, "/docs", place))
            assert [name for name in SECRETS if f"{name}.txt" in listed.text] == [here]
        # Inline, everyone is alone with what is their own, wherever they type.
        for here, user in users.items():
            for name, (_, question, secret) in SECRETS.items():
                offers = await telegram.offers_for(telegram.inline(user, question, chat_type="group"))
                shown = str([(r.title, r.description, r.content.text) for r in offers.results])
                assert (secret in shown) == (here == name), (here, name)
                assert (f"{name}.txt" in shown) == (here == name), (here, name)
                assert offers.is_personal
        # The buttons of an answer work in its own chat alone.
        for here, (user, _) in places.items():
            for name in SECRETS:
                foreign = next(message for key, message in asked.items() if key[0] != here)
                for button in asked[here, name].buttons:
                    assert await page_after(
                        telegram, telegram.press(user, foreign, button["callback_data"])
                    ) == HANS.plain("turn-gone")
        # A follow-up looks no further than its own chat, whatever it replies to.
        for here, (user, place) in places.items():
            if place:
                continue
            for name, (_, question, secret) in SECRETS.items():
                text = await answer(telegram, user, question, reply_to=asked[here, here])
                assert (secret in text) == (here == name), (here, name)


async def test_older_pages_of_inline_answers_do_not_show_what_was_removed(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        for number in range(1, 9):
            await add(telegram, user, f"桥{number}.txt", BRIDGE.replace("三百二十", f"{number}百"))
        first = telegram.inline(user, COST)
        await telegram.offers_for(first)
        page = telegram.scroll(first)
        assert page
        (offered, *_) = (await telegram.offers_for(page)).results
        gone = next(
            entry for entry in engine.library.entries(own_collection(user.id)) if entry.source in str(offered)
        )
        menu = await telegram.answer_to(telegram.say(user, "/docs"))
        await page_after(telegram, telegram.press(user, menu, str(Press(Verb.REMOVE, 0, Part.OWN, gone.id))))
        page = telegram.scroll(first)
        assert page
        again = await telegram.offers_for(page)
        assert again.results
        assert gone.source not in str(again.results)


async def test_after_removal_nothing_of_it_is_answered(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user, group = telegram.user("小明"), telegram.group("读书会")
        await add(telegram, user, "桥.txt", BRIDGE)
        old = await telegram.answer_to(telegram.say(user, COST))
        assert old.text.startswith("三百二十万元")
        offers = await telegram.offers_for(telegram.inline(user, COST))
        assert "三百二十万元" in offers.results[0].content.text
        shared = telegram.choose(
            telegram.inline_queries[max(telegram.inline_queries)], offers.results[0], group
        )
        menu = await telegram.answer_to(telegram.say(user, "/docs"))
        telegram.tap(user, menu, "✕ 1")
        await changed(telegram, menu, "删除 ")
        await telegram.notice_for(telegram.tap(user, menu, "删除"))
        later = await telegram.offers_for(telegram.inline(user, COST))
        assert "三百二十万元" not in str([result.content.text for result in later.results])
        assert NOT_FOUND in await answer(telegram, user, COST)
        followed = await answer(telegram, user, "多少钱？", reply_to=old)
        assert "三百二十万元" not in followed
        assert "桥.txt" not in followed
        for message in (old, shared):
            for button in message.buttons:
                before = telegram.current(message)
                await telegram.notice_for(telegram.press(user, message, button["callback_data"]))
                assert telegram.current(message) == before
        gone = await page_after(telegram, telegram.tap(user, old, "上下文"))
        assert gone == HANS.plain("passage-gone")
