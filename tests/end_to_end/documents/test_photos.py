"""People send photos of pages."""

import re
from pathlib import Path

import pytest

from bot.playground import Loopback
from bot.playground.simulation.chats import Message, User
from retrieval.engine import Engine
from retrieval.ingestion.workers import ReadingPool
from tests.conftest import OpenEngine
from tests.end_to_end.conftest import Serve
from tests.end_to_end.documents.scene import answer, served, settled, sources
from tests.retrieval.ingestion.recognition.drawn import encoded, page


def send(telegram: Loopback, user: User, data: bytes) -> Message:
    """Send a photo in two sizes, as Telegram gives it; the smaller one is no picture."""
    stored = [telegram.files.add(f"{n}.jpg", content) for n, content in enumerate((b"thumbnail", data))]
    sizes = [
        {"file_id": file.id, "file_unique_id": f"u{file.id}", "width": 90 * 10**n, "height": 90 * 10**n}
        for n, file in enumerate(stored)
    ]
    return telegram.say(user, "", photo=sizes[::-1])


async def test_a_photo_is_a_document_that_may_be_refused(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        sent = send(telegram, user, b"no picture")
        said = await settled(telegram, sent)
    assert re.match(r"照片 \d{4}-\d\d-\d\d\.jpg：", said.text)
    assert sources(engine, user.id) == []


@pytest.mark.slow
async def test_a_photo_is_read_and_answered_from(
    telegram: Loopback,
    serve: Serve,
    tmp_path: Path,
    open_engine: OpenEngine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("rapidocr")
    monkeypatch.setattr("retrieval.library.ReadingPool", ReadingPool)
    sheet = page("青石桥重新开放", ["青石桥在停工两年之后重新开放，修缮共花费三百二十万元。"])
    engine = open_engine(tmp_path / "home")
    async with served(serve, engine):
        user = telegram.user("小明")
        await settled(telegram, send(telegram, user, encoded(sheet.crop((0, 100, 1240, 500)))), seconds=240)
        text = await answer(telegram, user, "青石桥修缮花费多少？")
    engine.close()
    assert text.startswith("三百二十万元")
    assert "识别自图片" in text
