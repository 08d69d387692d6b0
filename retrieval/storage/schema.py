"""The tables of the store."""

from collections.abc import Mapping
from types import MappingProxyType

VERSION = 2
"""Raised with every change of the tables; `PRAGMA user_version` of the file."""

SCHEMA = """
CREATE TABLE collections (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    collection_id INTEGER NOT NULL REFERENCES collections (id),
    source TEXT NOT NULL,
    path TEXT NOT NULL,
    digest TEXT NOT NULL,
    title TEXT NOT NULL,
    added_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    UNIQUE (collection_id, path)
);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    published TEXT
);
CREATE INDEX articles_by_document ON articles (document_id);
-- The ids of documents and passages are hashes of where they stand: see `retrieval.storage.store`.
CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    paragraph INTEGER NOT NULL,
    "offset" INTEGER NOT NULL,
    page INTEGER,
    text TEXT NOT NULL
);
CREATE INDEX passages_in_order ON passages (article_id, paragraph, "offset");
"""

UPGRADES: Mapping[int, str] = MappingProxyType(
    {
        1: """
CREATE INDEX passages_in_order ON passages (article_id, paragraph, "offset");
DROP INDEX passages_by_article;
""",
    }
)
"""What makes the tables of a version those of the next."""
