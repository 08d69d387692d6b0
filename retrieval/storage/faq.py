"""The rows of the FAQ: one document, whose articles are questions with their answer as the only paragraph."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, Final, NamedTuple

from retrieval.documents import Passage
from retrieval.storage import passages as rows
from retrieval.storage.changes import count_change, note_removal
from retrieval.storage.changes.documents import collection_of, now
from retrieval.storage.databases import Connection
from retrieval.storage.entries import Change
from retrieval.storage.table import Rows, Table

PATH: Final = "faq:"
"""The path of the document; no file has such a one."""
SOURCE: Final = "常见问题"
"""The name of the document."""

_ENTRIES: Final = """
SELECT a.id, a.title, a.published, p."offset", p.text
FROM articles a
JOIN documents d ON d.id = a.document_id
JOIN passages p ON p.article_id = a.id
WHERE d.path = ?
ORDER BY a.position DESC, a.id, p."offset"
"""
_OF_ENTRY: Final = f'{rows.SELECT} WHERE a.id = ? AND d.path = ? ORDER BY p."offset"'
_NEXT: Final = """
SELECT coalesce(MAX(a.position), -1) + 1, coalesce(MAX(p.paragraph), -1) + 1
FROM articles a LEFT JOIN passages p ON p.article_id = a.id WHERE a.document_id = ?
"""
_UPSERT: Final = """
INSERT INTO articles (id, document_id, position, title, published) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET title = excluded.title, published = excluded.published
"""


class FaqRow(NamedTuple):
    """An entry as it is kept.

    Attributes:
        id: Its number, the same for the same question for ever, 1 to 2⁶².
        question: The title of its article.
        published: The date of the answer, ISO 8601.
        answer: Its paragraph.
    """

    id: int
    question: str
    published: str
    answer: str


class _Place(NamedTuple):
    """Where an entry goes: into which document, and as which of its articles and paragraphs, from 0."""

    document: int
    collection: str
    position: int
    paragraph: int


class FaqRows(Table):
    """The articles of the FAQ.

    An entry is replaced and removed alone: the passages of the others keep their ids, and with these their
    vectors and the answers that were given from them.

    Args:
        transaction: As of `Table`.
        rows: As of `Table`.
        purge: Leaves nothing in the file of what was deleted.
    """

    def __init__(
        self,
        transaction: Callable[[], AbstractContextManager[Connection]],
        rows: Rows,
        purge: Callable[[], None],
    ) -> None:
        super().__init__(transaction, rows)
        self._purge = purge

    def put(self, entries: Iterable[tuple[FaqRow, Sequence[Passage]]], collection: str) -> list[Change]:
        """Keep entries, each in place of the one with the same id: all of them, or none.

        Args:
            entries: Each with the passages of its answer.
            collection: Name of the collection; made if it is new.

        Returns:
            What became of each.

        Raises:
            StoreError: The store cannot be changed.
        """
        with self._transaction() as db:
            document, revision = _document(db, collection), count_change(db)
            ((position, paragraph),) = db.execute(_NEXT, (document,)).fetchall()
            changes = [
                _put(db, row, passages, _Place(document, collection, position + n, paragraph + n), revision)
                for n, (row, passages) in enumerate(entries)
            ]
            db.execute("UPDATE documents SET added_at = ? WHERE id = ?", (now(), document))
        if "replaced" in changes:
            self._purge()
        return changes

    def remove(self, ids: Iterable[int]) -> int:
        """Take entries out, and the document with the last; gives how many there were.

        Raises:
            StoreError: The store cannot be changed.
        """
        query = (
            "DELETE FROM articles WHERE id = ? AND document_id IN (SELECT id FROM documents WHERE path = ?)"
        )
        chosen = [(id_, PATH) for id_ in ids]
        with self._transaction() as db:
            revision = count_change(db)
            for each in chosen:
                note_removal(db, revision, "a.id = ? AND d.path = ?", each)
            gone = db.executemany(query, chosen).rowcount
            db.execute(
                "DELETE FROM documents WHERE path = ? AND id NOT IN (SELECT document_id FROM articles)",
                (PATH,),
            )
            db.execute("DELETE FROM collections WHERE id NOT IN (SELECT collection_id FROM documents)")
        if gone > 0:
            self._purge()
        return max(gone, 0)

    def all(self) -> list[FaqRow]:
        """All entries, the one added last first.

        Raises:
            StoreError: The store cannot be read.
        """
        found: dict[int, FaqRow] = {}
        for id_, question, published, offset, text in self._rows(_ENTRIES, [PATH]):
            before = found[id_].answer if id_ in found else ""
            found[id_] = FaqRow(id_, question, published, _joined(before, offset, text))
        return list(found.values())

    def passages(self, id_: int) -> list[Passage]:
        """The passages of an entry, in reading order; none where there is no such entry.

        Raises:
            StoreError: The store cannot be read.
        """
        return [rows.from_row(row) for row in self._rows(_OF_ENTRY, [id_, PATH])]


def _document(db: Connection, collection: str) -> int:
    """The id of the document, which is made where there is none."""
    id_ = rows.document_id(collection, PATH)
    db.execute(
        "INSERT INTO documents (id, collection_id, source, path, digest, title, added_at) "
        "VALUES (?, ?, ?, ?, '', ?, ?) ON CONFLICT DO NOTHING",
        (id_, collection_of(db, collection), SOURCE, PATH, SOURCE, now()),
    )
    return id_


def _put(db: Connection, row: FaqRow, passages: Sequence[Passage], place: _Place, revision: int) -> Change:
    """Keep an entry: at a place if it is new, else where it stands."""
    old: list[Any] = db.execute(
        "SELECT a.title, a.published, p.text, p.paragraph "
        'FROM articles a JOIN passages p ON p.article_id = a.id WHERE a.id = ? ORDER BY p."offset"',
        (row.id,),
    ).fetchall()
    if old and [each[:3] for each in old] == [(row.question, row.published, p.text) for p in passages]:
        return "unchanged"
    paragraph = old[0][3] if old else place.paragraph
    db.execute(_UPSERT, (row.id, place.document, place.position, row.question, row.published))
    note_removal(db, revision, "a.id = ?", (row.id,))
    db.execute("DELETE FROM passages WHERE article_id = ?", (row.id,))
    for passage in passages:
        numbered = replace(passage, paragraph=paragraph)
        id_ = rows.passage_id(place.collection, PATH, row.question, numbered)
        db.execute(
            'INSERT INTO passages (id, article_id, paragraph, "offset", text, revision) '
            "VALUES (?, ?, ?, ?, ?, ?)",
            (id_, row.id, paragraph, passage.offset, passage.text, revision),
        )
    return "replaced" if old else "added"


def _joined(before: str, offset: int, text: str) -> str:
    """A paragraph up to the end of a passage, which may overlap the one before, or stand after breaks."""
    return before.ljust(offset, "\n")[:offset] + text
