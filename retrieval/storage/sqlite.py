"""A SQLite file and its write-ahead log, which many processes share, and in which nothing deleted stays."""

import sqlite3
import time
from collections.abc import Callable, Iterable
from typing import Final

BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
"""Primary result codes of SQLite that say: another process is at it."""

_PAUSE_S: Final = 0.02
_PATIENCE_WITH_READERS_MS: Final = 100
_REWRITTEN_BYTES: Final = 128 << 20
"""Up to which size a file is written anew: a second or two."""


def keep_log(db: sqlite3.Connection, patience_s: float) -> None:
    """Turn the write-ahead log on, and have what is deleted overwritten.

    SQLite does not wait here for a process that does the same.

    Args:
        db: The file, outside of any transaction.
        patience_s: For how many seconds another process is waited for.

    Raises:
        sqlite3.Error: The file cannot be used, or is still locked.
    """
    late = time.monotonic() + patience_s
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if code(error) not in BUSY or time.monotonic() > late:
                raise
            time.sleep(_PAUSE_S)
        else:
            break
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA secure_delete = ON")


def version_of(db: sqlite3.Connection) -> int:
    """The version that `migrate` gave a file; 0 for a new one."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(db: sqlite3.Connection, newest: int, scripts: Callable[[int], Iterable[str]]) -> None:
    """Bring a file to the newest version, whichever process does it; closing the file undoes what failed.

    Args:
        db: The file, outside of any transaction.
        newest: The version, at least that of the file.
        scripts: Gives for a version the statements, parted by semicolons, that lead from it to the newest.

    Raises:
        sqlite3.Error: A statement failed, or the file cannot be written.
    """
    if version_of(db) == newest:
        return
    db.execute("BEGIN IMMEDIATE")
    for script in scripts(version_of(db)):  # another process may have been quicker
        for statement in script.split(";"):
            db.execute(statement)
    db.execute(f"PRAGMA user_version = {newest}")
    db.execute("COMMIT")


def empty_log(db: sqlite3.Connection) -> None:
    """Take what was deleted out of the write-ahead log, too, as far as no other process reads it.

    Raises:
        sqlite3.Error: The file cannot be written.
    """
    ((patience_ms,),) = db.execute("PRAGMA busy_timeout").fetchall()
    db.execute(f"PRAGMA busy_timeout = {_PATIENCE_WITH_READERS_MS}")
    try:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        db.execute(f"PRAGMA busy_timeout = {patience_ms}")


def clean(db: sqlite3.Connection) -> None:
    """Leave nothing of what was deleted in a file of up to 128 MiB, nor in its log.

    SQLite overwrites what is deleted, yet not the copies that stay behind where it has moved rows between
    pages before; a new file has none. In a larger one these few stay until their pages are used again.

    Raises:
        sqlite3.Error: The file cannot be written.
    """
    ((pages,),), ((page_bytes,),) = (
        db.execute(f"PRAGMA {name}").fetchall() for name in ("page_count", "page_size")
    )
    if pages * page_bytes <= _REWRITTEN_BYTES:
        try:
            db.execute("VACUUM")
        except sqlite3.OperationalError as error:
            if code(error) not in BUSY:  # what else is changed comes first; the next change cleans again
                raise
    empty_log(db)


def code(error: sqlite3.Error) -> int:
    """SQLite's primary result code."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
