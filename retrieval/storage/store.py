"""The store: one database that holds every document. All indexes are derived from it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final

from retrieval.documents import Document, Passage
from retrieval.errors import StoreError
from retrieval.storage import passages as rows
from retrieval.storage.changes import ChangeLog, Changes, count_change, note_removal
from retrieval.storage.changes.documents import collection_of, insert
from retrieval.storage.copies import Copies
from retrieval.storage.databases import Connection, Database, Lock, marks
from retrieval.storage.databases.sqlite_database import Rewriting, SqliteDatabase
from retrieval.storage.databases.sqlite_file import SqliteFile
from retrieval.storage.entries import COUNT, LIST, OLDER, TOUCH, Change, Entry, Size
from retrieval.storage.faq import FaqRows
from retrieval.storage.names import Names
from retrieval.storage.originals import Originals
from retrieval.storage.refused import Refused
from retrieval.storage.schema import TABLES
from retrieval.storage.suggestions import Suggestions

__all__ = ["Change", "Entry", "Size", "Store"]

FILE: Final = "yuanwen.db"
"""Its name in a home."""
_IDS_A_QUERY: Final = 500
_MOST_ASKED_FOR: Final = 20_000
"""Ids from which it is quicker to read all rows than to ask for some."""
WAIT_S: Final = 30.0
"""How long another process that changes the store is waited for."""
_REWRITTEN_BYTES: Final = 128 << 20
"""Up to which size the file is written anew when a document is removed: a second or two."""


class Store:
    """Documents, articles and passages in collections. Safe to use from several threads.

    What is in it is read beside a change: until that is whole, as it was before.

    Attributes:
        refused: Files that ended their reader.
        originals: The files that documents were read from.
        names: What documents are called.
        faq: The articles of the FAQ.
        suggestions: Questions that documents are known to answer.
        copies: Near copies of articles.
    """

    def __init__(self, place: Path | Database | None = None) -> None:
        """Open the store, or make it.

        Args:
            place: A database with the tables of the store, which is closed with it, or a file of SQLite's, or
                None for a store in memory.

        Raises:
            StoreError: The file is not a store, or a newer version made it.
        """
        self._database: Database = _in_file(place) if place is None or isinstance(place, Path) else place
        tables = self._transaction, self._rows
        self.refused, self.originals = Refused(*tables), Originals(*tables)
        self.names, self.suggestions = Names(*tables), Suggestions(*tables)
        self._changes, self.copies = ChangeLog(*tables), Copies(*tables)
        self.faq = FaqRows(*tables, self._database.purge)

    def close(self) -> None:
        """Close the database; the store must not be used afterwards."""
        self._database.close()

    def exclusive(self, name: str) -> Lock:
        """A lock for all processes that use this store, on whatever machine."""
        return self._database.lock(name)

    def put(self, document: Document, passages: Sequence[Passage], collection: str) -> Change:
        """Keep a document, in place of the one read from the same path if there is one.

        Args:
            document: What was read.
            passages: What it was split into; their `paragraph` counts through the document.
            collection: Name of the collection; made if it is new.

        Returns:
            What became of it: "unchanged" where the same bytes are there already.
        """
        return self.put_all([(document, passages)], collection)[0]

    def put_all(self, items: Iterable[tuple[Document, Sequence[Passage]]], collection: str) -> list[Change]:
        """The same for several documents, all of them or none."""
        with self._transaction() as db:
            place = collection_of(db, collection), collection
            changes = [_put(db, document, passages, place) for document, passages in items]
        if "replaced" in changes:
            self._database.empty_log()
        return changes

    def holds(self, path: str, digest: str, collection: str) -> bool:
        """Whether a collection has the file at this path with exactly these bytes."""
        of_collection = (
            "SELECT 1 FROM documents d JOIN collections c ON c.id = d.collection_id WHERE c.name = ?"
        )
        same = self._rows(f"{of_collection} AND d.path = ? AND d.digest = ?", (collection, path, digest))
        return bool(same)

    def remove(self, document_ids: Iterable[int]) -> None:
        """Take documents out, with everything that came of them; none of it stays in a file of up to 128 MiB.

        Whoever reads goes on meanwhile.
        """
        chosen = [(id_,) for id_ in document_ids]
        with self._transaction() as db:
            revision = count_change(db)
            for each in chosen:
                note_removal(db, revision, "d.id = ?", each)
            gone = db.executemany("DELETE FROM documents WHERE id = ?", chosen)
            db.execute("DELETE FROM collections WHERE id NOT IN (SELECT collection_id FROM documents)")
        if gone.rowcount > 0:
            self._database.purge()

    def rename(self, old: str, new: str) -> None:
        """Give a collection another name; its documents and passages keep their ids.

        Args:
            old: Name of the collection; where there is none, nothing is done.
            new: Its name from now on. If it is that of another one, both become one: of two documents with
                the same path the newer stays.
        """
        if old == new:
            return
        with self._transaction() as db:
            revision, ids = count_change(db), dict(db.execute("SELECT name, id FROM collections").fetchall())
            if old in ids and new in ids:
                pair = ids[old], ids[new]
                note_removal(
                    db, revision, f"d.collection_id = ? OR d.id IN ({OLDER})", (ids[old], *pair)
                )  # all of the old one leave it
                db.execute(f"DELETE FROM documents WHERE id IN ({OLDER})", pair)
                db.execute(TOUCH, (revision, ids[old]))
                db.execute("UPDATE documents SET collection_id = ? WHERE collection_id = ?", pair[::-1])
                db.execute("DELETE FROM collections WHERE id = ?", (ids[old],))
            db.execute("UPDATE collections SET name = ? WHERE name = ?", (new, old))
        self._database.empty_log()

    def collections(self) -> list[str]:
        """Names of the collections that hold documents."""
        query = "SELECT name FROM collections WHERE id IN (SELECT collection_id FROM documents) ORDER BY name"
        return [row[0] for row in self._rows(query)]

    def collection_ids(self, names: Collection[str]) -> dict[str, int]:
        """The numbers of collections by their names; those that there are not are left out."""
        query = f"SELECT name, id FROM collections WHERE name IN ({marks(len(names))})"
        return dict(self._rows(query, list(names)))

    def documents(self, collection: str | None = None) -> list[Entry]:
        """Every document, or those of one collection, by collection and source."""
        where = "" if collection is None else "WHERE c.name = ?"
        found = self._rows(LIST.format(where=where), [] if collection is None else [collection])
        return [Entry(*row) for row in found]

    def document(self, path: str, collection: str) -> Entry | None:
        """The document of a collection that was read from a path, or None."""
        rows = self._rows(LIST.format(where="WHERE c.name = ? AND d.path = ?"), [collection, path])
        return Entry(*rows[0]) if rows else None

    def size(self, collection: str, without: str = "") -> Size:
        """How much a collection holds; nothing where there is none of this name.

        Args:
            collection: Its name.
            without: The path of a document that does not count, "" for none.
        """
        return Size(*self._rows(COUNT, [collection, without])[0])

    def passages(self, ids: Iterable[int]) -> dict[int, Passage]:
        """The passages of these ids; ids that are gone are left out."""
        return {row[0]: rows.from_row(row) for row in self._foundof(rows.SELECT + "WHERE p.id IN", ids)}

    def present(self, ids: Iterable[int]) -> set[int]:
        """Which of these ids are those of passages that are there."""
        return {row[0] for row in self._foundof("SELECT id FROM passages WHERE id IN", ids)}

    def around(self, id_: int, before: int, after: int) -> list[Passage]:
        """A passage and those next to it in its document, in reading order.

        Args:
            id_: Of the passage; of one that is gone there is nothing.
            before: How many paragraphs before its own.
            after: How many after it.

        Returns:
            All passages of these paragraphs.
        """
        return [rows.from_row(row) for row in self._rows(rows.AROUND, [id_, before, after])]

    def passage_ids(self, collections: Collection[str] | None = None) -> set[int]:
        """Ids of all passages, or of those in some collections."""
        if collections is None:
            return {row[0] for row in self._rows("SELECT id FROM passages")}
        where = "JOIN collections c ON c.id = d.collection_id WHERE c.name IN ({})"
        query = rows.IDS.format(where=where.format(marks(len(collections))))
        return {row[0] for row in self._rows(query, list(collections))}

    def filed(self, ids: Iterable[int] | None = None) -> list[tuple[int, int, str | None, str, str]]:
        """Of all passages, or some: id, number of the collection, day in ISO 8601, title, source."""
        if ids is None:
            return self._rows(rows.FILED)
        return list(self._foundof(f"{rows.FILED} WHERE p.id IN", ids))

    def newest_first(self, ids: Iterable[int]) -> list[int]:
        """Some ids, in the order of their passages: the newest documents first, each in reading order."""
        wanted = set(ids)
        if len(wanted) > _MOST_ASKED_FOR:
            found = [row for row in self._rows(rows.ORDER) if row[-1] in wanted]
        else:
            found = list(self._foundof(f"{rows.ORDER} WHERE p.id IN", wanted))
        return [row[-1] for row in sorted(sorted(found), key=lambda row: row[0], reverse=True)]

    def passage_ids_of(self, document_id: int) -> set[int]:
        """Ids of the passages of a document; none where it is gone."""
        query = "SELECT p.id FROM passages p JOIN articles a ON a.id = p.article_id WHERE a.document_id = ?"
        return {row[0] for row in self._rows(query, [document_id])}

    def revision(self) -> int:
        """Changes whenever this or another process has changed which documents and passages there are."""
        return int(self._rows("SELECT revision FROM contents")[0][0])

    def changes(self, since: int) -> Changes | None:
        """Which passages came and left since a revision, as `ChangeLog.since` says."""
        return self._changes.since(since)

    def check(self) -> list[str]:
        """What is wrong with the database; empty if nothing."""
        return self._database.problems()

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._database.reading() as db:
            return db.execute(query, values).fetchall()

    def _foundof(self, query: str, ids: Iterable[int]) -> Iterator[Any]:
        """The rows of a query that ends with IN, for some ids."""
        wanted = list(ids)
        for start in range(0, len(wanted), _IDS_A_QUERY):
            batch = wanted[start : start + _IDS_A_QUERY]
            yield from self._rows(f"{query} ({marks(len(batch))})", batch)

    def _transaction(self) -> AbstractContextManager[Connection]:
        """All or nothing; a change that another process makes is waited for."""
        return self._database.transaction()


def _in_file(path: Path | None) -> Database:
    """A store of SQLite's, in a file or in memory."""
    file = SqliteFile(
        path,
        TABLES.sqlite,
        StoreError,
        "It is damaged or no store: restore a backup, or move it away and add the documents again.",
        WAIT_S,
        outlives_power=True,
    )
    return SqliteDatabase(file, Rewriting(_REWRITTEN_BYTES))


def _put(
    db: Connection, document: Document, passages: Sequence[Passage], collection: tuple[int, str]
) -> Change:
    query = "SELECT id, digest FROM documents WHERE collection_id = ? AND path = ?"
    old = db.execute(query, (collection[0], document.path)).fetchone()
    if old and old[1] == document.digest:
        return "unchanged"
    revision = count_change(db)
    if old:
        note_removal(db, revision, "d.id = ?", (old[0],))
        db.execute("DELETE FROM documents WHERE id = ?", (old[0],))
    insert(db, document, passages, collection, revision)
    return "replaced" if old else "added"
