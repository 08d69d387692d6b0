"""Photos sent together are the pages of one document."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.playground import Loopback
from bot.playground.simulation.chats import Message, User
from bot.services.access import Access, Rules
from bot.storage import State
from retrieval.engine import Engine
from retrieval.library import PUBLIC
from tests.conftest import OpenEngine
from tests.end_to_end.conftest import Serve
from tests.end_to_end.documents.photos import Camera, looking, photo, send_photo
from tests.end_to_end.documents.scene import (
    HANS,
    answer,
    changed,
    page_after,
    replies,
    served,
    settled,
    sources,
)
from tests.end_to_end.documents.test_originals import sent_after

BRIDGE, LIBRARY, FERRY, BARE = 600, 610, 620, 630
TEXTS = {
    BRIDGE: "青石桥在停工两年之后重新开放，修缮共花费三百二十万元。",
    LIBRARY: "柳湾图书馆昨日落成，首任馆长是顾明远。",
    FERRY: "渡船每天往返八班，遇大雾停航。",
    BARE: "",
}
COST = "青石桥修缮花费多少？"
HEAD = "柳湾图书馆馆长是谁？"


@pytest.fixture
def seen(
    tmp_path: Path, open_engine: OpenEngine, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Engine, Camera]]:
    monkeypatch.setattr("bot.telegram.handlers.documents.progress._PACE_S", 0.0)
    with looking(TEXTS, open_engine, tmp_path / "home", monkeypatch) as opened:
        yield opened


def album(
    telegram: Loopback, user: User, *widths: int, caption: str = "", group: str = "9", **options: Any
) -> list[Message]:
    """Send photos together, the first with a caption."""
    return [
        send_photo(telegram, user, photo(width), "" if n else caption, media_group_id=group, **options)
        for n, width in enumerate(widths)
    ]


async def test_an_album_is_one_document_with_its_pages_in_order(
    telegram: Loopback, serve: Serve, seen: tuple[Engine, Camera]
) -> None:
    engine, _ = seen
    async with served(serve, engine, rules=Rules(uploads=1)):
        user = telegram.user("小明")
        first, *others = album(telegram, user, FERRY, BRIDGE, LIBRARY, caption="采购合同")
        said = await settled(telegram, first)
        assert said.text.startswith("采购合同.jpg：已加入")
        found = await telegram.answer_to(telegram.say(user, HEAD))
        assert "顾明远" in found.text
        assert "第3页" in found.text
        # The photo of that page, not the first; a picture of the page would be the same once more.
        assert HANS.plain("button-page") not in str(found.buttons)
        back = await sent_after(telegram, user, found, "button-file")
        assert back.file
        assert back.file.data == photo(LIBRARY)
    assert not any(telegram.replies(each) for each in others)
    assert sources(engine, user.id) == ["采购合同.jpg"]


async def test_its_caption_may_ask_and_its_pages_are_told_as_they_are_recognised(
    telegram: Loopback, serve: Serve, seen: tuple[Engine, Camera]
) -> None:
    engine, camera = seen
    camera.gate.clear()
    async with served(serve, engine):
        user = telegram.user("小明")
        first, *_ = album(telegram, user, BRIDGE, LIBRARY, BARE, caption=COST)
        told = await telegram.answer_to(first)
        await changed(telegram, told, "正在识别第 1/3 页")
        camera.gate.set()
        done, found = await replies(telegram, first, 2)
    assert "三百二十万元" in found
    assert done.startswith("照片 ")
    assert HANS.plain("upload-pages-unrecognised", pages="3") in done


async def test_photos_without_captions_are_called_by_their_day_and_told_apart(
    telegram: Loopback, serve: Serve, seen: tuple[Engine, Camera]
) -> None:
    engine, _ = seen
    async with served(serve, engine):
        user = telegram.user("小明")
        first = send_photo(telegram, user, photo(BRIDGE))
        day = (await settled(telegram, first)).text.split("：")[0]
        assert re.fullmatch(r"照片 \d{4}-\d\d-\d\d\.jpg", day)
        stem = day.removesuffix(".jpg")
        again = (await settled(telegram, send_photo(telegram, user, photo(LIBRARY)))).text
        assert again.startswith(f"{stem} (2).jpg：已加入")
        telegram.say(user, "/add", reply_to=first)
        assert f"{day}：" in (await replies(telegram, first, 2))[1]
    assert sources(engine, user.id) == [f"{stem} (2).jpg", day]


async def test_a_photo_without_text_is_refused_with_what_to_do(
    telegram: Loopback, serve: Serve, seen: tuple[Engine, Camera]
) -> None:
    engine, _ = seen
    async with served(serve, engine):
        user = telegram.user("小明")
        sent = send_photo(telegram, user, photo(BARE))
        said = await settled(telegram, sent)
    assert "请在亮处、正对着、靠近些再拍一张" in said.text
    assert sources(engine, user.id) == []


async def test_in_a_group_one_call_counts_for_all_its_photos(
    telegram: Loopback, serve: Serve, seen: tuple[Engine, Camera]
) -> None:
    engine, _ = seen
    telegram.privacy_mode = False
    async with served(serve, engine):
        boss = telegram.user("群主")
        group = telegram.group("读书会", owner=boss)
        call = f"@{telegram.bot.username} {HEAD}"
        first, *_ = album(telegram, boss, LIBRARY, BRIDGE, caption=call, chat=group)
        assert "顾明远" in (await replies(telegram, first, 2))[1]
        # Without a call nothing happens, until somebody replies to one of them.
        quiet = album(telegram, boss, FERRY, BRIDGE, group="10", chat=group)
        await answer(telegram, boss, "/docs", group)
        await telegram.confirmed()
        assert not any(telegram.replies(each) for each in quiet)
        telegram.say(boss, "/add", group, reply_to=quiet[1])
        said = await telegram.notifier.until(lambda: next(iter(_said(telegram, quiet)), None), timeout=20)
        assert "2 段" in (await changed(telegram, said, "已加入")).text


def _said(telegram: Loopback, sent: list[Message]) -> list[Message]:
    return [reply for each in sent for reply in telegram.replies(each)]


async def test_an_owner_chooses_once_for_all_its_photos_unless_they_are_forgotten(
    telegram: Loopback, serve: Serve, seen: tuple[Engine, Camera], tmp_path: Path
) -> None:
    engine, _ = seen
    owner = telegram.user("站长")
    rules = Rules(Access(owners={owner.id}))
    async with served(serve, engine, rules=rules, state=State(tmp_path / "bot.db")):
        first, *_ = album(telegram, owner, BRIDGE, LIBRARY, caption=HEAD)
        asked = await telegram.answer_to(first)
        telegram.tap(owner, asked, "所有人")
        assert "顾明远" in (await replies(telegram, first, 2))[1]
        assert [entry.passages for entry in engine.library.entries(PUBLIC)] == [2]
        later, *_ = album(telegram, owner, FERRY, LIBRARY, group="10")
        asked = await telegram.answer_to(later)
    async with served(serve, engine, rules=rules, state=State(tmp_path / "bot.db")):
        notice = await page_after(telegram, telegram.tap(owner, asked, "所有人"))
    assert notice == HANS.plain("album-forgotten")


@pytest.mark.slow
async def test_a_restart_in_the_middle_loses_no_page(
    telegram: Loopback, serve: Serve, seen: tuple[Engine, Camera], tmp_path: Path
) -> None:
    engine, camera = seen
    camera.gate.clear()
    user = telegram.user("小明")
    async with served(serve, engine, state=State(tmp_path / "bot.db")):
        first, *_ = album(telegram, user, BRIDGE, LIBRARY, caption=HEAD)
        await telegram.answer_to(first)
        await telegram.confirmed()
    camera.gate.set()
    async with served(serve, engine, state=State(tmp_path / "bot.db")):
        found = await telegram.notifier.until(
            lambda: next((m for m in telegram.replies(first) if "顾明远" in m.text), None),
            timeout=60,
        )
    assert found.text
    assert [entry.passages for entry in engine.library.entries(f"user-{user.id}")] == [2]
