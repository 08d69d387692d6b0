"""Permissions of all that is kept: only the user who runs the program may read it, whatever the umask."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE, S_ISDIR, S_ISREG, S_ISVTX
from typing import BinaryIO, Final

_FOLDER: Final = 0o700
FILE_MODE: Final = 0o600
"""The mode of a file, for libraries that make it themselves."""


def make_private_folder(path: Path) -> None:
    """Make a folder that only its owner can enter; one that exists is closed to others.

    A folder that all users share (/tmp, by its sticky bit) stays as it is, and so does one of another owner.

    Raises:
        OSError: There is none, and it cannot be made.
    """
    path.mkdir(_FOLDER, parents=True, exist_ok=True)
    if not path.stat().st_mode & S_ISVTX:
        _restrict(path, _FOLDER)


def make_private_file(path: Path) -> None:
    """Make an empty file that only its owner can read; one that exists keeps its content.

    Raises:
        OSError: There is none, and it cannot be made.
    """
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, FILE_MODE))
    _restrict(path, FILE_MODE)


@contextmanager
def open_private(path: Path) -> Iterator[BinaryIO]:
    """Write a file that only its owner can read; one that exists is emptied first.

    Raises:
        OSError: It cannot be written.
    """
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags, FILE_MODE)) as file:
        _restrict(path, FILE_MODE)
        yield file


def restrict(paths: Iterable[Path]) -> None:
    """Close files and folders to others, as far as they exist and belong to the user."""
    for path in paths:
        _restrict(path, _FOLDER if path.is_dir() else FILE_MODE)


def _restrict(path: Path, mode: int) -> None:
    """Set the mode of a file or folder, where it is another one and may be changed."""
    with suppress(OSError):
        present = path.stat().st_mode
        if S_IMODE(present) != mode and (S_ISREG(present) or S_ISDIR(present)):
            path.chmod(mode)
