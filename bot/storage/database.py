"""The database of the state, on a thread of its own, so that the event loop never waits."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TypeVar

from bot.storage.errors import StateError
from bot.storage.schema import TABLES
from retrieval.storage.databases import Address, Connection, open_database
from retrieval.storage.databases import Database as SyncDatabase
from retrieval.storage.databases.sqlite_database import Rewriting, SqliteDatabase
from retrieval.storage.databases.sqlite_file import SqliteFile

T = TypeVar("T")

_WAIT_S: Final = 10.0
"""How long another process that changes the database is waited for."""
_REWRITTEN_AT_ONCE_BYTES: Final = 16 << 20
"""Up to which size a file is written anew while the bot runs: all that asks the database waits .2 s."""
_REWRITTEN_BYTES: Final = 128 << 20
"""Up to which size a file is written anew when it is closed: a second or two."""


class Database:
    """One database. Several event loops and threads may use it; one call after the other is served."""

    def __init__(
        self, place: Path | Address | None = None, migrations: Sequence[str] = TABLES.sqlite
    ) -> None:
        """Open the database, or make it, and bring its tables up to date.

        Args:
            place: A file of SQLite's, the address of a server, or None for a database in memory.
            migrations: A script for each version of the tables in SQLite.

        Raises:
            StateError: It is damaged, cannot be used, or a newer version made it.
        """
        self._database = (
            open_database(place, TABLES, StateError, _WAIT_S)
            if isinstance(place, Address)
            else _in_file(place, migrations)
        )
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="state-database")

    @property
    def shared(self) -> bool:
        """Whether bots on other machines may use it, too."""
        return self._database.shared

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Do some work that changes nothing.

        Args:
            work: Called on the database's thread.

        Raises:
            StateError: The database cannot be read.
        """

        def reading() -> T:
            with self._database.reading() as db:
                return work(db)

        return await self._on_thread(reading)

    async def rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows of a query.

        Raises:
            StateError: The database cannot be read.
        """
        return await self.read(lambda db: db.execute(query, values).fetchall())

    async def change(self, work: Callable[[Connection], T]) -> T:
        """Do some work within one transaction: all of it, or nothing.

        Args:
            work: Called on the database's thread.

        Raises:
            StateError: The database cannot be changed.
        """

        def in_transaction() -> T:
            with self._database.transaction() as db:
                return work(db)

        return await self._on_thread(in_transaction)

    async def purge(self) -> None:
        """Leave nothing of what was deleted in a file and its log, as far as no other process reads it.

        Copies of rows that SQLite moved before stay in a file of more than 16 MiB until it is closed.
        """
        await self._on_thread(self._database.purge)

    async def problems(self) -> list[str]:
        """What is wrong with the database; empty if nothing.

        Raises:
            StateError: It cannot be read.
        """
        return await self._on_thread(self._database.problems)

    async def close(self) -> None:
        """Finish what is under way, and close the database; it must not be used afterwards.

        A file that holds little of what it once held becomes smaller.
        """
        try:
            await self._on_thread(self._database.close)
        finally:
            self._thread.shutdown()

    async def _on_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _in_file(path: Path | None, migrations: Sequence[str]) -> SyncDatabase:
    file = SqliteFile(
        path,
        migrations,
        StateError,
        "It is damaged or not the state of a bot: move it away, with the -wal and -shm files "
        "beside it. The bot then starts anew, without its chats' settings, questions and votes.",
        _WAIT_S,
    )
    return SqliteDatabase(file, Rewriting(_REWRITTEN_AT_ONCE_BYTES, _REWRITTEN_BYTES), reads_beside=False)
