import sqlite3
from datetime import date
from pathlib import Path

import pytest

from retrieval.documents import Article, Document, Paragraph, Passage
from retrieval.errors import StoreError
from retrieval.store import Store


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


def test_a_passage_comes_back_with_everything_about_it() -> None:
    store = Store()
    put(store, document())
    found = store.passages(store.passage_ids())
    assert [(p.text, p.title, p.source, p.collection, p.page, p.published) for p in found.values()] == [
        ("甲。", "标题1", "a.txt", "public", 1, date(2023, 5, 1)),
        ("乙。", "标题2", "a.txt", "public", 2, date(2023, 5, 2)),
    ]


def test_put_tells_added_unchanged_and_replaced() -> None:
    store = Store()
    assert put(store, document()) == "added"
    before = store.passage_ids()
    assert put(store, document()) == "unchanged"
    assert store.passage_ids() == before
    assert put(store, document(digest="2", texts=("丙。",))) == "replaced"
    assert [p.text for p in store.passages(store.passage_ids()).values()] == ["丙。"]


def test_ids_are_never_used_twice() -> None:
    store = Store()
    put(store, document())
    before = store.passage_ids()
    store.remove(entry.id for entry in store.documents())
    assert store.passage_ids() == set()
    put(store, document())
    assert not before & store.passage_ids()


def test_the_same_path_may_be_in_two_collections() -> None:
    store = Store()
    put(store, document(), "public")
    put(store, document(), "team")
    assert len(store.documents()) == 2
    assert len(store.passage_ids(["team"])) == 2
    assert store.passage_ids(["nobody"]) == set()
    assert store.passage_ids([]) == set()


def test_documents_are_counted() -> None:
    store = Store()
    put(store, document())
    (entry,) = store.documents()
    assert (entry.articles, entry.passages, entry.title) == (2, 2, "标题1")


def test_a_failed_put_loses_nothing() -> None:
    store = Store()
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
    with pytest.raises(StoreError, match="cannot be opened as a store"):
        Store(path)
    assert path.read_bytes() == b"no database" * 500


def test_a_newer_store_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreError, match="has version 99"):
        Store(path)
