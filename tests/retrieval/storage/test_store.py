import os
import resource
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from random import Random

import pytest

from retrieval.documents import Article, Document, Paragraph, Passage
from retrieval.errors import StoreError
from retrieval.storage import store as store_module
from retrieval.storage.changes import count_change
from retrieval.storage.databases import sqlite_database, sqlite_file
from retrieval.storage.passages import AROUND
from retrieval.storage.schema import MIGRATIONS
from retrieval.storage.store import Size, Store
from tests.retrieval.conftest import NewStore


def document(
    path: str = "/docs/a.txt", digest: str = "1", texts: tuple[str, ...] = ("甲。", "乙。")
) -> Document:
    articles = tuple(
        Article(f"标题{number}", (Paragraph(text, page=number),), date(2023, 5, number))
        for number, text in enumerate(texts, 1)
    )
    return Document(source="a.txt", path=path, digest=digest, title="标题1", articles=articles)


def passages(document: Document) -> list[Passage]:
    paragraphs = [p for article in document.articles for p in article.paragraphs]
    return [Passage(p.text, paragraph=i, page=p.page) for i, p in enumerate(paragraphs)]


def put(store: Store, doc: Document, collection: str = "public") -> str:
    return store.put(doc, passages(doc), collection)


def test_a_passage_comes_back_with_everything_about_it(new_store: NewStore) -> None:
    store = new_store()
    put(store, document())
    found = store.passages(store.passage_ids())
    assert [(p.text, p.title, p.source, p.collection, p.page, p.published) for p in found.values()] == [
        ("甲。", "标题1", "a.txt", "public", 1, date(2023, 5, 1)),
        ("乙。", "标题2", "a.txt", "public", 2, date(2023, 5, 2)),
    ]


def test_put_tells_added_unchanged_and_replaced(new_store: NewStore) -> None:
    store = new_store()
    assert put(store, document()) == "added"
    before = store.passage_ids()
    assert put(store, document()) == "unchanged"
    assert store.passage_ids() == before
    assert put(store, document(digest="2", texts=("丙。",))) == "replaced"
    assert [p.text for p in store.passages(store.passage_ids()).values()] == ["丙。"]


def test_an_id_stands_for_one_text_in_every_store(new_store: NewStore) -> None:
    one, other = new_store(), new_store()
    put(one, document())
    put(other, document(texts=("甲。", "丙。")))
    texts: dict[int, set[str]] = {}
    for store in (one, other):
        for id_, passage in store.passages(store.passage_ids()).items():
            texts.setdefault(id_, set()).add(passage.text)
    assert sorted(map(sorted, texts.values())) == [["丙。"], ["乙。"], ["甲。"]]


def test_what_did_not_change_keeps_its_id(new_store: NewStore) -> None:
    store = new_store()
    put(store, document())
    before = store.passage_ids()
    put(store, document(digest="2", texts=("甲。", "丙。")))
    assert len(before & store.passage_ids()) == 1


def test_the_same_path_may_be_in_two_collections(new_store: NewStore) -> None:
    store = new_store()
    put(store, document(), "public")
    put(store, document(), "team")
    assert len(store.documents()) == 2
    assert len(store.passage_ids(["team"])) == 2
    assert store.passage_ids(["nobody"]) == set()
    assert store.passage_ids([]) == set()


def test_documents_are_counted(new_store: NewStore) -> None:
    store = new_store()
    put(store, document())
    (entry,) = store.documents()
    assert (entry.articles, entry.passages, entry.title) == (2, 2, "标题1")


def test_a_failed_put_loses_nothing(new_store: NewStore) -> None:
    store = new_store()
    put(store, document())
    broken = document(digest="2")
    with pytest.raises(IndexError):
        store.put(broken, [Passage("丙。", paragraph=9)], "public")
    assert [p.text for p in store.passages(store.passage_ids()).values()] == ["甲。", "乙。"]


