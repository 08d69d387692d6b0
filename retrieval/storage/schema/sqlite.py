"""The tables of the store, version by version."""

from typing import Final

_FIRST: Final = """
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
-- The ids of documents and passages are hashes of where they stand: see `retrieval.storage.passages`.
CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    paragraph INTEGER NOT NULL,
    "offset" INTEGER NOT NULL,
    page INTEGER,
    text TEXT NOT NULL
);
CREATE INDEX passages_by_article ON passages (article_id)
"""

_SECOND: Final = """
CREATE INDEX passages_in_order ON passages (article_id, paragraph, "offset");
DROP INDEX passages_by_article
"""

# Files that ended their reader, by digest and suffix.
_THIRD: Final = """
CREATE TABLE refused (
    id INTEGER PRIMARY KEY,
    file TEXT NOT NULL UNIQUE,
    reason TEXT NOT NULL
)
"""

# By what the files of documents can be fetched again.
_FOURTH: Final = """
CREATE TABLE handles (
    document_id INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    handle TEXT NOT NULL
)
"""

# Confidence of text recognition, 0 to 1, NULL where the file gives its characters.
_FIFTH: Final = "ALTER TABLE passages ADD COLUMN recognised REAL"

# Questions that documents are known to answer, and where such questions have been looked for; these change
# nothing that an index is made of, so what does is counted.
_SIXTH: Final = """
CREATE TABLE contents (
    revision INTEGER NOT NULL
);
INSERT INTO contents VALUES (0);
CREATE TABLE suggestions (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    passage_id INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL
);
CREATE INDEX suggestions_by_document ON suggestions (document_id, position);
CREATE INDEX suggestions_by_passage ON suggestions (passage_id);
CREATE TABLE suggested_documents (
    document_id INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE
);
CREATE TABLE suggested_articles (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE
)
"""

# The log of changes, see `retrieval.storage.changes`: at which revision passages came, and which left. The
# revision takes a random step, as it does from now on.
_SEVENTH: Final = """
UPDATE contents SET revision = revision + 1 + (random() & 1048575);
CREATE TABLE revisions (
    revision INTEGER PRIMARY KEY
);
INSERT INTO revisions SELECT revision FROM contents;
CREATE TABLE removed_passages (
    revision INTEGER NOT NULL,
    collection_id INTEGER NOT NULL,
    passage_id INTEGER NOT NULL,
    PRIMARY KEY (revision, collection_id, passage_id)
) WITHOUT ROWID;
ALTER TABLE passages ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
CREATE INDEX passages_by_revision ON passages (revision)
"""

# What the system says of the files that documents were read from: while it says the same, they are the same.
_STAMPS: Final = """
CREATE TABLE stamps (
    document_id INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    stamp TEXT NOT NULL
)
"""

# Articles that are near copies of each other, in both directions; hashes that near copies have in common; and
# articles that were never compared.
_COPIES: Final = """
CREATE TABLE copies (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    other_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (article_id, other_id)
) WITHOUT ROWID;
CREATE INDEX copies_by_other ON copies (other_id);
CREATE TABLE bands (
    band INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (band, article_id)
) WITHOUT ROWID;
CREATE INDEX bands_by_article ON bands (article_id);
CREATE TABLE uncompared (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE
);
INSERT INTO uncompared
SELECT a.id FROM articles a JOIN documents d ON d.id = a.document_id WHERE d.path != 'faq:'
"""

# Short articles have a hash of all they say, since then.
_SHORT_COPIES: Final = """
INSERT INTO uncompared
SELECT a.id FROM articles a JOIN documents d ON d.id = a.document_id
WHERE d.path != 'faq:'
AND a.id NOT IN (SELECT article_id FROM bands) AND a.id NOT IN (SELECT article_id FROM uncompared)
"""

MIGRATIONS: Final[tuple[str, ...]] = (
    _FIRST,
    _SECOND,
    _THIRD,
    _FOURTH,
    _FIFTH,
    _SIXTH,
    _SEVENTH,
    _STAMPS,
    _COPIES,
    _SHORT_COPIES,
)
"""A script for each version: see `SqliteFile.migrations`. One that was published is never changed."""
