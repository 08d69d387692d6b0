"""A person's data leaves with /forget: all of theirs, nobody else's, and only where they mean it."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.playground import Loopback
from bot.playground.protocol.faults import DOWNLOAD, Delay
from bot.playground.simulation.chats import ANONYMOUS, Chat, Message, User
from bot.services.access import Access, Rules
from bot.services.documents import DocumentService
from bot.services.visibility import own_collection
from bot.storage import State
from bot.storage.state import FILE
from bot.telegram.messages.translations import Language, Translator
from retrieval.engine import Engine
from retrieval.library import File, Outcome
from tests.conftest import OpenEngine
from tests.end_to_end.archive import Archive, ExplainingAnswerer, found
from tests.end_to_end.conftest import Log, Serve

VOICE = Translator(Language.SIMPLIFIED)
QUESTION = "青石桥修缮花费了多少？"
TEXT = "青石桥重新开放\n\n青石桥在停工两年之后于5月1日重新开放，修缮共花费三百二十万元。\n"


@pytest.fixture
def engine(tmp_path: Path, open_engine: OpenEngine) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "documents")
    yield engine
    engine.close()


async def offered(telegram: Loopback, user: User, chat: Chat | None = None) -> Message:
    """The question that /forget brings."""
    message = await telegram.answer_to(telegram.say(user, "/forget", chat))
    assert message.text == text_of("forget-ask")
    return message


async def answered(telegram: Loopback, user: User, asked: Message, label: str) -> list[str]:
    """What the question becomes once someone has pressed one of its buttons, line by line."""
    assert (await telegram.notice_for(telegram.tap(user, asked, label))).text == ""
    changed = await telegram.change_of(asked)
    assert changed.buttons == []
    return changed.text.splitlines()


def text_of(phrase: str) -> str:
    return VOICE.plain(phrase).replace("<b>", "").replace("</b>", "")


def kept(home: Path) -> str:
    """All that is in the files of the state."""
    return "".join(file.read_bytes().decode(errors="ignore") for file in home.glob(f"{FILE}*"))


async def test_all_of_someone_leaves_and_nothing_of_others(
    telegram: Loopback, serve: Serve, tmp_path: Path
) -> None:
    user, other = telegram.user("小明"), telegram.user("小红")
    group = telegram.group("读书会")
    archive = Archive({"小红问的": found("甲乙丙丁", "丙丁")})
    async with serve(archive, state=State.open(tmp_path)):
        await telegram.answer_to(telegram.say(user, "私下里问的"))
        await telegram.answer_to(telegram.say(user, "/ask 当众问的", group))
        theirs = await telegram.answer_to(telegram.say(other, "/ask 小红问的", group))
        for voter, label in ((user, "👎"), (other, "👍")):
            await telegram.notice_for(telegram.tap(voter, theirs, label))
        menu = await telegram.answer_to(telegram.say(user, "/language"))
        await telegram.notice_for(telegram.press(user, menu, "lang:zh-Hans"))
        before = kept(tmp_path)
        told = await answered(telegram, user, await offered(telegram, user), "全部删除")
        after = kept(tmp_path)
        assert told == [text_of("forgotten"), "· 2 个问题和回答", "· 1 个评价", "· 你选的语言"]
        again = await answered(telegram, user, await offered(telegram, user), "全部删除")
        assert again == [text_of("forgotten")]
    for question in ("私下里问的", "当众问的"):
        assert question in before
        assert question not in after
    assert "小红问的" in after
    state = State.open(tmp_path)
    assert await state.turns.recent(user.id) == []
    assert await state.turns.recent(other.id) == ["小红问的"]
    tally = await state.votes.tally()
    assert (tally.useful, tally.useless) == (1, 0)
    await state.close()


async def test_a_language_that_was_chosen_is_forgotten(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive()):
        user = telegram.user("小明")
        menu = await telegram.answer_to(telegram.say(user, "/language"))
        await telegram.notice_for(telegram.press(user, menu, "lang:en"))
        asked = await telegram.answer_to(telegram.say(user, "/forget"))
        told = await answered(telegram, user, asked, "Delete all")
        assert told[1:] == ["· your choice of a language"]
        assert (await telegram.answer_to(telegram.say(user, "/ask"))).text == VOICE.plain("how-to-ask")


async def test_who_says_no_keeps_all(telegram: Loopback, serve: Serve, tmp_path: Path) -> None:
    user = telegram.user("小明")
    async with serve(Archive(), state=State.open(tmp_path)):
        await telegram.answer_to(telegram.say(user, "问过的"))
        told = await answered(telegram, user, await offered(telegram, user), "不删")
    assert told == [VOICE.plain("forget-kept")]
    assert "问过的" in kept(tmp_path)


async def test_only_who_asked_can_answer(telegram: Loopback, serve: Serve, tmp_path: Path) -> None:
    user, other, group = telegram.user("小明"), telegram.user("小红"), telegram.group("读书会")
    async with serve(Archive(), state=State.open(tmp_path)):
        for someone in (user, other):
            await telegram.answer_to(telegram.say(someone, f"/ask {someone.first_name}问的", group))
        asked = await offered(telegram, user, group)
        for label in ("全部删除", "不删"):
            notice = await telegram.notice_for(telegram.tap(other, asked, label))
            assert notice.text == VOICE.plain("forget-not-yours")
        assert telegram.current(asked) == asked
        # A press can be made up; it never reaches anyone else's data.
        for data in (f"forget:yes:{user.id}", "forget:yes:", f"forget:yes:{user.id}:{other.id}"):
            notice = await telegram.notice_for(telegram.press(other, asked, data))
            assert notice.text in {VOICE.plain("forget-not-yours"), VOICE.plain("old-button")}
    assert "小明问的" in kept(tmp_path)
    assert "小红问的" in kept(tmp_path)


async def test_own_documents_leave_those_of_others_and_of_groups_stay(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    user, other, group = telegram.user("小明"), telegram.user("小红"), telegram.group("读书会")
    for chat in (user.id, other.id, group.id):
        file = File.uploaded("桥.txt", TEXT.encode())
        assert engine.library.add(file, own_collection(chat)).change == "added"
    engine.retriever.sync()

    async def answer(someone: User, chat: Chat | None = None) -> str:
        return (await telegram.answer_to(telegram.say(someone, f"/ask {QUESTION}", chat))).text

    async with serve(engine, document_service=DocumentService.of(engine)):
        assert (await answer(user)).startswith("三百二十万元")
        told = await answered(telegram, user, await offered(telegram, user), "全部删除")
        assert told[1:] == ["· 1 个问题和回答", "· 1 份文档"]
        assert "三百二十万元" not in await answer(user)
        assert (await answer(other)).startswith("三百二十万元")
        # In a group it is the same, but how much it was is nobody's business there.
        assert await answered(telegram, other, await offered(telegram, other, group), "全部删除") == [
            text_of("forgotten")
        ]
        assert "三百二十万元" not in await answer(other)
        assert (await answer(user, group)).startswith("三百二十万元")
    left = {entry.collection for entry in engine.library.documents()}
    assert own_collection(group.id) in left
    assert not left & {own_collection(user.id), own_collection(other.id)}


async def test_a_document_that_is_being_read_leaves_too(
    telegram: Loopback, serve: Serve, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, gate, add = threading.Event(), threading.Event(), engine.library.add

    def wait_and_add(*arguments: Any) -> Outcome:
        begun.set()
        assert gate.wait(10)
        return add(*arguments)

    monkeypatch.setattr(engine.library, "add", wait_and_add)
    user = telegram.user("小明")
    async with serve(engine, document_service=DocumentService.of(engine)):
        telegram.send_document(user, "桥.txt", TEXT.encode())
        await asyncio.to_thread(begun.wait, 5)
        asked = await offered(telegram, user)
        pressed = telegram.tap(user, asked, "全部删除")
        with pytest.raises(TimeoutError):
            await telegram.notice_for(pressed, seconds=0.3)
        gate.set()
        await telegram.notice_for(pressed)
        assert "· 1 份文档" in (await telegram.change_of(asked)).text
        assert engine.library.entries(own_collection(user.id)) == []


async def test_a_document_that_is_being_fetched_is_not_kept(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    user = telegram.user("小明")
    async with serve(engine, document_service=DocumentService.of(engine)):
        telegram.fail(DOWNLOAD, Delay(2))
        sent = telegram.send_document(user, "桥.txt", TEXT.encode())
        await telegram.notifier.until(lambda: telegram.calls("getFile"), timeout=20)
        await answered(telegram, user, await offered(telegram, user), "全部删除")
        shown = await telegram.answer_to(sent)
        shown = await telegram.change_of(shown)
        assert shown.text == text_of("forgotten")
        assert engine.library.entries(own_collection(user.id)) == []
        telegram.send_document(user, "桥.txt", TEXT.encode())
        await telegram.notifier.until(lambda: engine.library.entries(own_collection(user.id)), timeout=20)


@pytest.mark.slow
async def test_a_question_that_is_being_answered_leaves_too(
    telegram: Loopback, serve: Serve, tmp_path: Path
) -> None:
    user, gate = telegram.user("小明"), threading.Event()
    explaining_answerer = ExplainingAnswerer(Archive(gate=gate))
    async with serve(explaining_answerer, state=State.open(tmp_path)):
        asked = telegram.say(user, "私下里问的")
        telegram.inline(user, "打字问的")
        await telegram.notifier.until(lambda: len(explaining_answerer.asked) == 2, timeout=20)
        await answered(telegram, user, await offered(telegram, user), "全部删除")
        gate.set()
        await telegram.answer_to(asked)
        await telegram.answer_to(telegram.say(user, "后来问的"))
    for question in ("私下里问的", "打字问的"):
        assert question not in kept(tmp_path)
    state = State.open(tmp_path)
    assert await state.turns.recent(user.id) == ["后来问的"]
    await state.close()


async def test_all_questions_of_a_message_under_way_leave(
    telegram: Loopback, serve: Serve, tmp_path: Path
) -> None:
    user, gate = telegram.user("小明"), threading.Event()
    explaining_answerer = ExplainingAnswerer(Archive(gate=gate))
    async with serve(explaining_answerer, state=State.open(tmp_path)):
        asked = telegram.say(user, "年假几天？婚假几天？产假几天？")
        await telegram.notifier.until(lambda: explaining_answerer.asked, timeout=20)
        await answered(telegram, user, await offered(telegram, user), "全部删除")
        gate.set()
        await telegram.answer_to(asked)
    state = State.open(tmp_path)
    assert await state.turns.recent(user.id) == []
    await state.close()


async def test_nobody_is_forgotten_in_the_name_of_a_group(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive()):
        group = telegram.group("读书会", supergroup=True)
        said = await telegram.answer_to(telegram.say(ANONYMOUS, "/forget", group))
    assert said.text == VOICE.plain("forget-in-private")
    assert said.buttons == []


async def test_who_may_not_ask_may_still_be_forgotten(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive(), rules=Rules(Access(users={1}))):
        user = telegram.user("小明")
        told = await answered(telegram, user, await offered(telegram, user), "全部删除")
    assert told == [text_of("forgotten")]


async def test_a_button_from_before_a_restart_still_counts(
    telegram: Loopback, serve: Serve, tmp_path: Path
) -> None:
    user = telegram.user("小明")
    async with serve(Archive(), state=State.open(tmp_path)):
        await telegram.answer_to(telegram.say(user, "问过的"))
        asked = await offered(telegram, user)
    async with serve(Archive(), state=State.open(tmp_path)):
        assert "· 1 个问题和回答" in await answered(telegram, user, asked, "全部删除")
    assert "问过的" not in kept(tmp_path)


async def test_nothing_is_logged_of_who_was_forgotten(telegram: Loopback, serve: Serve, logged: Log) -> None:
    user = telegram.user("小明")
    async with serve(Archive()):
        await telegram.answer_to(telegram.say(user, "私密的问题"))
        await answered(telegram, user, await offered(telegram, user), "全部删除")
    assert [entry["event"] for entry in logged] == ["bot_ready", "question_answered"]
    assert "私密" not in str(logged)
    assert str(user.id) not in str(logged)
