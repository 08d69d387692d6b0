"""What PostgreSQL does otherwise than SQLite, and what must be alike in both."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from bot.storage.schema import TABLES as STATE
from retrieval.documents import Article, Document, Paragraph, Passage
from retrieval.errors import StoreError
from retrieval.storage.databases import Address, Database, Tables, open_database
from retrieval.storage.schema import TABLES
from retrieval.storage.store import Store
from tests.postgres import Server

IN_MEMORY = ("deletions",)
"""Tables that are in memory where a file has one bot."""

Opened = Callable[[], Database]


@pytest.fixture
def url(postgres: Server) -> str:
    return postgres.schema()


@pytest.fixture
def opened(url: str) -> Iterator[Opened]:
    """Opens one database again and again, as processes do."""
    databases: list[Database] = []

    def another(wait_s: float = 30.0) -> Database:
        databases.append(open_database(Address.of(url), TABLES, StoreError, wait_s))
        return databases[-1]

    yield another
    for database in databases:
        database.close()


def put(store: Store, path: str = "/a.txt", text: str = "青石桥长三百米。", digest: str = "1") -> str:
    document = Document("a.txt", path, digest, "桥", (Article("桥", (Paragraph(text),)),))
    return store.put(document, [Passage(text)], "public")


def columns_in_sqlite(tables: Tables) -> dict[str, list[str]]:
    with closing(sqlite3.connect(":memory:")) as db:
        for script in tables.sqlite:
            db.executescript(script)
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(row[1] for row in db.execute(f"PRAGMA table_info({name})")) for name in names}


@pytest.mark.parametrize("tables", [TABLES, STATE], ids=["store", "state"])
def test_both_databases_have_the_same_tables_and_columns(postgres: Server, tables: Tables) -> None:
    database = open_database(Address.of(postgres.schema()), tables, StoreError)
    with database.reading() as db:
        found = db.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND table_name <> 'schema_versions'"
        ).fetchall()
    database.close()
    columns: dict[str, list[str]] = {}
    for table, column in sorted(found):
        columns.setdefault(table, []).append(column)
    assert tables.names == columns.keys()
    for table in IN_MEMORY:
        columns.pop(table, None)
    assert columns == columns_in_sqlite(tables)


def test_what_one_process_puts_another_one_finds(opened: Opened) -> None:
    one, other = Store(opened()), Store(opened())
    first = other.revision()
    assert put(one) == "added"
    assert put(other) == "unchanged"
    changes = other.changes(first)
    assert changes
    assert [passage.text for passage in other.passages(changes.added).values()] == ["青石桥长三百米。"]
    one.remove(entry.id for entry in other.documents())
    assert other.documents() == []


def test_the_revision_of_another_store_is_not_known(opened: Opened) -> None:
    here, elsewhere = Store(opened()), Store()
    put(here)
    put(elsewhere)
    assert here.changes(elsewhere.revision()) is None
    assert elsewhere.changes(here.revision()) is None


def test_many_may_make_the_tables_at_once(opened: Opened) -> None:
    together = threading.Barrier(4)

    def make() -> list[str]:
        together.wait()
        return opened().problems()

    with ThreadPoolExecutor(4) as pool:
        made = [pool.submit(make) for _ in range(4)]
        assert [each.result() for each in made] == [[]] * 4


def test_writers_wait_for_each_other_and_readers_for_nobody(opened: Opened) -> None:
    one, other = Store(opened()), Store(opened())
    put(one)
    with ThreadPoolExecutor(1) as elsewhere:
        with one._transaction() as db:
            db.execute("DELETE FROM documents")
            waiting = elsewhere.submit(put, other, "/b.txt")
            assert len(other.passage_ids()) == 1
            assert not waiting.done()
        assert waiting.result(30) == "added"
    assert [entry.path for entry in one.documents()] == ["/b.txt"]


def test_whoever_waits_too_long_is_told(url: str, opened: Opened) -> None:
    store = Store(opened())
    with closing(Store(open_database(Address.of(url), TABLES, StoreError, wait_s=0.05))) as hasty:
        with (
            store._transaction(),
            pytest.raises(StoreError, match="Another process is changing it"),
        ):
            put(hasty)
        assert put(hasty) == "added"


def test_a_lost_connection_is_replaced(opened: Opened, postgres: Server) -> None:
    import psycopg  # noqa: PLC0415  # only where there is a server

    store = Store(opened())
    put(store)
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    assert len(store.passage_ids()) == 1
    assert put(store, "/b.txt") == "added"


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    address = Address.of("postgresql://someone:geheim@127.0.0.1:1/nowhere")
    with pytest.raises(StoreError, match=r"postgresql://127\.0\.0\.1:1/nowhere cannot be opened") as told:
        open_database(address, TABLES, StoreError)
    assert "YUANWEN_DATABASE" in str(told.value)
    assert "geheim" not in str(told.value)
    assert "\n" not in str(told.value)


def test_a_schema_that_is_not_there_is_told(postgres: Server) -> None:
    with pytest.raises(StoreError, match="no schema of its search path exists"):
        open_database(Address.of(f"{postgres.url}&options=-csearch_path%3Dnowhere"), TABLES, StoreError)


def test_newer_tables_are_left_alone(url: str, opened: Opened) -> None:
    with opened().transaction() as db:
        db.execute("UPDATE schema_versions SET version = 99")
    with pytest.raises(StoreError, match=r"has version 99, this program reads \d+: upgrade yuanwen"):
        opened()


def test_tables_that_are_missing_are_told(opened: Opened) -> None:
    database = opened()
    assert database.problems() == []
    with database.transaction() as db:
        db.execute("DROP TABLE stamps")
    assert database.problems() == ["tables are missing: stamps"]


def test_what_is_no_text_of_postgresql_is_told_or_mended(opened: Opened) -> None:
    store = Store(opened())
    with pytest.raises(StoreError, match="half a character"):
        store.size("资料\udce4")
    put(store, text="前\0后")
    assert [passage.text for passage in store.passages(store.passage_ids()).values()] == ["前\ufffd后"]


def test_a_path_may_be_longer_than_an_index_takes(opened: Opened) -> None:
    store = Store(opened())
    path = "/" + "".join(f"{number}，" for number in range(3000))
    assert put(store, path) == "added"
    assert put(store, path) == "unchanged"
    assert put(store, path, digest="2") == "replaced"
