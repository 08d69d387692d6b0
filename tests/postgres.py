"""A PostgreSQL for the tests: Debian's, started in a temporary folder, with a schema for whoever asks."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import quote

from retrieval.storage.databases import Tables

_SERVANTS: Final = ("postgres", "nobody")
"""Users that may run the server where root, whom it does not serve, runs the tests."""
_PATIENCE_S: Final = 60
_QUICK: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
_numbers = count(1)


def program(name: str) -> str | None:
    """The path of a program of PostgreSQL's, the newest there is; None where none is installed."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: int(place.parent.name))
    return shutil.which(name, path=os.pathsep.join((*map(str, reversed(places)), os.environ.get("PATH", ""))))


class Server:
    """A server that runs, on a socket in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._empty: dict[str, list[str]] = {}

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"postgresql://yuanwen:secret@/postgres?host={quote(str(self.folder))}"

    def schema(self) -> str:
        """The address of an empty schema of its own."""
        import psycopg  # noqa: PLC0415  # only where there is a server

        name = f"s{os.getpid()}_{next(_numbers)}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        return f"{self.url}&options=-csearch_path%3D{name}"

    @contextmanager
    def lent(self, tables: Tables) -> Iterator[str]:
        """The address of a schema in which these tables are empty, or not there yet; it is lent again.

        To make tables for each test would take longer than the tests.
        """
        free = self._empty.setdefault(tables.part, [])
        url = free.pop() if free else self.schema()
        yield url
        _clear(url, tables)
        free.append(url)


def _clear(url: str, tables: Tables) -> None:
    import psycopg  # noqa: PLC0415  # only where there is a server

    made = [statement for script in tables.postgres for statement in script.split(";")]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # rows may go in any order
        for name in tables.names:
            connection.execute(f"DELETE FROM {name}".encode())
        for statement in made:
            if statement.strip().startswith("INSERT"):
                connection.execute(statement.encode())


@contextmanager
def running() -> Iterator[Server]:
    """A server that ends with the block. Where there is no PostgreSQL, `program` says so before."""
    user = _servant()
    with TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        if user:
            shutil.chown(folder, user)
        data = Path(folder, "data")
        command = [program("initdb") or "", "-D", str(data), "-U", "yuanwen", "-E", "UTF8", "--locale=C"]
        _quietly([*command, "-A", "trust", "--no-sync", "--no-instructions"], user)
        options = [part for option in _QUICK for part in ("-c", option)]
        server = subprocess.Popen(  # noqa: S603
            [program("postgres") or "", "-D", str(data), "-k", folder, "-h", "", *options],
            user=user,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(Server(Path(folder)), server)
            yield Server(Path(folder))
        finally:
            server.send_signal(signal.SIGINT)  # it waits for nobody
            server.wait(_PATIENCE_S)


def _servant() -> str | None:
    """The user that runs the server; None for the one that runs the tests."""
    import pwd  # noqa: PLC0415  # of POSIX

    if os.getuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in _SERVANTS if name in known)


def _quietly(command: list[str], user: str | None) -> None:
    ended = subprocess.run(command, user=user, capture_output=True, text=True, check=False)  # noqa: S603
    if ended.returncode:
        raise RuntimeError(f"{command[0]}: {ended.stderr}")


def _wait(server: Server, process: "subprocess.Popen[bytes]") -> None:
    import psycopg  # noqa: PLC0415  # only where there is a server

    deadline = time.monotonic() + _PATIENCE_S
    while True:
        try:
            psycopg.connect(server.url).close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


if __name__ == "__main__":
    with running() as started:
        sys.stdout.write(f"{started.schema()}\n")
        sys.stdout.flush()
        sys.stdin.read()
