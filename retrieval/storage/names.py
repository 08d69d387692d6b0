"""What documents are called, and when their articles were published."""

from typing import Final

from retrieval.documents import DocumentName
from retrieval.storage.table import Table

_ALL: Final = """
SELECT d.id, d.title, d.source, d.digest, c.name
FROM documents d JOIN collections c ON c.id = d.collection_id
ORDER BY c.name, d.source, d.path
"""


_PATHS: Final = """
SELECT d.path, d.id, d.digest FROM documents d JOIN collections c ON c.id = d.collection_id WHERE c.name = ?
"""


class Names(Table):
    """The names in the table of documents."""

    def all(self) -> list[DocumentName]:
        """Those of every document, by collection and source.

        Raises:
            StoreError: The store cannot be read.
        """
        return [DocumentName(*row) for row in self._rows(_ALL, [])]

    def paths(self, collection: str) -> dict[str, tuple[int, str]]:
        """The path of each document of a collection, with its id and its digest.

        Raises:
            StoreError: The store cannot be read.
        """
        return {path: (id_, digest) for path, id_, digest in self._rows(_PATHS, [collection])}
