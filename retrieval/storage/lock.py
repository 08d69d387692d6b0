"""A lock between processes and threads: a file that only one may hold at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import filelock

from retrieval.errors import StoreError
from retrieval.storage.permissions import FILE_MODE, restrict

_DELAY_S: Final = 1.0
"""How long a lock is waited for before the caller is told."""


class FileLock:
    """Held by one thread of one process at a time; not reentrant. A process that ends lets go of it."""

    def __init__(self, path: Path) -> None:
        """Close the file to other users where it is there; else nothing is done before it is taken.

        Args:
            path: The file, made if needed.
        """
        self._path = path
        restrict((path,))

    @contextmanager
    def held(self, *, wait: bool = True, delayed: Callable[[], None] = lambda: None) -> Iterator[bool]:
        """Hold the lock within a block.

        Args:
            wait: Whether to wait while another holds it.
            delayed: Called once, when it has been waited for a second.

        Yields:
            Whether it is held: always, unless it was not waited for.

        Raises:
            StoreError: The file cannot be made, or not be locked.
        """
        lock = filelock.FileLock(
            self._path, mode=FILE_MODE
        )  # one of its own each time: a shared one would be reentrant
        try:
            held = _acquired(lock, wait, delayed)
        except OSError as error:
            raise StoreError(
                f"{self._path} cannot be locked: {error.strerror}. Check the folder's permissions."
            ) from error
        try:
            yield held
        finally:
            lock.release()


def _acquired(lock: filelock.BaseFileLock, wait: bool, delayed: Callable[[], None]) -> bool:
    try:
        lock.acquire(timeout=_DELAY_S if wait else 0)
    except filelock.Timeout:
        if not wait:
            return False
        delayed()
        lock.acquire()
    return True
