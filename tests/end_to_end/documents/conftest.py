"""An engine over a home of its own, and a Telegram without haste."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.engine import Engine
from tests.conftest import OpenEngine


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for Telegram's limit on messages in a group."""
    monkeypatch.setattr("bot.telegram.rate_limiter._GROUP_LIMIT", (1000, 1.0))


@pytest.fixture
def engine(tmp_path: Path, open_engine: OpenEngine) -> Iterator[Engine]:
    opened = open_engine(tmp_path / "home")
    yield opened
    opened.close()
