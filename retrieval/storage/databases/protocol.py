"""What the store and the bot's state need of a database. A connection of SQLite's fulfils it as it is."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol


class Result(Protocol):
    """What came of a statement."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""

    def fetchall(self) -> list[Any]:
        """All rows that are left."""

    def fetchone(self) -> Any:
        """The next row, or None."""

    def __iter__(self) -> Iterator[Any]:
        """The rows that are left."""


class Connection(Protocol):
    """Runs statements in words that SQLite and PostgreSQL both understand, with `?` or `?1` for values.

    A list of values after IN is never empty: see `retrieval.storage.databases.marks`.
    """

    def execute(self, query: str, values: Sequence[Any] = (), /) -> Result:
        """Run a statement with these values."""

    def executemany(self, query: str, rows: Iterable[Sequence[Any]], /) -> Result:
        """Run a statement with each of these rows of values."""


class Lock(Protocol):
    """Held by one thread of one process at a time; not reentrant. A process that ends lets go of it."""

    def held(
        self, *, wait: bool = True, delayed: Callable[[], None] = lambda: None
    ) -> AbstractContextManager[bool]:
        """Hold it within a block: see `retrieval.storage.lock.FileLock.held`."""


class Database(Protocol):
    """A database that is open, with its tables. Safe to use from several threads.

    Its errors are sentences with the way out, of the class that it was opened with.
    """

    @property
    def shared(self) -> bool:
        """Whether processes on other machines may use it, too."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection for statements that change nothing; each sees what is committed."""

    def transaction(self) -> AbstractContextManager[Connection]:
        """A connection for changes: all that a block does or, where it raises, nothing.

        One changes it at a time; whoever else does is waited for.
        """

    def purge(self) -> None:
        """Leave nothing of what was deleted, as far as the database can."""

    def empty_log(self) -> None:
        """Leave nothing of what was replaced in the log of changes, as far as the database can."""

    def problems(self) -> list[str]:
        """What is wrong with it; empty if nothing."""

    def lock(self, name: str) -> Lock:
        """A lock for all that use this database."""

    def close(self) -> None:
        """Close it; it must not be used afterwards."""


def marks(count: int) -> str:
    """So many marks for values, for the parentheses of IN; of none, what is equal to nothing."""
    return ",".join("?" * count) or "NULL"