def test_the_revision_follows_changes_of_this_and_another_connection(tmp_path: Path) -> None:
    one, other = Store(tmp_path / "s.db"), Store(tmp_path / "s.db")
    first = one.revision()
    put(one, document())
    second = one.revision()
    put(other, document(path="/docs/b.txt"))
    third = one.revision()
    assert len({first, second, third}) == 3
    assert one.revision() == third
    one.close()
    other.close()


def test_a_change_holds_up_nobody_who_reads(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.db")
    put(store, document())
    before, ids = store.revision(), store.passage_ids()
    with ThreadPoolExecutor(1) as elsewhere, store._transaction() as db:
        db.execute("DELETE FROM documents")
        count_change(db)
        assert elsewhere.submit(store.passage_ids).result(5) == ids
        assert elsewhere.submit(store.revision).result(5) == before
    assert store.revision() != before
    assert store.passage_ids() == set()
    store.close()


def test_a_change_waits_for_the_disk(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.db")
    with store._transaction() as db:
        ((mode,),) = db.execute("PRAGMA synchronous").fetchall()
    assert mode == 2  # FULL: what is acknowledged stays where the power fails
    store.close()


def test_what_was_put_is_there_after_reopening(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.db")
    put(store, document())
    store.close()
    store = Store(tmp_path / "s.db")
    assert len(store.passage_ids()) == 2
    assert store.check() == []
    store.close()


def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(b"no database" * 500)
    with pytest.raises(StoreError, match="move it away"):
        Store(path)
    assert path.read_bytes() == b"no database" * 500


def test_a_newer_store_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreError, match="has version 99"):
        Store(path)


def test_a_locked_store_is_not_called_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "s.db"
    store = Store(path)
    store._database._db.execute("PRAGMA busy_timeout = 10")  # type: ignore[attr-defined]
    other = sqlite3.connect(path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="Another process is changing it"):
        put(store, document())
    other.rollback()
    other.close()
    assert put(store, document()) == "added"
    store.close()


def test_a_damaged_page_is_an_error_in_words(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    store = Store(path)
    put(store, document(texts=tuple(f"第{number}段。" * 50 for number in range(1, 20))))
    store.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="move it away"):
        Store(path).documents()


def test_half_a_character_is_an_error_in_words(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    with pytest.raises(StoreError, match="half a character"):
        store.size("资料\udce4")
    store.close()


def test_collections_are_those_with_documents(new_store: NewStore) -> None:
    store = new_store()
    put(store, document(), "team")
    put(store, document(), "public")
    assert store.collections() == ["public", "team"]
    store.remove(entry.id for entry in store.documents() if entry.collection == "team")
    assert store.collections() == ["public"]


def test_documents_and_their_number_are_told_for_one_collection(new_store: NewStore) -> None:
    store = new_store()
    put(store, document(), "team")
    put(store, document(path="/docs/b.txt", texts=("丙。",)), "team")
    put(store, document(), "public")
    assert [entry.path for entry in store.documents("team")] == ["/docs/a.txt", "/docs/b.txt"]
    assert store.documents("nobody") == []
    assert (store.size("team"), store.size("nobody")) == (Size(2, 3), Size(0, 0))


def test_an_entry_keeps_its_id_when_it_is_replaced_and_nothing_else_gets_it(new_store: NewStore) -> None:
    store = new_store()
    put(store, document())
    (before,) = store.documents()
    put(store, document(digest="2", texts=("丙。",)))
    (after,) = store.documents()
    assert (after.id, after.articles) == (before.id, 1)
    store.remove([after.id])
    put(store, document(path="/docs/b.txt"))
    put(store, document(), "team")
    assert before.id not in {entry.id for entry in store.documents()}


def test_what_stands_around_a_passage_comes_in_reading_order(new_store: NewStore) -> None:
    store = new_store()
    put(store, document(texts=tuple("甲乙丙丁戊")))
    put(store, document(path="/docs/b.txt", texts=tuple("子丑寅")))
    ids = {passage.text: id_ for id_, passage in store.passages(store.passage_ids()).items()}
    assert [p.text for p in store.around(ids["丙"], 1, 2)] == list("乙丙丁戊")
    assert [p.text for p in store.around(ids["子"], 5, 0)] == ["子"]
    assert store.around(12345, 1, 1) == []


def test_neighbours_are_found_through_an_index() -> None:
    store = Store()
    plan = store._rows(f"EXPLAIN QUERY PLAN {AROUND}", [1, 1, 1])
    steps = [row[-1] for row in plan]
    assert not [step for step in steps if step.startswith("SCAN")]
    assert any("passages_in_order" in step and "paragraph>? AND paragraph<?" in step for step in steps)


def written(folder: Path, text: str) -> bool:
    """Whether a text is in a file of a folder, anywhere."""
    return any(text.encode() in file.read_bytes() for file in folder.iterdir())


def test_what_is_removed_or_replaced_is_not_in_the_files_afterwards(tmp_path: Path) -> None:
    store, secret = Store(tmp_path / "s.db"), "只有这份文档这样说。"
    put(store, document(texts=(secret, "乙。")))
    put(store, document("/docs/b.txt", texts=("丙。",)))
    assert written(tmp_path, secret)
    put(store, document(digest="2", texts=("乙。", "丁" * 2000)))
    assert not written(tmp_path, secret)
    assert written(tmp_path, "丁" * 300)
    store.remove([entry.id for entry in store.documents() if entry.path == "/docs/a.txt"])
    assert not written(tmp_path, "丁" * 300)
    assert written(tmp_path, "丙。")
    store.close()


def test_no_copy_stays_behind_that_was_made_when_rows_moved(tmp_path: Path) -> None:
    store, random = Store(tmp_path / "s.db"), Random(1)  # noqa: S311  # text for tests
    texts: dict[str, tuple[str, ...]] = {}
    left = []
    for step in range(150):
        path = f"/docs/{random.randrange(20)}.txt"
        if path in texts:
            store.remove([entry.id for entry in store.documents() if entry.path == path])
            left += [text for text in texts.pop(path) if written(tmp_path, text[:11])]
        else:
            length = random.choice([1, 5, 40])
            texts[path] = tuple(f"第{step:03}-{n:02}句。" * length for n in range(random.randrange(1, 28)))
            put(store, document(path, str(step), texts[path]))
    assert left == []
    assert store.check() == []
    assert len(store.passage_ids()) == sum(map(len, texts.values()))
    store.close()


def test_what_is_removed_while_another_process_reads_is_gone_with_the_next_change(tmp_path: Path) -> None:
    store, secret = Store(tmp_path / "s.db"), "只有这份文档这样说。"
    put(store, document(texts=(secret,)))
    reader = sqlite3.connect(tmp_path / "s.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT text FROM passages").fetchall()
    store.remove(entry.id for entry in store.documents())
    assert store.documents() == []
    reader.close()
    put(store, document("/docs/b.txt"))
    store.remove(entry.id for entry in store.documents())
    assert not written(tmp_path, secret)
    store.close()


def test_whoever_reads_goes_on_while_the_file_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "s.db")
    put(store, document())
    put(store, document("/docs/b.txt", texts=("丙。",)))
    cleaning, done = threading.Event(), threading.Event()

    def rewrite(db: sqlite3.Connection) -> None:
        cleaning.set()
        assert done.wait(10)
        sqlite_file.rewrite(db)

    monkeypatch.setattr(sqlite_database, "rewrite", rewrite)
    with ThreadPoolExecutor(2) as elsewhere:
        removing = elsewhere.submit(
            store.remove, [e.id for e in store.documents() if e.path == "/docs/a.txt"]
        )
        assert cleaning.wait(5)
        try:
            texts = elsewhere.submit(lambda: texts_of(store, "public")).result(5)
        finally:
            done.set()
        removing.result(10)
    assert texts == {"丙。"}
    store.close()


@pytest.mark.skipif(os.name != "posix", reason="files are kept short by a limit of POSIX")
def test_what_is_removed_is_gone_where_there_is_no_room_to_write_the_file_anew(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.db")
    for number in range(40):
        texts = tuple(f"第{number}号第{place}段，{'水位正常' * 20}。" for place in range(25))
        put(store, document(f"/{number}", str(number), texts))
    store.close()  # takes the log into the file
    store = Store(tmp_path / "s.db")
    removed = store.documents()[0]
    _, most = limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((tmp_path / "s.db").stat().st_size, most))
    try:
        store.remove([removed.id])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert removed not in store.documents()
    before = (tmp_path / "s.db").stat().st_size
    store.remove([store.documents()[0].id])
    assert (tmp_path / "s.db").stat().st_size < 0.97 * before  # the room of both, of 40
    store.close()


def test_a_large_file_is_not_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "_REWRITTEN_BYTES", 0)
    store, secret = Store(tmp_path / "s.db"), "只有这份文档这样说。"
    put(store, document(texts=(secret,)))
    monkeypatch.setattr(sqlite_database, "rewrite", lambda _: pytest.fail("it was written anew"))
    store.remove(entry.id for entry in store.documents())
    assert not written(tmp_path, secret)
    store.close()


def test_present_passages_are_told_from_those_that_are_gone(new_store: NewStore) -> None:
    store = new_store()
    put(store, document(texts=tuple(map(str, range(27)))))
    ids = store.passage_ids()
    assert store.present([*ids, 12345]) == ids
    assert store.present([]) == set()


def test_many_may_make_the_same_store_at_once(tmp_path: Path) -> None:
    errors: list[BaseException] = []

    def opened(path: Path, together: threading.Barrier) -> None:
        together.wait()
        try:
            Store(path).close()
        except BaseException as error:  # noqa: BLE001  # reported below, on the test's own thread
            errors.append(error)

    for number in range(20):
        given = tmp_path / f"{number}.db", threading.Barrier(4)
        threads = [threading.Thread(target=opened, args=given) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert errors == []


OLD_TABLES = """
CREATE TABLE collections (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE documents (
    id INTEGER PRIMARY KEY, collection_id INTEGER NOT NULL REFERENCES collections (id), source TEXT NOT NULL,
    path TEXT NOT NULL, digest TEXT NOT NULL, title TEXT NOT NULL,
    added_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, UNIQUE (collection_id, path)
);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, title TEXT NOT NULL, published TEXT
);
CREATE INDEX articles_by_document ON articles (document_id);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    paragraph INTEGER NOT NULL, "offset" INTEGER NOT NULL, page INTEGER, text TEXT NOT NULL
);
CREATE INDEX passages_by_article ON passages (article_id);
INSERT INTO collections VALUES (1, 'public');
INSERT INTO documents (id, collection_id, source, path, digest, title)
VALUES (1, 1, 'a', '/docs/a.txt', '1', '');
INSERT INTO articles VALUES (1, 1, 0, '标题', NULL);
INSERT INTO passages VALUES (7, 1, 0, 0, NULL, '甲。'), (8, 1, 1, 0, NULL, '乙。');
PRAGMA user_version = 1;
"""


def test_a_store_of_version_1_is_brought_to_this_one_with_all_it_holds(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "s.db")
    db.executescript(OLD_TABLES)
    db.close()
    store = Store(tmp_path / "s.db")
    assert store._rows("PRAGMA user_version") == [(len(MIGRATIONS),)]
    assert [p.text for p in store.around(8, 1, 1)] == ["甲。", "乙。"]
    assert put(store, document(digest="2", texts=("丙。",))) == "replaced"
    names = {row[0] for row in store._rows("SELECT name FROM sqlite_master WHERE type = 'index'")}
    fresh = {row[0] for row in Store()._rows("SELECT name FROM sqlite_master WHERE type = 'index'")}
    assert names == fresh
    store.close()
    store = Store(tmp_path / "s.db")
    assert len(store.documents()) == 1
    store.close()


def renaming(store: Store, *, newer: str) -> Store:
    """A store in which both collections have a document of one path, as well as one of their own."""
    put(store, document("/both", "1", ("旧名下的。",)), "old")
    put(store, document("/old", "2", ("只在旧名下。",)), "old")
    put(store, document("/both", "3", ("新名下的。",)), "new")
    put(store, document("/new", "4", ("只在新名下。",)), "new")
    (entry,) = (entry for entry in store.documents(newer) if entry.path == "/both")
    with store._transaction() as db:
        db.execute("UPDATE documents SET added_at = '2026-01-01 00:00:00'")
        db.execute("UPDATE documents SET added_at = '2026-01-02 00:00:00' WHERE id = ?", (entry.id,))
    return store


def texts_of(store: Store, collection: str) -> set[str]:
    return {passage.text for passage in store.passages(store.passage_ids([collection])).values()}


def test_a_collection_that_is_renamed_keeps_its_ids(new_store: NewStore) -> None:
    store = new_store()
    put(store, document(), "old")
    entries, ids, revision = store.documents("old"), store.passage_ids(), store.revision()
    store.rename("old", "new")
    assert store.collections() == ["new"]
    assert [entry.id for entry in store.documents("new")] == [entry.id for entry in entries]
    assert store.passage_ids(["new"]) == store.passage_ids() == ids
    assert {passage.collection for passage in store.passages(ids).values()} == {"new"}
    assert store.revision() != revision
    # Done twice, or to itself, it changes nothing.
    for old in ("old", "new"):
        store.rename(old, "new")
        assert store.passage_ids(["new"]) == ids
    store.rename("none", "other")
    assert store.collections() == ["new"]


@pytest.mark.parametrize(("newer", "kept"), [("old", "旧名下的。"), ("new", "新名下的。")])
def test_of_two_documents_the_newer_stays_where_collections_become_one(
    new_store: NewStore, newer: str, kept: str
) -> None:
    store = renaming(new_store(), newer=newer)
    store.rename("old", "new")
    assert store.collections() == ["new"]
    assert texts_of(store, "new") == {kept, "只在旧名下。", "只在新名下。"}
    assert len(store.passage_ids()) == 3


def test_a_name_that_is_free_again_serves_another_collection(new_store: NewStore) -> None:
    store = new_store()
    put(store, document(), "old")
    store.rename("old", "new")
    assert put(store, document(), "old") == "added"
    assert put(store, document(), "old") == "unchanged"
    assert not store.passage_ids(["old"]) & store.passage_ids(["new"])
    assert texts_of(store, "old") == texts_of(store, "new") == {"甲。", "乙。"}
    assert put(store, document(digest="2", texts=("丙。",)), "new") == "replaced"
    assert (texts_of(store, "old"), texts_of(store, "new")) == ({"甲。", "乙。"}, {"丙。"})


def test_a_lock_is_held_by_one_at_a_time(new_store: NewStore) -> None:
    check_lock(new_store())


def test_so_is_that_of_a_file(tmp_path: Path) -> None:
    check_lock(store := Store(tmp_path / "s.db"))
    store.close()


def check_lock(store: Store) -> None:
    one, other = store.exclusive("indexing"), store.exclusive("indexing")
    delayed = threading.Event()

    def wait() -> bool:
        with other.held(delayed=delayed.set) as held:
            return held

    with ThreadPoolExecutor(1) as elsewhere:
        with one.held() as held, other.held(wait=False) as also:
            assert (held, also) == (True, False)
            with store.exclusive("something else").held(wait=False) as another:
                assert another
            waiting = elsewhere.submit(wait)
            assert delayed.wait(30)
            assert not waiting.done()
        assert waiting.result(30)
