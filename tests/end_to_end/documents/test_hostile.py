"""A file made to take all time there is: others go on, the sender is told, and the bot stops."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.playground import Loopback
from embeddings.protocol import Encoder
from retrieval.engine import Engine
from retrieval.ingestion.workers import Limits, ReadingPool
from retrieval.reader import Reader
from tests.end_to_end.conftest import Serve
from tests.end_to_end.documents.scene import BRIDGE, COST, add, answer, served, settled, sources

HOSTILE = ("<p>桥</p>" * 1_000_000).encode()
"""A page that takes any machine some ten seconds at least."""


@pytest.fixture
def engine(
    tmp_path: Path, models: tuple[Encoder, Reader], request: pytest.FixtureRequest
) -> Iterator[Engine]:
    """An engine with workers of its own; the parameter is how many seconds a file may take."""
    encoder, reader = models
    pool = ReadingPool(Limits(seconds=request.param, seconds_per_mb=0, busy=200), most=2)
    opened = Engine.open(tmp_path / "home", encoder=encoder, reader=reader, pool=pool)
    yield opened
    opened.close()
    assert not pool.pids


@pytest.mark.parametrize("engine", [0.5], indirect=True)
async def test_nobody_waits_for_a_hostile_file_and_its_sender_is_told(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    enemy, other = telegram.user("小黑"), telegram.user("小红")
    async with served(serve, engine):
        await add(telegram, other, "旧.txt", BRIDGE)  # both workers are there
        sent = telegram.send_document(enemy, "坏.html", HOSTILE)
        waiting = telegram.send_document(enemy, "好.txt", BRIDGE.encode())
        assert "已加入" in (await add(telegram, other, "桥.txt", BRIDGE)).text
        assert (await answer(telegram, other, COST)).startswith("三百二十万元")
        assert not telegram.replies(waiting)
        said = (await settled(telegram, sent, seconds=120)).text
        assert said.startswith("坏.html：读起来太费时间")
        assert "已加入" in (await settled(telegram, waiting)).text
        again = await settled(telegram, telegram.send_document(enemy, "又.html", HOSTILE), seconds=20)
        assert "太费时间" in again.text
    assert sources(engine, enemy.id) == ["好.txt"]


@pytest.mark.slow
@pytest.mark.parametrize("engine", [300.0], indirect=True)
async def test_the_bot_stops_amid_a_hostile_file(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    enemy = telegram.user("小黑")
    async with served(serve, engine):
        await add(telegram, enemy, "好.txt", BRIDGE)
        sent = telegram.send_document(enemy, "坏.html", HOSTILE)
        await telegram.answer_to(sent)  # 正在读
        began = time.monotonic()
    assert time.monotonic() - began < 10
    assert sources(engine, enemy.id) == ["好.txt"]
