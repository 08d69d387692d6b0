"""A database in a file of SQLite's."""

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from retrieval.storage.databases.protocol import Lock
from retrieval.storage.databases.sqlite_file import (
    SqliteFile,
    empty_log,
    rewrite,
    size_of,
    transaction,
    unused_share,
)
from retrieval.storage.lock import FileLock

_DELAY_S: Final = 1.0
"""How long a lock in memory is waited for before the caller is told."""
_SMALL_BYTES: Final = 1 << 20
"""Up to which size unused pages are no matter."""
_UNUSED_SHARE: Final = 0.5
"""From which share of unused pages on a file is written anew when it is closed."""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """When a file is written anew, so that nothing of what was deleted is left in it.

    Attributes:
        at_once_bytes: Up to which size that is done as something is deleted.
        at_close_bytes: Up to which size it is made up for as the file is closed, also where
            little of it is in use; 0 for never.
    """

    at_once_bytes: int
    at_close_bytes: int = 0


class SqliteDatabase:
    """A file with a connection for changes and, beside it, one for reading.

    What is in the file is read beside a change to it: until that is whole, as it was before.
    """

    shared = False

    def __init__(self, file: SqliteFile, rewriting: Rewriting, *, reads_beside: bool = True) -> None:
        """Open the file, or make it, and bring its tables to the newest version.

        Args:
            file: The file.
            rewriting: When it is written anew.
            reads_beside: Whether it is read by a connection of its own.

        Raises:
            YuanwenError: As `SqliteFile.error`: it is damaged, cannot be used, or a newer program made it.
        """
        self._file = file
        self._rewriting = rewriting
        self._rewrite_at_close = False
        self._locks = defaultdict[str, threading.Lock](threading.Lock)
        self._lock = threading.RLock()
        self._db = file.open()
        self._reading, self._reader = self._lock, self._db
        if reads_beside and file.path is not None:
            self._reading, self._reader = threading.RLock(), file.connect()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection for reading."""
        with self._reading, self._file.attempt("read"):
            yield self._reader

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """The connection for changes; a lock that another process holds is waited for."""
        with self._lock, self._file.attempt("changed"), transaction(self._db):
            yield self._db

    def purge(self) -> None:
        """Leave nothing of what was deleted in the file, unless it is too large, and in its log."""
        with self._lock, self._file.attempt("changed"):
            self._rewrite_at_close = size_of(self._db) > self._rewriting.at_once_bytes
            if not self._rewrite_at_close:
                rewrite(self._db)
        self.empty_log()

    def empty_log(self) -> None:
        """Take what was deleted out of the log, as far as no other process reads it."""
        with self._lock, self._reading, self._file.attempt("changed"):
            empty_log(self._db)

    def problems(self) -> list[str]:
        """What SQLite finds wrong with the file."""
        with self.reading() as db:
            return [row[0] for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]

    def lock(self, name: str) -> Lock:
        """A file beside this one; in memory, a lock of this process."""
        path = self._file.path
        return _MemoryLock(self._locks[name]) if path is None else FileLock(path.with_name(f"{name}.lock"))

    def close(self) -> None:
        """Close the file; one that holds little of what it once held may become smaller."""
        with self._lock, self._reading, self._file.attempt("closed"):
            try:
                if self._is_to_be_rewritten():
                    rewrite(self._db)
            finally:
                self._reader.close()
                self._db.close()

    def _is_to_be_rewritten(self) -> bool:
        most = self._rewriting.at_close_bytes
        if not most or size_of(self._db) > most:
            return False
        wasteful = size_of(self._db) > _SMALL_BYTES and unused_share(self._db) > _UNUSED_SHARE
        return self._rewrite_at_close or wasteful


class _MemoryLock:
    """A lock over what is in memory, which other threads alone may want."""

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock

    @contextmanager
    def held(self, *, wait: bool = True, delayed: Callable[[], None] = lambda: None) -> Iterator[bool]:
        """Hold the lock within a block: see `FileLock.held`."""
        held = self._lock.acquire(timeout=_DELAY_S if wait else 0)
        if wait and not held:
            delayed()
            held = self._lock.acquire()
        try:
            yield held
        finally:
            if held:
                self._lock.release()
