"""The database: SQLite in a file, on a thread of its own, so that the event loop never waits."""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TypeVar

from bot.storage.errors import StateError
from bot.storage.schema import MIGRATIONS
from retrieval.storage.sqlite import SqliteFile, empty_log, rewrite, size_of, transaction, unused_share

T = TypeVar("T")

_WAIT_S: Final = 10.0
"""How long another process that changes the file is waited for."""
_REWRITTEN_AT_ONCE_BYTES: Final = 16 << 20
"""Up to which size the file is written anew while the bot runs: all that asks the database waits .2 s."""
_REWRITTEN_BYTES: Final = 128 << 20
"""Up to which size the file is written anew when it is closed: a second or two."""
_SMALL_BYTES: Final = 1 << 20
"""Up to which size unused pages are no matter."""
_UNUSED_SHARE: Final = 0.5
"""From which share of unused pages on it is written anew when it is closed."""


class Database:
    """One SQLite file. Several event loops and threads may use it; one call after the other is served."""

    def __init__(self, path: Path | None = None, migrations: Sequence[str] = MIGRATIONS) -> None:
        """Open the file, or make it, and bring its tables up to date.

        Args:
            path: The file, or None for a database in memory.
            migrations: A script for each version of the tables.

        Raises:
            StateError: The file is damaged, cannot be used, or a newer version made it.
        """
        self._file = SqliteFile(
            path,
            migrations,
            StateError,
            "It is damaged or not the state of a bot: move it away, with the -wal and -shm files "
            "beside it. The bot then starts anew, without its chats' settings, questions and votes.",
            _WAIT_S,
        )
        self._db = self._file.open()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="state-database")
        self._rewrite_at_close = False

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do some work that changes nothing.

        Args:
            work: Called on the database's thread.

        Raises:
            StateError: The file cannot be read.
        """
        return await self._on_thread("read", lambda: work(self._db))

    async def rows(self, query: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[Any]:
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

        def in_transaction() -> T:
            with transaction(self._db):
                return work(self._db)

        return await self._on_thread("changed", in_transaction)

    async def purge(self) -> None:
        """Leave nothing of what was deleted in the file and its log, as far as no other process reads it.

        Copies of rows that SQLite moved before stay in a file of more than 16 MiB until it is closed.
        """

        def work() -> None:
            self._rewrite_at_close = size_of(self._db) > _REWRITTEN_AT_ONCE_BYTES
            if not self._rewrite_at_close:
                rewrite(self._db)
            empty_log(self._db)

        await self._on_thread("changed", work)

    async def close(self) -> None:
        """Finish what is under way, and close the file; the database must not be used afterwards.

        A file that holds little of what it once held becomes smaller.
        """

        def work() -> None:
            try:
                wasteful = size_of(self._db) > _SMALL_BYTES and unused_share(self._db) > _UNUSED_SHARE
                if (self._rewrite_at_close or wasteful) and size_of(self._db) <= _REWRITTEN_BYTES:
                    rewrite(self._db)
            finally:
                self._db.close()

        try:
            await self._on_thread("closed", work)
        finally:
            self._thread.shutdown()

    async def _on_thread(self, verb: str, work: Callable[[], T]) -> T:
        with self._file.attempt(verb):
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
