"""Files that stay open: each collection has some of its own, and each person a collection."""

from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

_SMALL_BYTES: Final = 1 << 16
_MOST_OPEN: Final = 1 << 16


def content_of(path: Path) -> NDArray[np.uint8]:
    """The bytes of a file, of a large one mapped: what is mapped stays open, what is small is held.

    Raises:
        OSError: It cannot be opened.
    """
    if path.stat().st_size > _SMALL_BYTES:
        return np.asarray(np.memmap(path, np.uint8, "r"))
    return np.frombuffer(path.read_bytes(), np.uint8)


def allow_many_open_files() -> None:
    """Let this process open as many files as the system lets it ask for; at first that is often 1,024."""
    with suppress(ImportError, OSError, ValueError):  # Windows has no such limit, macOS another one
        import resource  # noqa: PLC0415

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = _MOST_OPEN if hard == resource.RLIM_INFINITY else min(hard, _MOST_OPEN)
        if soft != resource.RLIM_INFINITY and soft < most:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
