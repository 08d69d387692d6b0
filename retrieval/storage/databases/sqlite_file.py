"""SQLite files that several processes share: opening, migration, transactions, and what is deleted."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from embeddings.errors import YuanwenError
from retrieval.storage.permissions import make_private_file, restrict

_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
"""Primary result codes of SQLite for a file that another process has locked."""
_HINDERED: Final = _BUSY | {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
"""Primary result codes of SQLite where a file cannot be written now: it is locked, or its disk is full."""
_DAMAGED: Final = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
"""Primary result codes of SQLite for a file that is damaged, or whose tables are not the expected ones."""

_LOG_SUFFIXES: Final = ("-wal", "-shm")
"""What follows the name of the file in those that SQLite makes beside it, with the mode of the file."""
_RETRY_PAUSE_S: Final = 0.02
_READERS_WAIT_MS: Final = 100
"""How long the write-ahead log waits for processes that still read from it before it stays as it is."""


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """A SQLite file: how it is opened and brought to the newest version, and how its errors read.

    Attributes:
        path: The file, or None for a database in memory.
        migrations: A script for each version, which makes it from the version before; the first makes a new
            file. `PRAGMA user_version` counts them. Statements are cut at semicolons, so none may hold one.
        error: The class of the errors.
        if_damaged: The sentence that tells a user what to do with a damaged file.
        wait_s: How many seconds to wait while another process changes the file.
        outlives_power: Whether what is committed stays where the power fails, too: a change takes some
            milliseconds more. If not, the last seconds may be lost then, and the file is whole all the same.
    """

    path: Path | None
    migrations: Sequence[str]
    error: type[YuanwenError]
    if_damaged: str
    wait_s: float
    outlives_power: bool = False

    def open(self) -> sqlite3.Connection:
        """Open the file, or make it, and bring its tables to the newest version.

        Returns:
            A connection in autocommit mode, for `transaction`. Any thread may use it, one at a time.

        Raises:
            YuanwenError: As `error`: the file is damaged, cannot be used, or a newer program made it.
        """
        db = self.connect()
        try:
            with self.attempt("opened"):
                db.execute("PRAGMA foreign_keys = ON")
                _turn_log_on(db, self.wait_s)
                db.execute(f"PRAGMA synchronous = {'FULL' if self.outlives_power else 'NORMAL'}")
                self._migrate(db)
        except BaseException:
            db.close()
            raise
        return db

    def connect(self) -> sqlite3.Connection:
        """A further connection to a file that `open` has prepared."""
        with self.attempt("opened"):
            self._make_private()
            return sqlite3.connect(
                self.path or ":memory:", timeout=self.wait_s, isolation_level=None, check_same_thread=False
            )

    def _make_private(self) -> None:
        """Make the file where there is none, and close it and SQLite's logs beside it to other users."""
        if self.path is not None:
            with suppress(OSError):  # SQLite then says what is wrong
                make_private_file(self.path)
            restrict(self.path.with_name(self.path.name + suffix) for suffix in _LOG_SUFFIXES)

    @contextmanager
    def attempt(self, verb: str) -> Iterator[None]:
        """Turn errors of SQLite within a block into sentences with the way out.

        Args:
            verb: What is attempted: "opened", "read", "changed" or "closed".

        Raises:
            YuanwenError: As `error`.
        """
        try:
            yield
        except sqlite3.Error as error:
            raise self.error(f"{self.path} cannot be {verb} ({error}). {self._way_out(error)}") from error
        except UnicodeEncodeError as error:
            raise self.error(
                f"{self.path} cannot be {verb}: {error.object!a} holds half a character. Leave that out."
            ) from error

    def _way_out(self, error: sqlite3.Error) -> str:
        code = _code(error)
        if code in _BUSY:
            return "Another process is changing it; try again."
        if code in _DAMAGED:
            return self.if_damaged
        return "Check the folder's permissions and the space left on the disk."

    def _migrate(self, db: sqlite3.Connection) -> None:
        """Run the migrations that the file lacks, in one transaction."""
        newest = len(self.migrations)
        if (version := version_of(db)) > newest:
            raise self.error(
                f"{self.path} has version {version}, this program reads {newest}: upgrade yuanwen."
            )
        if version == newest:
            return
        with transaction(db):
            for script in self.migrations[version_of(db) :]:  # another process may have been quicker
                for statement in script.split(";"):
                    db.execute(statement)
            db.execute(f"PRAGMA user_version = {newest}")


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Do all that a block does, or, where it raises, nothing; another process that writes is waited for.

    Raises:
        sqlite3.Error: A statement failed, or the file cannot be written.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def snapshot(path: Path, copy: Path) -> None:
    """Copy a file as it is at this moment, without what was deleted; others may read and write meanwhile.

    Args:
        path: The file.
        copy: A file that is not there yet.

    Raises:
        sqlite3.Error: One cannot be read, the other not be written.
        OSError: The copy cannot be made.
    """
    make_private_file(copy)
    with closing(_existing(path)) as db:
        db.execute("VACUUM INTO ?", (str(copy),))


