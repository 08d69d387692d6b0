"""The tables of near copies: which articles may be some, and which are."""

import heapq
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import groupby
from typing import Any, Final

from retrieval.documents import Passage
from retrieval.storage import passages as rows
from retrieval.storage.collections import is_private
from retrieval.storage.copies.alignment import Effort
from retrieval.storage.copies.comparison import Text, is_reprint
from retrieval.storage.copies.signatures import bands, prepare
from retrieval.storage.databases import Connection, marks
from retrieval.storage.table import Table

_AT_ONCE: Final = 25
"""Articles that are compared in one transaction: others write in between."""
_OLDER: Final = 20
"""Articles of older documents that are compared after each new document, until all are."""
_MOST_COMPARED: Final = 40
"""Articles of one collection that an article is compared with, those first that have most bands in common."""
_MOST_OF_BAND: Final = 50
"""Articles with the same band of which that is looked at, of the oldest and of the newest each: as many may
have it as somebody likes."""
_LEAST_EFFORT: Final = 20_000
_EFFORT_EACH: Final = 100
"""What comparing an article may cost for each of its characters; with one other it costs two, at most twenty,
where nobody made it cost more."""
_MOST_EFFORT: Final = 5_000_000
_MOST_COPIES: Final = 20
"""Copies of which the passages are looked at."""

_NEWEST: Final = "SELECT article_id FROM uncompared ORDER BY article_id DESC LIMIT ?"
_TEXT: Final = """
SELECT a.title, c.name, p.paragraph, p."offset", p.text
FROM articles a
JOIN documents d ON d.id = a.document_id
JOIN collections c ON c.id = d.collection_id
JOIN passages p ON p.article_id = a.id
WHERE a.id = ? ORDER BY p.paragraph, p."offset"
"""
_OF_BAND: Final = f"""
SELECT article_id FROM bands WHERE band = ? AND article_id != ?
ORDER BY article_id {{order}} LIMIT {_MOST_OF_BAND}
"""
_COLLECTIONS: Final = """
SELECT c.name, a.id
FROM articles a
JOIN documents d ON d.id = a.document_id
JOIN collections c ON c.id = d.collection_id
WHERE a.id IN ({marks}) ORDER BY c.name, a.id
"""
_AMONG: Final = """
SELECT p.id, q.id
FROM passages p
JOIN copies k ON k.article_id = p.article_id
JOIN passages q ON q.article_id = k.other_id
WHERE p.id IN ({marks}) AND q.id IN ({marks})
"""
_COPIES: Final = f"""
{rows.SELECT}
WHERE a.id IN (
    SELECT k.other_id
    FROM copies k
    JOIN articles o ON o.id = k.other_id
    JOIN documents e ON e.id = o.document_id
    JOIN collections f ON f.id = e.collection_id
    WHERE k.article_id = (SELECT article_id FROM passages WHERE id = ?) {{where}}
    ORDER BY o.published IS NULL, o.published, o.id LIMIT {_MOST_COPIES}
)
ORDER BY a.published IS NULL, a.published, a.id, p.paragraph, p."offset"
"""


