"""The database: SQLite in a file, on a thread of its own, so that the event loop never waits."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TypeVar

from bot.storage.errors import StateError
from bot.storage.schema import MIGRATIONS
from retrieval.storage.sqlite import BUSY, clean, code, keep_log, migrate, version_of

T = TypeVar("T")

_PATIENCE_S: Final = 10
_NOT_OURS: Final = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class Database:
    """One SQLite file. May be used from several event loops and threads; all work is done in its turn."""

    def __init__(self, path: Path | None = None, migrations: Sequence[str] = MIGRATIONS) -> None:
        """Open the file, or make it, and bring its tables up to date.

        Args:
            path: The file, or None for a database in memory.
            migrations: A script for each version of the tables.

        Raises:
            StateError: The file is damaged, cannot be used, or a newer version made it.
        """
        self._path = path
        self._migrations = migrations
        try:
            self._db = sqlite3.connect(
                path or ":memory:", timeout=_PATIENCE_S, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise self._failure("opened", error) from error
        try:
            self._prepare()
        except BaseException:
            self._db.close()
            raise
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="state")

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do some work that changes nothing.

        Args:
            work: Called on the database's thread.

        Raises:
            StateError: The file cannot be read.
        """
        return await self._away("read", lambda: work(self._db))

    async def rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows of a query.

        Raises:
            StateError: The file cannot be read.
        """
        return await self.read(lambda db: db.execute(query, values).fetchall())

    async def change(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do some work within one transaction: all of it, or nothing.

        Args:
            work: Called on the database's thread.

        Raises:
            StateError: The file cannot be changed.
        """

        def transaction() -> T:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                result = work(self._db)
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
            return result

        return await self._away("changed", transaction)

    async def purge(self) -> None:
        """Leave nothing of what was deleted in the file and its log, as far as no other process reads it."""
        await self._away("changed", lambda: clean(self._db))

    async def close(self) -> None:
        """Finish what is under way, and close the file; the database must not be used afterwards."""
        await self._away("closed", self._db.close)
        self._thread.shutdown()

    async def _away(self, attempt: str, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except sqlite3.Error as error:
            raise self._failure(attempt, error) from error

    def _prepare(self) -> None:
        try:
            self._db.execute("PRAGMA foreign_keys = ON")
            keep_log(self._db, _PATIENCE_S)
            self._migrate()
        except sqlite3.Error as error:
            raise self._failure("opened", error) from error

    def _migrate(self) -> None:
        version, newest = version_of(self._db), len(self._migrations)
        if version > newest:
            raise StateError(
                f"{self._path} has version {version}, this program reads {newest}: upgrade yuanwen."
            )
        migrate(self._db, newest, lambda old: self._migrations[old:])

    def _failure(self, attempt: str, error: sqlite3.Error) -> StateError:
        """An error of SQLite in words that say the way out."""
        kind = code(error)
        if kind in BUSY:
            way_out = "Another process is changing it; try again."
        elif kind in _NOT_OURS:
            way_out = (
                "It is damaged or not the state of a bot: move it away, with the -wal and -shm files "
                "beside it. The bot then starts anew, without its chats' settings, questions and votes."
            )
        else:
            way_out = "Check the folder's permissions and the space left on the disk."
        return StateError(f"{self._path} cannot be {attempt} ({error}). {way_out}")
