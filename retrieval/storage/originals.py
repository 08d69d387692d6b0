"""The files that documents were read from: where they are, and what tells whether they are still the same."""

from dataclasses import dataclass
from typing import Final

from retrieval.storage.table import Table

_OF_PASSAGE: Final = """
SELECT d.source, d.path, d.digest, c.name, coalesce(h.handle, '')
FROM passages p
JOIN articles a ON a.id = p.article_id
JOIN documents d ON d.id = a.document_id
JOIN collections c ON c.id = d.collection_id
LEFT JOIN handles h ON h.document_id = d.id
WHERE p.id = ?
"""

_STAMPS: Final = """
SELECT d.path, s.stamp FROM stamps s
JOIN documents d ON d.id = s.document_id
JOIN collections c ON c.id = d.collection_id
WHERE c.name = ?
"""

_STAMPED: Final = """
SELECT 1 FROM stamps s
JOIN documents d ON d.id = s.document_id
JOIN collections c ON c.id = d.collection_id
WHERE c.name = ? AND d.path = ? AND s.stamp = ?
"""


@dataclass(frozen=True, slots=True)
class Original:
    """The file that a document was read from.

    Attributes:
        source: The name people see.
        path: As `Document.path`: its path, or what identifies it where it was no file of this machine.
        digest: As `Document.digest`.
        collection: Name of the document's collection.
        handle: What whoever added it can fetch it by again, or "".
    """

    source: str
    path: str
    digest: str
    collection: str
    handle: str


class Originals(Table):
    """The tables of handles and stamps, beside the documents."""

    def keep(self, document: int, handle: str) -> None:
        """Keep the handle of a document, by its id, for as long as the document is there.

        Raises:
            StoreError: The store cannot be changed.
        """
        with self._transaction() as db:
            db.execute(
                "INSERT INTO handles (document_id, handle) SELECT id, ? FROM documents WHERE id = ?"
                " ON CONFLICT (document_id) DO UPDATE SET handle = excluded.handle",
                (handle, document),
            )

    def handle(self, document: int) -> str:
        """The handle of a document, by its id; "" where none is kept.

        Raises:
            StoreError: The store cannot be read.
        """
        found = self._rows("SELECT handle FROM handles WHERE document_id = ?", [document])
        return str(found[0][0]) if found else ""

    def stamp(self, document: int, stamp: str) -> None:
        """Keep the stamp of the file of a document, by its id: `retrieval.ingestion.files.Stamp`.

        Raises:
            StoreError: The store cannot be changed.
        """
        with self._transaction() as db:
            db.execute(
                "INSERT INTO stamps (document_id, stamp) SELECT id, ? FROM documents WHERE id = ?"
                " ON CONFLICT (document_id) DO UPDATE SET stamp = excluded.stamp",
                (stamp, document),
            )

    def is_stamped(self, path: str, collection: str, stamp: str) -> bool:
        """Whether a collection has the document of a path, with this stamp.

        Raises:
            StoreError: The store cannot be read.
        """
        return bool(self._rows(_STAMPED, [collection, path, stamp]))

    def stamps(self, collection: str) -> dict[str, str]:
        """The stamps of the files of a collection, by the paths of their documents.

        Raises:
            StoreError: The store cannot be read.
        """
        return dict(self._rows(_STAMPS, [collection]))

    def of(self, passage: int) -> Original | None:
        """The file of a passage, by its id; None where that is gone.

        Raises:
            StoreError: The store cannot be read.
        """
        found = self._rows(_OF_PASSAGE, [passage])
        return Original(*found[0]) if found else None
