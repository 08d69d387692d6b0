import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.storage import PendingUpdate, State, pending_updates
from bot.storage.pending_updates import KEPT_S, LATE_S, TRIES
from tests.bot.storage.samples import NOON, Clock


def update(number: int, text: str = "花费🌉\ud83d", user: int = 1) -> dict[str, Any]:
    return {"update_id": number, "message": {"message_id": 3, "from": {"id": user}, "text": text}}


async def test_an_update_is_begun_once(state: State) -> None:
    assert await state.pending_updates.begin(5, update(5))
    assert not await state.pending_updates.begin(5, update(5))
    await state.pending_updates.done(5)
    assert not await state.pending_updates.begin(5, update(5))
    assert await state.pending_updates.begin(6, update(6))


async def test_what_was_not_done_is_taken_up_by_the_next_run(tmp_path: Path) -> None:
    state = State(tmp_path / "bot.db", clock=Clock())
    for number in (8, 5, 6, 7):
        await state.pending_updates.begin(number, update(number))
    await state.pending_updates.done(6)
    await state.pending_updates.sending(7)
    await state.close()
    state = State(tmp_path / "bot.db", clock=Clock())
    assert await state.pending_updates.resume() == [
        PendingUpdate(5, update(5), sending=False),
        PendingUpdate(7, update(7), sending=True),
        PendingUpdate(8, update(8), sending=False),
    ]
    assert not await state.pending_updates.begin(5, update(5))  # Telegram brings it again
    for number in (5, 7, 8):
        await state.pending_updates.done(number)
    await state.close()
    state = State(tmp_path / "bot.db", clock=Clock())
    assert await state.pending_updates.resume() == []
    await state.close()


async def test_a_process_that_is_killed_loses_no_update(tmp_path: Path) -> None:
    run = (
        "import asyncio, os, sys; from pathlib import Path; from bot.storage import State\n"
        "async def run():\n"
        "    updates = State(Path(sys.argv[1])).pending_updates\n"
        "    for number in range(1, 51):\n"
        "        await updates.begin(number, {'update_id': number})\n"
        "    await updates.done(1)\n"
        "    await updates.sending(2)\n"
        "    os.kill(os.getpid(), 9)\n"
        "asyncio.run(run())\n"
    )
    path = tmp_path / "bot.db"
    command = [sys.executable, "-c", run, str(path)]
    killed = subprocess.run(command, cwd=Path(__file__).parents[3], check=False)  # noqa: ASYNC221, S603
    assert killed.returncode == -9
    state = State(path)
    left = await state.pending_updates.resume()
    assert [begun.update["update_id"] for begun in left] == list(range(2, 51))
    assert [begun.id for begun in left if begun.sending] == [2]
    await state.close()


@pytest.fixture
async def own(clock: Clock) -> AsyncIterator[State]:
    """A state that has one bot at a time: what is not done is of a run that has ended."""
    state = State(clock=clock)
    yield state
    await state.close()


async def test_an_update_that_ends_every_run_is_given_up(own: State) -> None:
    await own.pending_updates.begin(5, update(5))
    runs = [len(await own.pending_updates.resume()) for _ in range(TRIES + 1)]
    assert runs == [1] * (TRIES - 1) + [0, 0]
    assert not await own.pending_updates.begin(5, update(5))


async def test_nobody_waits_for_an_answer_for_ever(own: State, clock: Clock) -> None:
    await own.pending_updates.begin(5, update(5))
    clock.now = NOON + LATE_S - 1
    await own.pending_updates.begin(6, update(6))
    clock.now = NOON + LATE_S + 1
    assert [begun.id for begun in await own.pending_updates.resume()] == [6]


async def test_where_nobody_waits_any_more_nothing_is_taken_up(state: State) -> None:
    await state.pending_updates.begin(5, update(5))
    await state.pending_updates.abandon()
    assert await state.pending_updates.resume() == []
    assert not await state.pending_updates.begin(5, update(5))


async def test_numbers_are_forgotten_after_a_while(
    state: State, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pending_updates, "_UPDATES_BETWEEN_PRUNINGS", 1)
    await state.pending_updates.begin(5, update(5))
    await state.pending_updates.done(5)
    clock.now = NOON + KEPT_S + 1
    assert await state.pending_updates.begin(6, update(6))
    assert await state.pending_updates.begin(5, update(5))


async def test_only_the_newest_numbers_are_kept_and_all_that_is_not_done(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pending_updates, "_UPDATES_BETWEEN_PRUNINGS", 1)
    monkeypatch.setattr(pending_updates, "NUMBERS", 3)
    for number in range(1, 9):
        await state.pending_updates.begin(number, update(number))
        if number != 2:
            await state.pending_updates.done(number)
    assert [await state.pending_updates.begin(number, update(number)) for number in (1, 2, 8)] == [
        True,
        False,
        False,
    ]


async def test_a_file_that_many_updates_filled_becomes_small_again(tmp_path: Path) -> None:
    state = State(tmp_path / "bot.db")
    for number in range(400):
        await state.pending_updates.begin(number, update(number, "长" * 4000))
    for number in range(400):
        await state.pending_updates.done(number)
    await state.close()
    assert (tmp_path / "bot.db").stat().st_size < 300_000


async def test_a_number_that_was_never_begun_may_be_done(state: State) -> None:
    await state.pending_updates.done(5)
    assert await state.pending_updates.begin(5, update(5))
