"""A lock between processes and threads: a file that only one may hold at a time."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import StoreError

_PAUSE_S = 0.05
_PATIENCE_S = 1.0

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _release(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


class FileLock:
    """Held by one thread of one process at a time; not reentrant. A process that ends lets go of it."""

    def __init__(self, path: Path) -> None:
        """Nothing is done before it is taken.

        Args:
            path: The file, made if needed and left where it is.
        """
        self._path = path

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
        descriptor = self._opened()
        try:
            held = self._acquired(descriptor, wait, delayed)
            try:
                yield held
            finally:
                if held:
                    _release(descriptor)
        finally:
            os.close(descriptor)

    def _opened(self) -> int:
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise self._failure(error) from error

    def _acquired(self, descriptor: int, wait: bool, delayed: Callable[[], None]) -> bool:
        late = time.monotonic() + _PATIENCE_S
        told = False
        try:
            while not _take(descriptor):
                if not wait:
                    return False
                if not told and time.monotonic() > late:
                    told = True
                    delayed()
                time.sleep(_PAUSE_S)
        except OSError as error:
            raise self._failure(error) from error
        return True

    def _failure(self, error: OSError) -> StoreError:
        return StoreError(f"{self._path} cannot be locked: {error.strerror}. Check the folder's permissions.")