def problems(path: Path) -> list[str]:
    """What is wrong with a file; empty if nothing."""
    try:
        with closing(_existing(path)) as db:
            return [row[0] for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
    except sqlite3.Error as error:
        return [str(error)]


def tables_of(path: Path) -> frozenset[str]:
    """The names of a file's tables.

    Raises:
        sqlite3.Error: It is no database.
    """
    with closing(_existing(path)) as db:
        return frozenset(row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))


def has_triggers(path: Path) -> bool:
    """Whether a file holds triggers or views, which do more than keep what is put in.

    Raises:
        sqlite3.Error: It is no database.
    """
    with closing(_existing(path)) as db:
        found = db.execute("SELECT 1 FROM sqlite_master WHERE type IN ('trigger', 'view') LIMIT 1")
        return found.fetchone() is not None


def is_in_use(path: Path) -> bool:
    """Whether another connection has a file open; if not, its log is emptied."""
    with closing(_existing(path, wait_s=0.5)) as db:
        try:
            db.execute("PRAGMA journal_mode = DELETE")  # that takes the file alone
        except sqlite3.OperationalError as error:
            if _code(error) in _BUSY:
                return True
            raise
    return False


def _existing(path: Path, wait_s: float = 10.0) -> sqlite3.Connection:
    """A connection to a file that is there."""
    address = f"{path.resolve().as_uri()}?mode=rw"
    return sqlite3.connect(address, timeout=wait_s, isolation_level=None, uri=True)


def version_of(db: sqlite3.Connection) -> int:
    """How many migrations a file has had; 0 for a new one."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return int(version)


def size_of(db: sqlite3.Connection) -> int:
    """The size of a database in bytes, without its log."""
    ((pages,),), ((page_bytes,),) = (
        db.execute(f"PRAGMA {name}").fetchall() for name in ("page_count", "page_size")
    )
    return int(pages * page_bytes)


def unused_share(db: sqlite3.Connection) -> float:
    """The share of a file, 0 to 1, that holds nothing any more, and that only `rewrite` gives back."""
    ((unused,),), ((pages,),) = (
        db.execute(f"PRAGMA {name}").fetchall() for name in ("freelist_count", "page_count")
    )
    return float(unused / pages) if pages else 0.0


def rewrite(db: sqlite3.Connection) -> None:
    """Write a file anew, so that nothing of what was deleted is left in it; other connections read on.

    Where another process changes it or its disk is full, it stays as it is: the next rewrite makes up for it.

    SQLite overwrites what is deleted (`PRAGMA secure_delete`), yet not the copies that stay in a page when
    its rows move to another one. Writers wait: about a second for 100 MB.

    Raises:
        sqlite3.Error: The file cannot be written.
    """
    with _unless_hindered():
        db.execute("VACUUM")
        # Copied into the file while others read; what `empty_log` does alone then takes a moment.
        db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def empty_log(db: sqlite3.Connection) -> None:
    """Take what was deleted out of the write-ahead log, unless another reads from it or the disk is full.

    Raises:
        sqlite3.Error: The file cannot be written.
    """
    ((wait_ms,),) = db.execute("PRAGMA busy_timeout").fetchall()
    db.execute(f"PRAGMA busy_timeout = {_READERS_WAIT_MS}")
    try:
        with _unless_hindered():
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        db.execute(f"PRAGMA busy_timeout = {wait_ms}")


@contextmanager
def _unless_hindered() -> Iterator[None]:
    """Leave a block where the file cannot be written now."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if _code(error) not in _HINDERED:
            raise


def _turn_log_on(db: sqlite3.Connection, wait_s: float) -> None:
    """Use a write-ahead log, and have what is deleted overwritten.

    SQLite itself does not wait for another process that turns the log on at the same moment.
    """
    deadline = time.monotonic() + wait_s
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if _code(error) not in _BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_RETRY_PAUSE_S)
        else:
            break
    db.execute("PRAGMA secure_delete = ON")


def _code(error: sqlite3.Error) -> int:
    """The primary result code of SQLite."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
