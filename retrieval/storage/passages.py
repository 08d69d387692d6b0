"""Rows of passages: how they are read, and what their ids are made of."""

from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from typing import Any, Final

from retrieval.documents import Passage

SELECT: Final = """
SELECT p.id, p.text, a.title, d.source, d.path, c.name, p.paragraph, p."offset", p.page, a.published,
    p.recognised
FROM passages p
JOIN articles a ON a.id = p.article_id
JOIN documents d ON d.id = a.document_id
JOIN collections c ON c.id = d.collection_id
"""
"""Rows that `from_row` reads."""

IDS: Final = """
SELECT p.id FROM passages p JOIN articles a ON a.id = p.article_id JOIN documents d ON d.id = a.document_id
{where}
"""
"""Ids of passages, whose articles are `a` and whose documents are `d`."""

FILED: Final = """
SELECT p.id, d.collection_id, a.published, a.title, d.source
FROM passages p JOIN articles a ON a.id = p.article_id JOIN documents d ON d.id = a.document_id
"""
"""Rows of ids, numbers of collections, days, and the names that may tell a day."""

ORDER: Final = """
SELECT d.added_at, d.id, p.paragraph, p."offset", p.id
FROM passages p JOIN articles a ON a.id = p.article_id JOIN documents d ON d.id = a.document_id
"""
"""Rows that sort as passages are read, with their ids at the end."""

AROUND: Final = f"""
{SELECT}
JOIN (
    SELECT m.paragraph AS place, n.document_id AS document
    FROM passages m JOIN articles n ON n.id = m.article_id WHERE m.id = ?
) AS centre ON d.id = document
WHERE p.paragraph BETWEEN place - ? AND place + ?
ORDER BY p.paragraph, p."offset"
"""
"""The same for the paragraphs around a passage: its id, how many before, how many after."""


def from_row(row: Sequence[Any]) -> Passage:
    """The passage in a row of `SELECT`."""
    id_, text, title, source, path, collection, paragraph, offset, page, published, recognised = row
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
        recognised=recognised,
    )


def document_id(collection: str, path: str) -> int:
    """A hash of a document's collection and path."""
    return _hash(collection, path)


def passage_id(collection: str, path: str, title: str, passage: Passage) -> int:
    """A hash of a passage and its place.

    An id therefore stands for one text for ever: an index never mistakes a passage for another one,
    even where the store was replaced or brought back from a copy, and what did not change in a changed
    document keeps its id.
    """
    return _hash(collection, path, title, str(passage.paragraph), str(passage.offset), passage.text)


def suggestion_id(passage: int, question: str) -> int:
    """A hash of a question and the id of the passage that answers it."""
    return _hash(str(passage), question)


def _hash(*parts: str) -> int:
    """1 to 2⁶²."""
    digest = blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return (int.from_bytes(digest) >> 2) + 1
