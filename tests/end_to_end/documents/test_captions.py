"""The caption of a file may be a question: it is answered once the file is read, from it alone."""

import threading
from pathlib import Path
from typing import Any

import pytest

from bot.playground import Loopback
from bot.playground.protocol.faults import DOWNLOAD, Delay
from bot.playground.simulation.chats import Message
from bot.services.access import Access, Rules
from bot.services.documents import DocumentService
from bot.storage import State
from retrieval.engine import Engine
from retrieval.storage.store import Entry
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
    replies,
    served,
)

OTHER = "白鹿桥修缮花费九百万元，去年完工。\n"
ANSWER = "三百二十万元"


def send(
    telegram: Loopback, *arguments: Any, text: str = BRIDGE, name: str = "桥.txt", **options: Any
) -> Any:
    user, *place = arguments
    return telegram.send_document(user, name, text.encode(), *place, **options)


async def test_it_is_answered_from_the_file_alone(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    state = State()
    async with served(serve, engine, state=state):
        user = telegram.user("小明")
        await add(telegram, user, "鹿.txt", OTHER)
        sent = send(telegram, user, caption="修缮花费多少？")
        told, answer = await replies(telegram, sent, 2)
        assert "已加入" in told
        assert ANSWER in answer
        # What another holds is a press away.
        second = send(telegram, user, text=LIBRARY, name="馆.txt", caption="白鹿桥修缮花费多少？")
        assert NOT_FOUND in (await replies(telegram, second, 2))[1]
        assert HANS.plain("button-everywhere") in str(telegram.replies(second)[-1].buttons)
        # It is a turn like any other: a reply to it follows it up.
        turn = await state.turns.by_question(sent.chat.id, sent.id)
        assert turn
        assert turn.question == "修缮花费多少？"


async def test_it_goes_on_with_its_file_and_not_with_the_question_before(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    state = State()
    async with served(serve, engine, state=state):
        user = telegram.user("小明")
        await add(telegram, user, "鹿.txt", OTHER)
        assert "九百万元" in await answer(telegram, user, "白鹿桥修缮花费多少？")
        sent = send(telegram, user, caption="什么时候开放？")
        assert "理解为" not in (await replies(telegram, sent, 2))[1]
        turn = await state.turns.by_question(sent.chat.id, sent.id)
        assert turn
        assert turn.understood == "什么时候开放？"


@pytest.mark.parametrize("caption", ["", "/add", "@{bot}", "桥.txt", "桥", "第一季度.pdf", "谢谢！"])
async def test_other_captions_are_no_questions(
    telegram: Loopback, serve: Serve, engine: Engine, caption: str
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        sent = send(telegram, user, caption=caption.format(bot=telegram.bot.username))
        await replies(telegram, sent, 1)
        await telegram.answer_to(telegram.say(user, COST))
        assert len(telegram.replies(sent)) == 1


@pytest.mark.parametrize("call", ["@{bot} {question}", "/add {question}", "/add@{bot} {question}"])
async def test_in_a_group_a_caption_that_calls_the_bot_asks(
    telegram: Loopback, serve: Serve, engine: Engine, call: str
) -> None:
    async with served(serve, engine):
        boss = telegram.user("群主")
        group = telegram.group("读书会", owner=boss)
        caption = call.format(bot=telegram.bot.username, question=COST)
        _, answer = await replies(telegram, send(telegram, boss, group, caption=caption), 2)
        assert ANSWER in answer


async def test_an_owner_is_answered_after_the_choice(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    owner = telegram.user("站长")
    async with served(serve, engine, rules=Rules(Access(owners={owner.id}))):
        sent = send(telegram, owner, caption=COST)
        asked = await telegram.answer_to(sent)
        telegram.edit(sent, "青石桥停工多久？")
        await telegram.answer_to(telegram.say(owner, "/docs"))
        assert len(telegram.replies(sent)) == 1
        telegram.tap(owner, asked, "所有人")
        await changed(telegram, asked, "已加入")
        assert "两年" in (await replies(telegram, sent, 2))[1]


async def test_a_refused_file_leaves_its_question_unanswered_and_says_so(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    unasked = HANS.plain("upload-unasked")
    async with served(serve, engine, rules=Rules(uploads=2)):
        user, guest = telegram.user("小明"), telegram.user("群友")
        await add(telegram, user, "桥.txt", BRIDGE)
        damaged = send(telegram, user, name="坏.pdf", caption=COST)
        (told,) = await replies(telegram, damaged, 1)
        assert told.startswith("坏.pdf：")
        assert told.endswith(unasked)
        (too_many,) = await replies(telegram, send(telegram, user, name="三.txt", caption=COST), 1)
        assert too_many.endswith(unasked)
        group = telegram.group("读书会", owner=user)
        call = f"@{telegram.bot.username} {COST}"
        (not_allowed,) = await replies(telegram, send(telegram, guest, group, caption=call), 1)
        assert not_allowed.endswith(unasked)
        # Without a question nothing is said of one.
        silent = send(telegram, guest, name="坏.exe")
        assert unasked not in (await replies(telegram, silent, 1))[0]
    assert len(telegram.replies(damaged)) == 1


async def test_an_edited_caption_is_the_question_from_then_on(
    telegram: Loopback, serve: Serve, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, add_file = threading.Event(), engine.library.add

    def slow_add(*arguments: Any) -> Any:
        gate.wait(20)
        return add_file(*arguments)

    monkeypatch.setattr(engine.library, "add", slow_add)
    async with served(serve, engine):
        user = telegram.user("小明")
        sent = send(telegram, user, caption="青石桥停工多久？")
        await telegram.answer_to(sent)
        # While the file is read,
        telegram.edit(sent, COST)
        await telegram.answer_to(telegram.say(user, "/docs"))
        gate.set()
        _, answer = await replies(telegram, sent, 2)
        assert ANSWER in answer
        # and afterwards.
        telegram.edit(sent, "青石桥停工多久？")
        await changed(telegram, telegram.replies(sent)[1], "两年")
        # A caption may become a question, too.
        quiet = send(telegram, user, text=LIBRARY, name="馆.txt")
        await replies(telegram, quiet, 1)
        telegram.edit(quiet, HEAD)
        assert "顾明远" in (await replies(telegram, quiet, 2))[1]
    assert len(telegram.replies(sent)) == 2


async def test_whoever_is_not_admitted_has_no_caption_looked_at(
    telegram: Loopback, serve: Serve, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    async def entries(_: DocumentService, collection: str) -> list[Entry]:
        looked.append(collection)
        return []

    monkeypatch.setattr(DocumentService, "entries", entries)
    async with served(serve, engine, rules=Rules(Access(users=frozenset({1})))):
        stranger = telegram.user("生人")
        sent = send(telegram, stranger)
        refused = await telegram.answer_to(sent)
        telegram.edit(sent, COST)
        told = await replies(telegram, sent, 2)
    assert told == [refused.text] * 2
    assert looked == []


async def test_questions_in_captions_are_counted_like_others(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine, rules=Rules(questions_each=1)):
        user = telegram.user("小明")
        await replies(telegram, send(telegram, user, caption=COST), 2)
        sent = send(telegram, user, text=LIBRARY, name="馆.txt", caption=HEAD)
        told, refused = await replies(telegram, sent, 2)
    assert "已加入" in told
    assert "顾明远" not in refused


@pytest.mark.slow
async def test_a_restart_in_the_middle_loses_no_question(
    telegram: Loopback, serve: Serve, engine: Engine, tmp_path: Path
) -> None:
    home = tmp_path / "bot.db"
    user = telegram.user("小明")
    telegram.fail(DOWNLOAD, Delay(30))
    async with served(serve, engine, state=State(home)):
        sent = send(telegram, user, caption=COST)
        await telegram.answer_to(sent)
    telegram.heal()
    async with served(serve, engine, state=State(home)):
        found = await replies_but_first(telegram, sent)
    assert [ANSWER in text for text in found] == [False, True]


async def replies_but_first(telegram: Loopback, sent: Message) -> list[str]:
    """What is said of a message after the restart."""

    def look() -> list[str] | None:
        texts = [message.text for message in telegram.replies(sent)[1:]]
        return texts if len(texts) == 2 else None

    return await telegram.notifier.until(look, timeout=60)


async def test_a_fragment_follows_up_nothing_that_was_asked_before_a_file(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        await add(telegram, user, "桥.txt", BRIDGE)
        assert "三百二十万元" in await answer(telegram, user, COST)
        await add(telegram, user, "馆.txt", LIBRARY)
        assert "理解为" not in await answer(telegram, user, "馆长呢？")
        # What came with the file is followed up, although the bot's words about the file stand below it.
        sent = send(telegram, user, caption=COST)
        await replies(telegram, sent, 2)
        assert "理解为" in await answer(telegram, user, "什么时候开放？")
