"""`yuanwen doctor`: what it finds of a home, and what it mends."""

import asyncio
from pathlib import Path

from bot.storage import State
from tests.bot.cli.terminal import Terminal
from tests.bot.storage.samples import turn

TEXT = "青石桥重新开放\n\n青石桥在停工两年之后于5月1日重新开放，修缮共花费三百二十万元。\n"


def test_doctor_finds_and_mends_a_lost_index(terminal: Terminal) -> None:
    terminal.write("桥.txt", TEXT)
    terminal.run("add", "桥.txt")
    assert terminal.run("doctor").returncode == 0
    (terminal.folder / "home" / "vectors" / "manifest.json").write_bytes(b"no index")
    ill = terminal.run("doctor")
    assert ill.returncode == 1
    assert "BAD  index" in ill.stdout
    assert "rebuilt" in terminal.run("doctor", "--repair").stdout
    assert terminal.run("doctor").returncode == 0


def test_doctor_finds_a_new_home_in_order(terminal: Terminal) -> None:
    checked = terminal.run("doctor")
    assert checked.returncode == 0
    assert "ok   state    nothing yet" in checked.stdout
    assert not (terminal.home / "bot.db").exists()


async def _asked(home: Path, times: int) -> None:
    state = State.open(home)
    for _ in range(times):
        await state.turns.put(turn())
    await state.close()


def test_doctor_looks_at_what_the_bot_remembers(terminal: Terminal) -> None:
    asyncio.run(_asked(terminal.home, 40))
    file = terminal.home / "bot.db"
    assert "ok   state    40 questions" in terminal.run("doctor").stdout
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    ill = terminal.run("doctor")
    assert ill.returncode == 1
    assert "BAD  state" in ill.stdout
    assert "bot.db" in ill.stdout
    assert "ok   store" in ill.stdout
