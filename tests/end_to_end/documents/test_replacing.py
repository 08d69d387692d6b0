"""Another file is put into a message: its document is replaced."""

from pathlib import Path

import pytest

from bot.playground import Loopback
from bot.services.access import Access, Rules
from bot.storage import State
from retrieval.engine import Engine
from retrieval.library import PUBLIC
from tests.end_to_end.conftest import Serve
from tests.end_to_end.documents.scene import (
    BRIDGE,
    COST,
    HEAD,
    LIBRARY,
    NOT_FOUND,
    answer,
    changed,
    replies,
    served,
    settled,
    sources,
)


@pytest.mark.parametrize("name", ["桥.txt", "馆.txt"])
async def test_the_new_file_takes_its_place(
    telegram: Loopback, serve: Serve, engine: Engine, name: str
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        sent = telegram.send_document(user, "桥.txt", BRIDGE.encode())
        await settled(telegram, sent)
        telegram.replace_document(sent, name, LIBRARY.encode())
        _, told = await replies(telegram, sent, 2)
        assert ("已替换" if name == "桥.txt" else "已加入") in told
        assert "顾明远" in await answer(telegram, user, HEAD)
        assert NOT_FOUND in await answer(telegram, user, COST)
    assert sources(engine, user.id) == [name]


async def test_one_that_cannot_be_read_leaves_what_was_there(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        sent = telegram.send_document(user, "桥.txt", BRIDGE.encode())
        await settled(telegram, sent)
        telegram.replace_document(sent, "坏.pdf", b"%PDF-1.4 nothing")
        assert "文件损坏" in (await replies(telegram, sent, 2))[1]
        assert (await answer(telegram, user, COST)).startswith("三百二十万元")


async def test_one_put_in_while_the_first_is_read_takes_its_place(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        sent = telegram.send_document(user, "桥.txt", BRIDGE.encode())
        telegram.replace_document(sent, "馆.txt", LIBRARY.encode())
        assert "已加入" in (await replies(telegram, sent, 2))[1]
    assert sources(engine, user.id) == ["馆.txt"]


async def test_an_owners_stays_where_it_was(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    owner = telegram.user("站长")
    async with served(serve, engine, rules=Rules(Access(owners={owner.id}))):
        sent = telegram.send_document(owner, "桥.txt", BRIDGE.encode())
        asked = await telegram.answer_to(sent)
        telegram.tap(owner, asked, "所有人")
        await changed(telegram, asked, "已加入")
        telegram.replace_document(sent, "馆.txt", LIBRARY.encode())
        assert "已加入" in (await replies(telegram, sent, 2))[1]
    assert [entry.source for entry in engine.library.entries(PUBLIC)] == ["馆.txt"]


async def test_who_is_no_owner_any_more_replaces_nothing_public(
    telegram: Loopback, serve: Serve, engine: Engine, tmp_path: Path
) -> None:
    owner, file = telegram.user("站长"), tmp_path / "bot.db"
    async with served(serve, engine, rules=Rules(Access(owners={owner.id})), state=State(file)):
        sent = telegram.send_document(owner, "桥.txt", BRIDGE.encode())
        asked = await telegram.answer_to(sent)
        telegram.tap(owner, asked, "所有人")
        await changed(telegram, asked, "已加入")
    async with served(serve, engine, state=State(file)):
        telegram.replace_document(sent, "桥.txt", LIBRARY.encode())
        assert (await answer(telegram, telegram.user("小红"), COST)).startswith("三百二十万元")
    assert [entry.source for entry in engine.library.entries(PUBLIC)] == ["桥.txt"]
    assert len(telegram.replies(sent)) == 1
