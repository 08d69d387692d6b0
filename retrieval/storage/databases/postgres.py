"""A database of PostgreSQL's. Imported only where a setting asks for it: that takes half a second."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any, Final

import psycopg
from psycopg.errors import DeadlockDetected, LockNotAvailable, QueryCanceled
from psycopg.types.string import StrDumperUnknown
from sqlalchemy import create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from embeddings.errors import YuanwenError
from retrieval.storage.databases.address import Address
from retrieval.storage.databases.numbering import numbered
from retrieval.storage.databases.protocol import Lock
from retrieval.storage.databases.tables import Tables

_CONNECTING: Final = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
"""Seconds, and how often: that a server is gone is noticed within a minute. What the URL says goes first."""
_DELAY_MS: Final = 1000
"""How long a lock is waited for before the caller is told."""
_WAITED_FOR: Final = (LockNotAvailable, DeadlockDetected, QueryCanceled)

_VERSIONS: Final = """
CREATE TABLE IF NOT EXISTS schema_versions (part TEXT COLLATE "C" PRIMARY KEY, version BIGINT NOT NULL)
"""
_LOCK: Final = "SELECT set_config('lock_timeout', ?, TRUE), pg_advisory_xact_lock(?)"
_PRESENT: Final = """
SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()
"""


class PostgresConnection:
    """A connection that takes statements as `protocol.Connection` says."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def execute(self, query: str, values: Sequence[Any] = (), /) -> psycopg.Cursor[Any]:
        """Run a statement with these values."""
        return psycopg.RawCursor(self._connection).execute(numbered(query).encode(), list(values))

    def executemany(self, query: str, rows: Iterable[Sequence[Any]], /) -> psycopg.Cursor[Any]:
        """Run a statement with each of these rows of values."""
        cursor = psycopg.RawCursor(self._connection)
        cursor.executemany(numbered(query).encode(), (list(row) for row in rows))
        return cursor


