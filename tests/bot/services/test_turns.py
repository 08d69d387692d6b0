import asyncio
from collections.abc import Callable

import pytest

from bot.services.turns import Turns

Ask = Callable[[str, str], "asyncio.Task[None]"]


class Scene:
    """People with turns that last until they are told to end."""

    def __init__(self, places: int) -> None:
        self.turns = Turns(places)
        self.begun: list[str] = []
        self._ends: dict[str, asyncio.Event] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def ask(self, person: str, name: str) -> None:
        self._ends[name] = asyncio.Event()
        self._tasks[name] = asyncio.create_task(self._take(person, name))
        await asyncio.sleep(0)

    async def end(self, name: str) -> None:
        self._ends[name].set()
        await self._tasks[name]
        await asyncio.sleep(0)

    async def cancel(self, name: str) -> None:
        self._tasks[name].cancel()
        with pytest.raises(asyncio.CancelledError):
            await self._tasks[name]
        await asyncio.sleep(0)

    async def _take(self, person: str, name: str) -> None:
        async with self.turns.turn(person):
            self.begun.append(name)
            await self._ends[name].wait()


async def test_a_person_has_one_turn_after_another_in_order() -> None:
    scene = Scene(2)
    for name in ("甲1", "甲2", "甲3"):
        await scene.ask("甲", name)
    assert scene.begun == ["甲1"]
    await scene.end("甲1")
    assert scene.begun == ["甲1", "甲2"]
    await scene.ask("乙", "乙1")
    assert scene.begun[-1] == "乙1"


async def test_nobody_waits_behind_all_that_others_want() -> None:
    scene = Scene(2)
    for n in range(60):
        for person in "甲乙丙丁戊":
            await scene.ask(person, f"{person}{n}")
    assert scene.begun == ["甲0", "乙0"]
    await scene.ask("己", "己0")
    for name in ("甲0", "乙0", "丙0", "丁0"):
        await scene.end(name)
    assert set(scene.begun[2:6]) == {"丙0", "丁0", "戊0", "己0"}
    await scene.end("戊0")
    assert scene.begun[6] == "甲1"  # whose last turn is longest ago


async def test_who_no_longer_waits_takes_no_place() -> None:
    scene = Scene(1)
    await scene.ask("甲", "甲1")
    await scene.ask("乙", "乙1")
    await scene.ask("丙", "丙1")
    await scene.cancel("乙1")
    await scene.end("甲1")
    assert scene.begun == ["甲1", "丙1"]
    await scene.cancel("丙1")
    await scene.ask("乙", "乙2")
    assert scene.begun[-1] == "乙2"


async def test_a_turn_that_fails_ends() -> None:
    turns = Turns(1)
    with pytest.raises(RuntimeError):
        async with turns.turn("甲"):
            raise RuntimeError
    async with asyncio.timeout(1), turns.turn("乙"):
        pass