class Copies(Table):
    """Finds the near copies of articles, and tells them.

    Two articles are compared with each other alone, so that whether they are copies tells nothing about a
    third one, and those of two private collections are not compared at all.
    """

    def find(self, articles: int | None = None) -> None:
        """Compare the articles that were added last with all others, and then some that never were.

        What is put into the store waits for this. It costs what was added, not what is there.

        Args:
            articles: How many were added; None to compare all that never were.

        Raises:
            StoreError: The store cannot be changed.
        """
        left = math.inf if articles is None else articles + _OLDER
        prepare()
        while left > 0:
            wanted = int(min(left, _AT_ONCE))
            if self._find_next(wanted) < wanted:
                return
            left -= wanted

    def _find_next(self, most: int) -> int:
        """Compare so many articles at most; gives how many."""
        with self._transaction() as db:
            ids = [row[0] for row in db.execute(_NEWEST, (most,))]
            for id_ in ids:
                _compare(db, id_)
            db.executemany("DELETE FROM uncompared WHERE article_id = ?", [(id_,) for id_ in ids])
        return len(ids)

    def among(self, passages: Collection[int]) -> Mapping[int, frozenset[int]]:
        """For the passages of these ids those among them that stand in copies of their article.

        Raises:
            StoreError: The store cannot be read.
        """
        ids = list(passages)
        query = _AMONG.format(marks=marks(len(ids)))
        pairs: dict[int, set[int]] = {}
        for id_, other in self._rows(query, [*ids, *ids]):
            pairs.setdefault(id_, set()).add(other)
        return {id_: frozenset(others) for id_, others in pairs.items()}

    def passages(
        self, id_: int, collections: Collection[str] | None = None, documents: Collection[int] | None = None
    ) -> list[Passage]:
        """The passages of the copies of a passage's article, of the earliest published first.

        Args:
            id_: Of the passage.
            collections: Names of the collections that the copies are in, or None for any.
            documents: Ids of the documents that they are in, or None for any.

        Raises:
            StoreError: The store cannot be read.
        """
        where, values = "", [id_]
        for column, chosen in (("f.name", collections), ("e.id", documents)):
            if chosen is not None:
                where += f" AND {column} IN ({marks(len(chosen))})"
                values += list(chosen)  # type: ignore[arg-type]  # names and ids
        return [rows.from_row(row) for row in self._rows(_COPIES.format(where=where), values)]


def _compare(db: Connection, id_: int) -> None:
    """Keep the bands of an article, and which of those with one of these are its copies."""
    found = _read(db, id_)
    if found is None:
        return
    text, collection = found
    own = bands(text.text, text.title)
    in_common = _in_common(db, id_, own)
    in_collections = db.execute(_COLLECTIONS.format(marks=marks(len(in_common))), tuple(in_common)).fetchall()
    alike = [(name, in_common[other], other) for name, other in in_collections]
    effort = Effort(min(_LEAST_EFFORT + _EFFORT_EACH * len(text.text), _MOST_EFFORT))
    copies = [
        other for other in _candidates(alike, collection) if _are_copies(text, _read(db, other), effort)
    ]
    db.executemany("INSERT INTO bands VALUES (?, ?) ON CONFLICT DO NOTHING", [(band, id_) for band in own])
    pairs = [pair for other in copies for pair in ((id_, other), (other, id_))]
    db.executemany("INSERT INTO copies VALUES (?, ?) ON CONFLICT DO NOTHING", pairs)


def _in_common(db: Connection, id_: int, own: Iterable[int]) -> Counter[int]:
    """How many of some bands other articles have."""
    return Counter(
        other
        for band in own
        for other in {
            row[0]
            for order in ("ASC", "DESC")
            for row in db.execute(_OF_BAND.format(order=order), (band, id_)).fetchall()
        }
    )


def _candidates(alike: Iterable[tuple[str, int, int]], collection: str) -> Iterable[int]:
    """The articles to compare with, of (collection, bands in common, article) by collection."""
    for name, of_collection in groupby(alike, key=lambda row: row[0]):
        if name == collection or not (is_private(name) and is_private(collection)):
            for _, _, id_ in heapq.nlargest(_MOST_COMPARED, of_collection, key=lambda row: row[1]):
                yield id_


def _are_copies(text: Text, other: tuple[Text, str] | None, effort: Effort) -> bool:
    return other is not None and is_reprint(text, other[0], effort)


def _read(db: Connection, id_: int) -> tuple[Text, str] | None:
    """An article and the name of its collection; None where it is gone."""
    found: list[Any] = db.execute(_TEXT, (id_,)).fetchall()
    if not found:
        return None
    paragraphs = (_joined(parts) for _, parts in groupby(found, key=lambda row: row[2]))
    return Text(found[0][0], "\n".join(paragraphs)), found[0][1]


def _joined(parts: Iterable[tuple[str, str, int, int, str]]) -> str:
    """A paragraph of its passages, which may overlap."""
    text = ""
    for *_, offset, part in parts:
        text = text.ljust(offset, "\n")[:offset] + part
    return text