class PostgresDatabase:
    """Some tables in the first schema of the search path, over a pool of connections.

    What is deleted can be read by nobody at once; the server writes over it when it next uses the room.
    """

    shared = True

    def __init__(self, address: Address, tables: Tables, error: type[YuanwenError], wait_s: float) -> None:
        """Connect, and make the tables or bring them to the newest version.

        Args:
            address: Where the database is.
            tables: The tables.
            error: The class of the errors.
            wait_s: How many seconds to wait while another process changes them.

        Raises:
            YuanwenError: As `error`: the server cannot be reached or used, or a newer program made them.
        """
        self._address, self._tables, self._error = address, tables, error
        self._wait_ms = str(round(1000 * wait_s))
        with self._attempt("opened"):
            url = make_url(address.url).set(drivername="postgresql+psycopg")
            self._engine = create_engine(
                url,
                pool_pre_ping=True,
                pool_use_lifo=True,  # one that knows the statements already
                use_native_hstore=False,
                connect_args={
                    "autocommit": True,
                    **{name: value for name, value in _CONNECTING.items() if name not in url.query},
                },
            )
            event.listen(self._engine, "connect", _prepare)
        try:
            with self._attempt("opened"):
                self._key = self._key_of(tables.part)
                self._migrate()
        except BaseException:
            self._engine.dispose()
            raise

    @contextmanager
    def reading(self) -> Iterator[PostgresConnection]:
        """A connection of the pool."""
        with self._attempt("read"), self._connected() as connection:
            yield PostgresConnection(connection)

    @contextmanager
    def transaction(self) -> Iterator[PostgresConnection]:
        """A connection of the pool, within a transaction that others wait for."""
        with self._attempt("changed"), self._changing() as db:
            yield db

    def purge(self) -> None:
        """Do nothing: the server takes care of what was deleted."""

    def empty_log(self) -> None:
        """Do nothing: the server takes care of its log."""

    def problems(self) -> list[str]:
        """Tables that are missing, and whether the server takes no changes."""
        with self.reading() as db:
            present = {row[0] for row in db.execute(_PRESENT)}
            ((standby,),) = db.execute("SELECT pg_is_in_recovery()").fetchall()
        missing = sorted(self._tables.names - present)
        found = [f"tables are missing: {', '.join(missing)}"] if missing else []
        return [*found, "the server is a standby, and takes no changes"] if standby else found

    def lock(self, name: str) -> Lock:
        """A lock that the server keeps while a connection of its own is open."""
        return _ServerLock(self._attempt, self._connected, self._key_of(name))

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def _changing(self) -> Iterator[PostgresConnection]:
        with self._connected() as connection, connection.transaction():
            db = PostgresConnection(connection)
            db.execute(_LOCK, (self._wait_ms, self._key))
            yield db

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection of the pool, which gives no broken ones."""
        pooled = self._engine.raw_connection()
        connection: psycopg.Connection[Any] = pooled.driver_connection  # type: ignore[assignment]
        try:
            yield connection
        finally:
            if connection.closed:
                pooled.invalidate()
            pooled.close()

    def _key_of(self, name: str) -> int:
        """A number, 64 bits, signed, for a name within the schema."""
        with self._connected() as connection:
            ((schema, encoding),) = connection.execute(
                "SELECT current_schema(), current_setting('server_encoding')"
            ).fetchall()
        if schema is None or encoding != "UTF8":
            wrong = "no schema of its search path exists" if schema is None else f"its encoding is {encoding}"
            raise self._error(f"{self._address} cannot be used: {wrong}. Use another schema, or one in UTF8.")
        return int.from_bytes(blake2b(f"{schema}\0{name}".encode(), digest_size=8).digest(), signed=True)

    def _migrate(self) -> None:
        """Run the migrations that the tables lack, in one transaction."""
        newest = len(self._tables.postgres)
        with self._connected() as connection:
            version = self._version_in(PostgresConnection(connection))
        if version > newest:
            raise self._error(
                f"{self._address} has version {version}, this program reads {newest}: upgrade yuanwen."
            )
        if version == newest:
            return
        with self._changing() as db:
            db.execute(_VERSIONS)
            version = self._version_in(db)  # another process may have been quicker
            for script in self._tables.postgres[version:]:
                for statement in script.split(";"):
                    db.execute(statement)
            db.execute(
                "INSERT INTO schema_versions (part, version) VALUES (?, ?)"
                " ON CONFLICT (part) DO UPDATE SET version = excluded.version",
                (self._tables.part, newest),
            )

    def _version_in(self, db: PostgresConnection) -> int:
        """How many migrations the tables have had; 0 where there are none."""
        if ("schema_versions",) not in db.execute(_PRESENT).fetchall():
            return 0
        found = db.execute("SELECT version FROM schema_versions WHERE part = ?", (self._tables.part,))
        return next((int(row[0]) for row in found), 0)

    @contextmanager
    def _attempt(self, verb: str) -> Iterator[None]:
        """Turn errors of the server or the way to it within a block into sentences with the way out."""
        try:
            yield
        except _WAITED_FOR as error:
            way_out, reason = "Another process is changing it; try again.", self._reason(error)
            failed = self._error(f"{self._address} cannot be {verb} ({reason}). {way_out}")
            raise failed.phrased("database-busy", place=self._address, reason=reason) from error
        except (psycopg.Error, SQLAlchemyError) as error:
            way_out = "Check YUANWEN_DATABASE, and that the server runs and this user may make tables."
            reason = self._reason(error)
            failed = self._error(f"{self._address} cannot be {verb} ({reason}). {way_out}")
            raise failed.phrased("database-failed", place=self._address, reason=reason) from error
        except UnicodeEncodeError as error:
            raise self._error(
                f"{self._address} cannot be {verb}: {error.object!a} holds half a character. Leave that out."
            ) from error

    def _reason(self, error: Exception) -> str:
        """What an error says, in one line and without the password."""
        reason = " ".join(str(error).split())
        return reason.replace(self._address.password, "…") if self._address.password else reason


class _ServerLock:
    """A lock of a session: a process that ends lets go of it."""

    def __init__(
        self,
        attempt: Callable[[str], Any],
        connected: Callable[[], Any],
        key: int,
    ) -> None:
        self._attempt, self._connected, self._key = attempt, connected, key

    @contextmanager
    def held(self, *, wait: bool = True, delayed: Callable[[], None] = lambda: None) -> Iterator[bool]:
        """Hold the lock within a block: see `retrieval.storage.lock.FileLock.held`."""
        with self._attempt("locked"), self._connected() as connection:
            db = PostgresConnection(connection)
            held = self._acquired(db, wait, delayed)
            try:
                yield held
            finally:
                if held and not connection.closed:
                    db.execute("SELECT pg_advisory_unlock(?)", (self._key,))

    def _acquired(self, db: PostgresConnection, wait: bool, delayed: Callable[[], None]) -> bool:
        if not wait:
            ((held,),) = db.execute("SELECT pg_try_advisory_lock(?)", (self._key,)).fetchall()
            return bool(held)
        try:
            db.execute("SELECT set_config('lock_timeout', ?, FALSE)", (str(_DELAY_MS),))
            db.execute("SELECT pg_advisory_lock(?)", (self._key,))
        except LockNotAvailable:
            delayed()
            db.execute("SET lock_timeout = 0")
            db.execute("SELECT pg_advisory_lock(?)", (self._key,))
        finally:
            db.execute("SET lock_timeout = 0")
        return True


class _TextDumper(StrDumperUnknown):
    """Texts, with the replacement character for NUL, which PostgreSQL does not take."""

    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\0", "\N{REPLACEMENT CHARACTER}"))


def _prepare(connection: psycopg.Connection[Any], _record: object) -> None:
    connection.adapters.register_dumper(str, _TextDumper)
