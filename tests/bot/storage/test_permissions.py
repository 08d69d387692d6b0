"""What the bot remembers can be read by one user only."""

import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_IMODE

import pytest

from bot.storage import State

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the modes of POSIX")


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(home: Path) -> dict[str, int]:
    return {path.name: S_IMODE(path.stat().st_mode) for path in (home, *home.iterdir())}


async def test_the_state_and_its_logs_are_private(tmp_path: Path) -> None:
    state = State.open(tmp_path / "home")
    assert modes(tmp_path / "home") == {
        "home": 0o700,
        "bot.db": 0o600,
        "bot.db-wal": 0o600,
        "bot.db-shm": 0o600,
    }
    await state.close()


async def test_a_state_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    home = tmp_path / "home"
    older = State.open(home)
    for path in (home, *home.iterdir()):
        path.chmod(0o755 if path == home else 0o644)
    state = State.open(home)
    assert set(modes(home).values()) == {0o700, 0o600}
    await state.close()
    await older.close()
