"""The store: one SQLite file that holds every document. All indexes are derived from it."""

import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from itertools import chain, count
from pathlib import Path
from typing import Any, Final, Literal

from retrieval.documents import Document, Passage
from retrieval.errors import StoreError
from retrieval.storage.schema import SCHEMA, UPGRADES, VERSION
from retrieval.storage.sqlite import BUSY, clean, code, empty_log, keep_log, migrate, version_of

Change = Literal["added", "replaced", "unchanged"]

_PASSAGES = """
SELECT p.id, p.text, a.title, d.source, d.path, c.name, p.paragraph, p."offset", p.page, a.published
FROM passages p
JOIN articles a ON a.id = p.article_id
JOIN documents d ON d.id = a.document_id
JOIN collections c ON c.id = d.collection_id
"""
_ENTRIES = """
SELECT d.id, c.name, d.source, d.path, d.title, COUNT(DISTINCT a.id), COUNT(p.id), d.added_at
FROM documents d
JOIN collections c ON c.id = d.collection_id
LEFT JOIN articles a ON a.document_id = d.id
LEFT JOIN passages p ON p.article_id = a.id
{where}
GROUP BY d.id ORDER BY c.name, d.source, d.path
"""
AROUND = f"""
{_PASSAGES}
JOIN (
    SELECT m.paragraph AS place, n.document_id AS document
    FROM passages m JOIN articles n ON n.id = m.article_id WHERE m.id = ?
) ON d.id = document
WHERE p.paragraph BETWEEN place - ? AND place + ?
ORDER BY p.paragraph, p."offset"
"""
_OUTDATED = """
WITH pairs AS (
    SELECT a.id AS old, b.id AS new, a.added_at > b.added_at AS is_newer
    FROM documents a JOIN documents b ON a.path = b.path
    WHERE a.collection_id = (SELECT id FROM collections WHERE name = :old)
    AND b.collection_id = (SELECT id FROM collections WHERE name = :new)
)
DELETE FROM documents WHERE id IN (SELECT iif(is_newer, new, old) FROM pairs)
"""
_MOVED = """
UPDATE documents SET collection_id = (SELECT id FROM collections WHERE name = :new)
WHERE collection_id = (SELECT id FROM collections WHERE name = :old)
"""
_BATCH = 500
_PATIENCE_S: Final = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as the store lists it.

    Attributes:
        id: Its number in the store, 1 to 2⁶²; what replaces it in its collection has the same.
        collection: Name of its collection.
        source: The name people see.
        path: Where it was read from.
        title: Its title.
        articles: How many articles it holds.
        passages: How many passages it holds.
        added_at: When it was added, UTC, ISO 8601.
    """

    id: int
    collection: str
    source: str
    path: str
    title: str
    articles: int
    passages: int
    added_at: str


@dataclass(frozen=True, slots=True)
class Size:
    """How much a collection holds.

    Attributes:
        documents: Number of its documents.
        passages: Number of their passages.
    """

    documents: int
    passages: int


class Store:
    """Documents, articles and passages in collections. Safe to use from several threads.

    What is in a file is read beside a change to it: until that is whole, as it was before.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Open the store, or make it.

        Args:
            path: The database file, or None for one in memory.

        Raises:
            StoreError: The file is not a store, or a newer version made it.
        """
        self._lock = threading.RLock()
        self._path = path
        self._db = self._connect()
        try:
            self._prepare()
            self._reading, self._reader = self._lock, self._db
            if path is not None:
                self._reading, self._reader = threading.RLock(), self._connect()
        except BaseException:
            self._db.close()
            raise

    def _connect(self) -> sqlite3.Connection:
        try:
            return sqlite3.connect(self._path or ":memory:", check_same_thread=False, timeout=_PATIENCE_S)
        except sqlite3.Error as error:
            raise self._failure("opened", error) from error

    def _prepare(self) -> None:
        try:
            self._db.execute("PRAGMA foreign_keys = ON")
            keep_log(self._db, _PATIENCE_S)
            self._migrate()
        except sqlite3.Error as error:
            raise self._failure("opened", error) from error

    def _migrate(self) -> None:
        version = version_of(self._db)
        if version > VERSION:
            raise StoreError(
                f"{self._path} has version {version}, this program reads {VERSION}: upgrade yuanwen."
            )
        migrate(self._db, VERSION, _scripts)

    def _failure(self, attempt: str, error: sqlite3.Error) -> StoreError:
        """An error of SQLite in words that say the way out."""
        text = str(error)
        if code(error) in BUSY:
            way_out = "Another process is changing it; try again."
        elif isinstance(error, sqlite3.OperationalError):
            way_out = "Check the folder's permissions and the space left on the disk."
        else:
            way_out = "It is damaged or no store at all: move it away, and add the documents again."
        return StoreError(f"{self._path} cannot be {attempt} ({text}). {way_out}")

    def close(self) -> None:
        """Close the database; the store must not be used afterwards."""
        with self._lock, self._reading:
            self._reader.close()
            self._db.close()

    def put(self, document: Document, passages: Sequence[Passage], collection: str) -> Change:
        """Keep a document, in place of the one read from the same path if there is one.

        Args:
            document: What was read.
            passages: What it was split into; their `paragraph` counts through the document.
            collection: Name of the collection; made if it is new.

        Returns:
            What became of it: "unchanged" where the same bytes are there already.
        """
        with self._transaction() as db:
            collection_id = self._collection(collection)
            old = db.execute(
                "SELECT id, digest FROM documents WHERE collection_id = ? AND path = ?",
                (collection_id, document.path),
            ).fetchone()
            if old and old[1] == document.digest:
                return "unchanged"
            if old:
                db.execute("DELETE FROM documents WHERE id = ?", (old[0],))
            self._insert(document, passages, collection, collection_id)
        if old:
            self._tidy(empty_log)
        return "replaced" if old else "added"

    def _collection(self, name: str) -> int:
        self._db.execute("INSERT OR IGNORE INTO collections (name) VALUES (?)", (name,))
        row = self._db.execute("SELECT id FROM collections WHERE name = ?", (name,)).fetchone()
        return int(row[0])

    def _insert(
        self, document: Document, passages: Sequence[Passage], collection: str, collection_id: int
    ) -> None:
        db = self._db
        origin = self._origin(collection, document.path)
        key = _hash(origin, document.path)
        db.execute(
            "INSERT INTO documents (id, collection_id, source, path, digest, title) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (key, collection_id, document.source, document.path, document.digest, document.title),
        )
        articles = [
            db.execute(
                "INSERT INTO articles (document_id, position, title, published) VALUES (?, ?, ?, ?)",
                (key, position, article.title, article.published and article.published.isoformat()),
            ).lastrowid
            for position, article in enumerate(document.articles)
        ]
        owners = [
            (article_id, article)
            for article_id, article in zip(articles, document.articles, strict=True)
            for _ in article.paragraphs
        ]
        rows = []
        for passage in passages:
            article_id, article = owners[passage.paragraph]
            id_ = _passage_id(origin, document.path, article.title, passage)
            rows.append((id_, article_id, passage.paragraph, passage.offset, passage.page, passage.text))
        db.executemany(
            'INSERT INTO passages (id, article_id, paragraph, "offset", page, text) '
            "VALUES (?, ?, ?, ?, ?, ?)",
            rows,
        )

    def _origin(self, collection: str, path: str) -> str:
        """What ids are made of: the collection's name, unless one that was renamed still has these ids."""
        origins = chain([collection], (f"{collection}\0{number}" for number in count(2)))
        query = "SELECT 1 FROM documents WHERE id = ?"
        return next(name for name in origins if not self._db.execute(query, (_hash(name, path),)).fetchone())

    def holds(self, path: str, digest: str, collection: str) -> bool:
        """Whether a collection has the file at this path with exactly these bytes."""
        query = """
            SELECT 1 FROM documents d JOIN collections c ON c.id = d.collection_id
            WHERE c.name = ? AND d.path = ? AND d.digest = ?
        """
        return bool(self._rows(query, (collection, path, digest)))

    def remove(self, document_ids: Iterable[int]) -> None:
        """Take documents out, with everything that came of them; none of it stays in the file."""
        with self._transaction() as db:
            gone = db.executemany("DELETE FROM documents WHERE id = ?", [(i,) for i in document_ids])
            db.execute("DELETE FROM collections WHERE id NOT IN (SELECT collection_id FROM documents)")
        if gone.rowcount > 0:
            self._tidy(clean)

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
            db.execute(
                "INSERT OR IGNORE INTO collections (name) SELECT ? FROM collections WHERE name = ?",
                (new, old),
            )
            db.execute(_OUTDATED, {"old": old, "new": new})
            db.execute(_MOVED, {"old": old, "new": new})
            db.execute("DELETE FROM collections WHERE name = ?", (old,))
        self._tidy(empty_log)

    def collections(self) -> list[str]:
        """Names of the collections that hold documents."""
        query = "SELECT name FROM collections WHERE id IN (SELECT collection_id FROM documents) ORDER BY name"
        return [row[0] for row in self._rows(query)]

    def documents(self, collection: str | None = None) -> list[Entry]:
        """Every document, or those of one collection, by collection and source."""
        query = _ENTRIES.format(where="" if collection is None else "WHERE c.name = ?")
        return [Entry(*row) for row in self._rows(query, [] if collection is None else [collection])]

    def document(self, path: str, collection: str) -> Entry | None:
        """The document of a collection that was read from a path, or None."""
        rows = self._rows(_ENTRIES.format(where="WHERE c.name = ? AND d.path = ?"), [collection, path])
        return Entry(*rows[0]) if rows else None

    def size(self, collection: str, without: str = "") -> Size:
        """How much a collection holds; nothing where there is none of this name.

        Args:
            collection: Its name.
            without: The path of a document that does not count, "" for none.
        """
        query = """
            SELECT COUNT(DISTINCT d.id), COUNT(p.id)
            FROM collections c
            JOIN documents d ON d.collection_id = c.id
            LEFT JOIN articles a ON a.document_id = d.id
            LEFT JOIN passages p ON p.article_id = a.id
            WHERE c.name = ? AND d.path != ?
        """
        (row,) = self._rows(query, [collection, without])
        return Size(*row)

    def passages(self, ids: Iterable[int]) -> dict[int, Passage]:
        """The passages of these ids; ids that are gone are left out."""
        wanted = list(ids)
        found: dict[int, Passage] = {}
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            marks = ",".join("?" * len(batch))
            for row in self._rows(f"{_PASSAGES} WHERE p.id IN ({marks})", batch):
                found[row[0]] = _passage(row)
        return found

    def around(self, id_: int, before: int, after: int) -> list[Passage]:
        """A passage and those next to it in its document, in reading order.

        Args:
            id_: Of the passage; of one that is gone there is nothing.
            before: How many paragraphs before its own.
            after: How many after it.

        Returns:
            All passages of these paragraphs.
        """
        return [_passage(row) for row in self._rows(AROUND, [id_, before, after])]

    def passage_ids(self, collections: Collection[str] | None = None) -> set[int]:
        """Ids of all passages, or of those in some collections."""
        if collections is None:
            return {row[0] for row in self._rows("SELECT id FROM passages")}
        marks = ",".join("?" * len(collections))
        query = f"""
            SELECT p.id FROM passages p
            JOIN articles a ON a.id = p.article_id
            JOIN documents d ON d.id = a.document_id
            JOIN collections c ON c.id = d.collection_id
            WHERE c.name IN ({marks})
        """
        return {row[0] for row in self._rows(query, list(collections))}

    def newest_passage_ids(self) -> list[int]:
        """Ids of all passages: the newest documents first, each in reading order."""
        query = """
            SELECT p.id FROM passages p
            JOIN articles a ON a.id = p.article_id
            JOIN documents d ON d.id = a.document_id
            ORDER BY d.added_at DESC, d.id, p.paragraph, p."offset"
        """
        return [row[0] for row in self._rows(query)]

    def passage_ids_of(self, document_id: int) -> set[int]:
        """Ids of the passages of a document; none where it is gone."""
        query = """
            SELECT p.id FROM passages p JOIN articles a ON a.id = p.article_id WHERE a.document_id = ?
        """
        return {row[0] for row in self._rows(query, [document_id])}

    def revision(self) -> tuple[int, int]:
        """Changes whenever this or another process has changed the store."""
        ((others,),) = self._rows("PRAGMA data_version")
        return others, self._reader.total_changes

    def check(self) -> list[str]:
        """What SQLite finds wrong with the file; empty if nothing."""
        return [row[0] for row in self._rows("PRAGMA integrity_check") if row[0] != "ok"]

    def _tidy(self, work: Callable[[sqlite3.Connection], None]) -> None:
        with self._lock, self._reading:
            try:
                work(self._db)
            except sqlite3.Error as error:
                raise self._failure("changed", error) from error

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._reading:
            try:
                return self._reader.execute(query, values).fetchall()
            except sqlite3.Error as error:
                raise self._failure("read", error) from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; a lock that another process holds is waited for."""
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                with self._db:
                    yield self._db
            except sqlite3.Error as error:
                raise self._failure("changed", error) from error


def _scripts(version: int) -> list[str]:
    """What leads from a version to the newest."""
    return [UPGRADES[old] for old in range(version, VERSION)] if version else [SCHEMA]


def _passage_id(collection: str, path: str, title: str, passage: Passage) -> int:
    """A hash of a passage and its place.

    An id therefore stands for one text for ever: an index never mistakes a passage for another one,
    even where the store was replaced or brought back from a copy, and what did not change in a changed
    document keeps its id.
    """
    return _hash(collection, path, title, str(passage.paragraph), str(passage.offset), passage.text)


def _hash(*parts: str) -> int:
    """1 to 2⁶²."""
    digest = blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return (int.from_bytes(digest) >> 2) + 1


def _passage(row: Sequence[Any]) -> Passage:
    id_, text, title, source, path, collection, paragraph, offset, page, published = row
    return Passage(
        text=text,
        title=title,
        source=source,
        path=path,
        collection=collection,
        paragraph=paragraph,
        offset=offset,
        page=page,
        published=date.fromisoformat(published) if published else None,
        id=id_,
    )
