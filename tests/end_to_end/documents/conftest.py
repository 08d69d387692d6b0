"""An engine over a home of its own, and a Telegram without haste."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from embeddings.loading import load_encoder
from embeddings.protocol import Encoder
from retrieval.engine import Engine
from retrieval.reader import Reader, load_reader


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for Telegram's limit on messages in a group."""
    monkeypatch.setattr("bot.telegram.rate_limiter._GROUP_LIMIT", (1000, 1.0))


@pytest.fixture(scope="package")
def models() -> tuple[Encoder, Reader]:
    return load_encoder(), load_reader()


@pytest.fixture
def engine(tmp_path: Path, models: tuple[Encoder, Reader]) -> Iterator[Engine]:
    encoder, reader = models
    opened = Engine.open(tmp_path / "home", encoder=encoder, reader=reader)
    yield opened
    opened.close()
