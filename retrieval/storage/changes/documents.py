"""Inserting the rows of a document."""

import time
from collections.abc import Sequence
from itertools import chain, count

from retrieval.documents import Document, Passage
from retrieval.storage import passages as rows
from retrieval.storage.databases import Connection


def collection_of(db: Connection, name: str) -> int:
    """The number of the collection of a name, which is made where there is none."""
    found = db.execute("SELECT id FROM collections WHERE name = ?", (name,)).fetchall()
    if not found:
        found = db.execute("INSERT INTO collections (name) VALUES (?) RETURNING id", (name,)).fetchall()
    return int(found[0][0])


def now() -> str:
    """When a document is added: UTC, as SQLite's CURRENT_TIMESTAMP."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())


def insert(
    db: Connection,
    document: Document,
    passages: Sequence[Passage],
    collection: tuple[int, str],
    revision: int,
) -> None:
    """Insert a document that is not there.

    Args:
        db: Within a transaction.
        document: What was read.
        passages: What it was split into; their `paragraph` counts through the document.
        collection: Number and name of its collection.
        revision: The one that the change makes.
    """
    collection_id, name = collection
    origin = _origin(db, name, document.path)
    key = rows.document_id(origin, document.path)
    db.execute(
        "INSERT INTO documents (id, collection_id, source, path, digest, title, added_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (key, collection_id, document.source, document.path, document.digest, document.title, now()),
    )
    ((last,),) = db.execute("SELECT coalesce(max(id), 0) FROM articles").fetchall()
    articles = range(last + 1, last + 1 + len(document.articles))
    db.executemany(
        "INSERT INTO articles (id, document_id, position, title, published) VALUES (?, ?, ?, ?, ?)",
        [
            (id_, key, position, article.title, article.published and article.published.isoformat())
            for position, (id_, article) in enumerate(zip(articles, document.articles, strict=True))
        ],
    )
    db.executemany("INSERT INTO uncompared (article_id) VALUES (?)", [(id_,) for id_ in articles])
    owners = [
        (article_id, article)
        for article_id, article in zip(articles, document.articles, strict=True)
        for _ in article.paragraphs
    ]
    inserted = []
    for passage in passages:
        article_id, article = owners[passage.paragraph]
        id_ = rows.passage_id(origin, document.path, article.title, passage)
        place = (passage.paragraph, passage.offset, passage.page)
        inserted.append((id_, article_id, *place, passage.text, passage.recognised, revision))
    db.executemany(
        'INSERT INTO passages (id, article_id, paragraph, "offset", page, text, recognised, revision) '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        inserted,
    )


def _origin(db: Connection, collection: str, path: str) -> str:
    """What ids are made of: the collection's name, unless one that was renamed still has these ids."""
    origins = chain([collection], (f"{collection}\0{number}" for number in count(2)))
    query = "SELECT 1 FROM documents WHERE id = ?"
    return next(name for name in origins if not db.execute(query, (rows.document_id(name, path),)).fetchone())
