"""One document is asked alone: by a reply to it, by /in, or by its name in the question."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.playground import Loopback
from bot.playground.simulation.chats import Chat, Message, Topic, User
from bot.services.visibility import own_collection
from bot.storage import State
from bot.telegram.messages.button_kinds import ScopeButton
from retrieval.documents import DocumentName
from retrieval.engine import Engine
from retrieval.naming import Matches, matching
from tests.end_to_end.conftest import Serve
from tests.end_to_end.documents.scene import (
    BRIDGE,
    EN,
    HANS,
    HANT,
    NOT_FOUND,
    add,
    page_after,
    served,
    settled,
)

BUYING = "采购合同\n\n合同总价为八十万元。逾期交货的违约金为每日千分之三。\n"
RENT = "房屋租赁合同\n\n租金为每月六千元。逾期付租的违约金为每日千分之五。\n"
FINE = "违约金是多少？"
IN_BUYING = HANS.plain("only-in", names="《采购合同》")
IN_RENT = HANS.plain("only-in", names="《房屋租赁合同》")
EVERYWHERE = HANS.plain("button-everywhere")

Place = Chat | Topic | None


async def said(telegram: Loopback, user: User, text: str, place: Place = None, **options: Message) -> Message:
    return await telegram.answer_to(telegram.say(user, text, place, **options))


async def with_contracts(telegram: Loopback, name: str = "小明") -> tuple[User, Message, Message]:
    """Someone who has sent two contracts, with what the bot said of each."""
    user = telegram.user(name)
    return user, await add(telegram, user, "采购.txt", BUYING), await add(telegram, user, "租房.txt", RENT)


async def test_a_reply_to_a_file_or_to_what_was_said_of_it_asks_it_alone(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        sent = telegram.send_document(user, "采购.txt", BUYING.encode())
        added = await settled(telegram, sent)
        await add(telegram, user, "租房.txt", RENT)
        for replied in (sent, added):
            answer = await said(telegram, user, FINE, reply_to=replied)
            assert answer.text.startswith(IN_BUYING)
            assert "每日千分之三" in answer.text
        free = await said(telegram, user, "房屋租金是多少？")
        assert "只在" not in free.text


async def test_a_file_that_was_read_before_messages_were_noted_is_known_by_its_name(
    telegram: Loopback, serve: Serve, engine: Engine, tmp_path: Path
) -> None:
    async with served(serve, engine, state=State.open(tmp_path / "first")):
        user = telegram.user("小明")
        sent = telegram.send_document(user, "采购.txt", BUYING.encode())
        await settled(telegram, sent)
        await add(telegram, user, "租房.txt", RENT)
    async with served(serve, engine, state=State.open(tmp_path / "second")):
        assert (await said(telegram, user, FINE, reply_to=sent)).text.startswith(IN_BUYING)


async def test_in_keeps_a_chat_to_a_document_until_in_again(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user, *_ = await with_contracts(telegram)
        kept = await said(telegram, user, "/in 租賃合同")
        assert kept.text == HANS.plain("scope-kept", names="《房屋租赁合同》")
        answer = await said(telegram, user, FINE)
        assert answer.text.startswith(IN_RENT)
        assert "每日千分之五" in answer.text
        # Another person is kept to nothing.
        other = telegram.user("小红")
        await add(telegram, other, "采购.txt", BUYING)
        assert "只在" not in (await said(telegram, other, FINE)).text
        assert (await said(telegram, user, "/in")).text == HANS.plain("scope-lifted")
        assert "只在" not in (await said(telegram, user, FINE)).text
        assert (await said(telegram, user, "/in")).text == HANS.plain("scope-how")
        assert (await said(telegram, user, "/in采购合同")).text.startswith("好的")
        assert (await said(telegram, user, FINE)).text.startswith(IN_BUYING)


async def test_whoever_adds_another_is_told_that_the_chat_is_kept_to_one(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        first = await add(telegram, user, "采购.txt", BUYING)
        assert HANS.plain("upload-next") in first.text
        await said(telegram, user, "/in 采购")
        kept = HANS.plain("upload-next-kept", names="《采购合同》")
        sent = telegram.send_document(user, "租房.txt", RENT.encode())
        told = await settled(telegram, sent)
        assert kept in told.text
        assert HANS.plain("upload-next") not in told.text
        # What it says is so.
        assert (await said(telegram, user, FINE)).text.startswith(IN_BUYING)
        assert (await said(telegram, user, FINE, reply_to=told)).text.startswith(IN_RENT)
        # The document itself is asked at once, and so is one after another /in.
        again = await add(telegram, user, "采购.txt", BUYING)
        assert HANS.plain("upload-next") in again.text
        await said(telegram, user, "/in")
        assert HANS.plain("upload-next") in (await add(telegram, user, "桥.txt", BRIDGE)).text


async def test_several_names_are_chosen_from_and_none_gives_the_nearest(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user, *_ = await with_contracts(telegram)
        menu = await said(telegram, user, "/in 合同")
        assert menu.text == HANS.plain("scope-several", name="合同", count=2)
        telegram.tap(user, menu, "《采购合同》 · 采购.txt")
        assert (await telegram.change_of(menu)).text == HANS.plain("scope-kept", names="《采购合同》")
        assert (await said(telegram, user, FINE)).text.startswith(IN_BUYING)
        near = await said(telegram, user, "/in 采购合约")
        assert near.text == HANS.plain("scope-nearest", name="采购合约")
        assert "采购.txt" in near.buttons[0]["text"]
        near = await said(telegram, user, "/in 租约")  # in no name, but few are all near
        assert near.text == HANS.plain("scope-nearest", name="租约")
        assert [button["text"][:5] for button in near.buttons] == ["《房屋租赁", "《采购合同"]


async def test_a_question_names_a_document_only_where_there_is_one(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user, *_ = await with_contracts(telegram)
        for question in (f"在采购合同里，{FINE}", "採購合同裡違約金是多少", f"根据《采购合同》，{FINE}"):
            answer = await said(telegram, user, question)
            assert answer.text.startswith(IN_BUYING), question
            assert "每日千分之三" in answer.text
        for question in ("在会议室里能吃饭吗？", "根据《劳动法》，违约金是多少？"):
            assert "只在" not in (await said(telegram, user, question)).text


async def test_where_nothing_is_found_a_button_asks_all(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user, *_ = await with_contracts(telegram)
        missing = await said(telegram, user, "在采购合同里，每月租金是多少？")
        assert missing.text.startswith(IN_BUYING)
        assert NOT_FOUND in missing.text
        telegram.tap(user, missing, EVERYWHERE)
        wider = await telegram.change_of(missing)
        assert "六千元" in wider.text
        assert "只在" not in wider.text
        assert EVERYWHERE not in str(wider.buttons)


async def test_in_a_group_each_person_has_a_scope_of_their_own(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        owner, member = telegram.user("甲"), telegram.user("乙")
        group = telegram.group("项目组", owner=owner)
        call = f"@{telegram.bot.username}"
        await add(telegram, owner, "采购.txt", BUYING, group, caption=call)
        await add(telegram, owner, "租房.txt", RENT, group, caption=call)
        await said(telegram, owner, "/in 采购", group)
        assert (await said(telegram, owner, f"/ask {FINE}", group)).text.startswith(IN_BUYING)
        assert "只在" not in (await said(telegram, member, f"/ask {FINE}", group)).text
        menu = await said(telegram, owner, "/in 合同", group)
        notice = await page_after(telegram, telegram.tap(member, menu, "《房屋租赁合同》"))
        assert notice == HANS.plain("scope-kept-notice")
        assert (await said(telegram, member, f"/ask {FINE}", group)).text.startswith(IN_RENT)
        assert (await said(telegram, owner, f"/ask {FINE}", group)).text.startswith(IN_BUYING)


async def test_topics_of_a_private_chat_have_scopes_of_their_own(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user, *_ = await with_contracts(telegram)
        here, there = (telegram.topic(telegram.private(user), name, user) for name in ("采购", "租房"))
        await said(telegram, user, "/in 采购合同", here)
        await said(telegram, user, "/in 租赁合同", there)
        assert (await said(telegram, user, FINE, here)).text.startswith(IN_BUYING)
        assert (await said(telegram, user, FINE, there)).text.startswith(IN_RENT)
        assert "只在" not in (await said(telegram, user, FINE)).text


async def test_a_scope_never_shows_what_the_chat_may_not_see(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user, *_ = await with_contracts(telegram)
        stranger = telegram.user("外人")
        near = await said(telegram, stranger, "/in 采购合同")
        assert near.text == HANS.plain("scope-nearest", name="采购合同")
        assert "采购.txt" not in str(near.buttons)
        asked = await said(telegram, stranger, f"在采购合同里，{FINE}")
        assert "采购.txt" not in asked.text
        assert "只在" not in asked.text
        hidden = next(name for name in engine.names() if name.collection == own_collection(user.id))
        pressed = telegram.press(stranger, asked, ScopeButton(hidden.id).encode())
        assert await page_after(telegram, pressed) == HANS.plain("old-button")
        assert "每日" not in (await said(telegram, stranger, FINE)).text


async def test_a_document_that_is_removed_or_replaced_is_told_and_lifted(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user, bought, _ = await with_contracts(telegram)
        await said(telegram, user, "/in 采购合同")
        await add(telegram, user, "采购.txt", BUYING.replace("千分之三", "千分之四"))
        asked = telegram.say(user, FINE)
        assert (await telegram.answer_to(asked)).text == HANS.plain("scope-gone")
        replies = await telegram.notifier.until(
            lambda: found if len(found := telegram.replies(asked)) > 1 else None, timeout=20
        )
        assert "只在" not in replies[1].text
        assert "只在" not in (await said(telegram, user, FINE)).text
        assert (await said(telegram, user, FINE, reply_to=bought)).text == HANS.plain("scope-gone")
        await said(telegram, user, "/in 租赁合同")
        engine.library.clear(own_collection(user.id))
        assert (await said(telegram, user, FINE)).text == HANS.plain("scope-gone")


async def test_a_scope_survives_a_restart_and_is_forgotten_with_its_person(
    telegram: Loopback, serve: Serve, engine: Engine, tmp_path: Path
) -> None:
    async with served(serve, engine, state=State.open(tmp_path / "state")):
        user, added, _ = await with_contracts(telegram)
        await said(telegram, user, "/in 租赁合同")
    async with served(serve, engine, state=State.open(tmp_path / "state")):
        assert (await said(telegram, user, FINE)).text.startswith(IN_RENT)
        assert (await said(telegram, user, FINE, reply_to=added)).text.startswith(IN_BUYING)
        question = await said(telegram, user, "/forget")
        telegram.tap(user, question, HANS.plain("button-forget"))
        await telegram.change_of(question)
        assert (await said(telegram, user, "/in")).text == HANS.plain("scope-how")


async def test_help_tells_of_it_in_every_language(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    async with served(serve, engine):
        for code, words in (("zh-hans", HANS), ("zh-hant", HANT), ("en", EN)):
            user = telegram.user(code, language_code=code)
            assert "/in" in (await said(telegram, user, "/help")).text
            assert (await said(telegram, user, "/in")).text == words.plain("scope-how")


async def test_a_name_that_takes_long_to_find_keeps_nobody_waiting(
    telegram: Loopback, serve: Serve, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(name: str, names: Sequence[DocumentName]) -> Matches:
        go_on.wait(60)
        return matching(name, names)

    monkeypatch.setattr("bot.telegram.handlers.asking.scope_command.matching", slow)
    async with served(serve, engine):
        user, *_ = await with_contracts(telegram)
        searched = [telegram.say(user, "/in 采购") for _ in range(2)]
        await said(telegram, telegram.user("小红"), "/docs")
        assert not any(telegram.replies(message) for message in searched)
        go_on.set()
        for message in searched:
            assert "采购" in (await telegram.answer_to(message)).text
