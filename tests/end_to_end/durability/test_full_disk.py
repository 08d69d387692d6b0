"""A full disk costs nothing that was acknowledged; what is there answers, and goes on once there is room."""

import ctypes
import os
import resource
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest

from embeddings import YuanwenError
from tests.end_to_end.durability.home import Home, opened, sentences
from tests.end_to_end.durability.inspection import Expected, look
from tests.end_to_end.durability.processes import POSIX, told_by

pytestmark = POSIX

_NEWUSER, _NEWNS = 0x10000000, 0x00020000
_DISK = 16 << 20
_LONGEST = 200
"""Documents after which a disk should be full."""
_KEPT = "灯塔.txt"
_FACT = "望江灯塔高三十一米，由石头砌成。"

Free = Callable[[int | None], None]
"""Leaves so many bytes of space, or, for None, all of it."""


def small_disk(home: Path) -> Free:
    """Mount a file system in memory at a folder, for this process alone.

    Raises:
        OSError: That is not allowed here.
    """
    user, group = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEWUSER | _NEWNS):
        raise OSError(ctypes.get_errno(), "no namespace")
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")
    if libc.mount(b"none", str(home).encode(), b"tmpfs", 0, f"size={_DISK}".encode()):
        raise OSError(ctypes.get_errno(), "no mount")
    ballast = home / "ballast"

    def leave(space: int | None) -> None:
        ballast.unlink(missing_ok=True)
        if space is not None:
            state = os.statvfs(home)
            ballast.write_bytes(bytes(max(0, state.f_bavail * state.f_frsize - space)))

    return leave


def short_files(home: Path) -> Free:
    """Let no file grow by more than the space; this works on every system."""

    def leave(space: int | None) -> None:
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        longest = max(path.stat().st_size for path in home.rglob("*") if path.is_file())
        resource.setrlimit(resource.RLIMIT_FSIZE, (most if space is None else longest + space, most))

    return leave


def fill(connection: Connection, home: Path, disk: Callable[[Path], Free], space: int) -> None:
    """Work with a home until its disk is full, and go on; make room, look at it, tell the problems."""
    home.mkdir()
    try:
        leave = disk(home)
    except OSError as error:
        connection.send(str(error))
        return
    expected, problems = Expected(), list[str]()
    with opened(home) as open_home:
        change(open_home, expected, _KEPT, (_FACT,))
        for number in range(3):
            change(open_home, expected, f"{number}.txt", sentences(Random(number), 10))  # noqa: S311
        open_home.retriever.sync()
        leave(space)
        if not any(work(open_home, expected, seed) for seed in range(3, _LONGEST)):
            problems.append("the disk was never full")
        for seed in range(_LONGEST, _LONGEST + 3):
            work(open_home, expected, seed)
        if open_home.found(_FACT)[:1] != [_FACT]:
            problems.append("a full disk keeps from answering")
    with opened(home) as open_home:  # a start
        if open_home.found(_FACT)[:1] != [_FACT]:
            problems.append("a full disk keeps from answering after a start")
    leave(None)
    problems += look(home, expected, seed=0).problems
    with opened(home) as open_home:
        problems += ["no change is possible afterwards"] * work(open_home, expected, _LONGEST + 3)
    connection.send([*problems, *look(home, expected, seed=0).problems])


def work(home: Home, expected: Expected, seed: int) -> bool:
    """Add a document, replace one, remove one; returns whether something failed."""
    texts = sentences(Random(seed), 24)  # noqa: S311
    done = [
        change(home, expected, f"{seed}.txt", texts[:16]),
        change(home, expected, f"{seed % 3}.txt", texts[16:]),
        seed % 3 > 0 or change(home, expected, f"{seed - 1}.txt", ()),
    ]
    home.retriever.follow()
    return not all(done)


def change(home: Home, expected: Expected, source: str, texts: tuple[str, ...]) -> bool:
    """Change a document, or remove it; returns whether that was acknowledged. What failed changed nothing."""
    if not texts and not expected.versions.get(source, [()])[-1]:
        return True
    expected.written.update(texts)
    try:
        done = (
            home.add(source, texts) in {"added", "replaced"} if texts else bool(home.library.remove([source]))
        )
    except YuanwenError:
        done = False
    if done:
        expected.done(source, texts)
    return done


@pytest.mark.parametrize(
    ("disk", "space"),
    [
        (short_files, 40_000),
        pytest.param(small_disk, 300_000, marks=pytest.mark.slow),
        *(
            pytest.param(disk, space, marks=pytest.mark.slow)
            for disk in (small_disk, short_files)
            for space in (0, 20_000, 100_000)
        ),
    ],
)
def test_a_full_disk_costs_nothing(tmp_path: Path, disk: Callable[[Path], Free], space: int) -> None:
    told = told_by(fill, tmp_path / "home", disk, space)
    if isinstance(told, str):
        pytest.skip(f"no disk can be made here: {told}")
    assert told == []
