"""What documents are called."""

from typing import Final

from retrieval.documents import DocumentName
from retrieval.storage.table import Table

_ALL: Final = """
SELECT d.id, d.title, d.source, d.digest, c.name
FROM documents d JOIN collections c ON c.id = d.collection_id
ORDER BY c.name, d.source, d.path
"""


class Names(Table):
    """The names in the table of documents."""

    def all(self) -> list[DocumentName]:
        """Those of every document, by collection and source.

        Raises:
            StoreError: The store cannot be read.
        """
        return [DocumentName(*row) for row in self._rows(_ALL, [])]
