"""Entries: documents as the store lists and counts them."""

from dataclasses import dataclass
from typing import Final, Literal

Change = Literal["added", "replaced", "unchanged"]
"""What became of a document that was put into the store."""

LIST: Final = """
SELECT d.id, c.name, d.source, d.path, d.title, COUNT(DISTINCT a.id), COUNT(p.id), d.added_at
FROM documents d
JOIN collections c ON c.id = d.collection_id
LEFT JOIN articles a ON a.document_id = d.id
LEFT JOIN passages p ON p.article_id = a.id
{where}
GROUP BY d.id, c.id ORDER BY c.name, d.source, d.path
"""
"""Rows of `Entry`, by collection and source."""

COUNT: Final = """
SELECT COUNT(DISTINCT d.id), COUNT(p.id)
FROM collections c
JOIN documents d ON d.collection_id = c.id
LEFT JOIN articles a ON a.document_id = d.id
LEFT JOIN passages p ON p.article_id = a.id
WHERE c.name = ? AND d.path != ?
"""
"""The row of `Size` for the collection of a name, the document of a path left out."""

OLDER: Final = """
SELECT CASE WHEN a.added_at > b.added_at THEN b.id ELSE a.id END
FROM documents a JOIN documents b ON a.path = b.path
WHERE a.collection_id = ? AND b.collection_id = ?
"""
"""Ids of documents that leave where two collections become one: of two with the same path the newer stays."""

TOUCH: Final = """
UPDATE passages SET revision = ? WHERE article_id IN (
    SELECT a.id FROM articles a JOIN documents d ON d.id = a.document_id WHERE d.collection_id = ?
)
"""
"""Notes a revision at all passages of a collection: they move to another one."""


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
