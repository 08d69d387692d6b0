"""The playground in one process."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from bot.playground import Loopback, run
from bot.playground.web.status import BotStatus
from bot.storage import State, StateError

SECONDS = 10.0


class Engine:
    """An engine that is never asked."""

    def close(self) -> None:
        """Nothing to close."""


async def test_the_page_is_served_while_the_state_is_busy(
    telegram: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening, freed, waited = threading.Event(), threading.Event(), list[bool]()

    def busy(_home: Path) -> State:
        opening.set()
        waited.append(freed.wait(SECONDS))
        raise StateError("The state is busy.")

    monkeypatch.setattr(State, "open", busy)
    told, status = list[Exception](), BotStatus(telegram.event_log)
    engine: Any = Engine()
    answering = asyncio.create_task(
        run._run_bot(run.PlaygroundOptions(tmp_path), lambda: engine, told.append, telegram, status)
    )
    assert await asyncio.to_thread(opening.wait, SECONDS)
    freed.set()
    assert await telegram.event_log.after(0, SECONDS)
    answering.cancel()
    assert await answering is False
    assert waited == [True]
    assert [str(error) for error in told] == ["The state is busy."]
