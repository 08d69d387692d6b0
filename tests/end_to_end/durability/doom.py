"""The instant at which a process kills itself: at a change of a file, or at a statement of SQLite."""

import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, NamedTuple

_CHANGES = frozenset({"open", "os.rename", "os.remove", "os.mkdir"})
"""What Python does with files, as it tells its audit hooks; opening counts where it is for writing."""
_STATEMENTS = ("BEGIN", "COMMIT", "INSERT", "UPDATE", "DELETE", "VACUUM", "CREATE", "PRAGMA wal_checkpoint")


class Doom(NamedTuple):
    """When a process kills itself.

    Attributes:
        at: What is counted: changes of files, or statements that change a database, rows of one alike as one.
        number: Which one it does not live to see, from 1.
    """

    at: Literal["files", "statements"]
    number: int


def seal(doom: Doom, home: Path, told: Callable[[str], None]) -> None:
    """Have this process kill itself.

    Args:
        doom: When.
        home: The folder whose files count.
        told: Called before, with what it would have done next.
    """
    count = _Count(doom.number, told)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _CHANGES and _is_of(home, event, arguments):
            count(f"{event.removeprefix('os.')} {_kind_of(Path(os.fspath(arguments[0])), home)}")

    def connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
        db = open_connection(*arguments, **options)
        _watch(db, count)
        return db

    if doom.at == "files":
        sys.addaudithook(hook)
    else:
        open_connection: Callable[..., sqlite3.Connection] = sqlite3.connect
        sqlite3.connect = connect  # type: ignore[assignment]


class _Count:
    """Counts down, and ends the process."""

    def __init__(self, number: int, told: Callable[[str], None]) -> None:
        self._left = number
        self._told = told

    def __call__(self, what: str) -> None:
        self._left -= 1
        if not self._left:
            self._told(f"at {what}")
            os.kill(os.getpid(), signal.SIGKILL)


def _watch(db: sqlite3.Connection, count: _Count) -> None:
    last = [""]

    def begins(statement: str) -> None:
        kind = next((kind for kind in _STATEMENTS if statement.lstrip().startswith(kind)), "")
        if kind and (kind, "INSERT") != (last[0], kind):
            count(kind)
        last[0] = kind or last[0]

    db.set_trace_callback(begins)


def _is_of(home: Path, event: str, arguments: tuple[Any, ...]) -> bool:
    path, *_, flags = arguments
    writes = event != "open" or (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return bool(writes) and isinstance(path, str | os.PathLike) and Path(os.fspath(path)).is_relative_to(home)


def _kind_of(path: Path, home: Path) -> str:
    """The name of a file without what is by chance."""
    if path == home:
        return "home"
    return path.name if len(path.stem) < 20 else "".join(path.suffixes)
