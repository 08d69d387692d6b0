"""What documents are called, and when their articles were published."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from retrieval.documents import DocumentName
from retrieval.storage.table import Table

_ALL: Final = """
SELECT d.id, d.title, d.source, d.digest, c.name
FROM documents d JOIN collections c ON c.id = d.collection_id
ORDER BY c.name, d.source, d.path
"""

_PASSAGES: Final = """
SELECT p.id, a.published, a.title, d.source
FROM passages p JOIN articles a ON a.id = p.article_id JOIN documents d ON d.id = a.document_id
"""


class Names(Table):
    """The names in the table of documents."""

    def all(self) -> list[DocumentName]:
        """Those of every document, by collection and source.

        Raises:
            StoreError: The store cannot be read.
        """
        return [DocumentName(*row) for row in self._rows(_ALL, [])]

    def passages(self) -> Iterator[tuple[int, date | None, str, str]]:
        """Of every passage id, when its article was published, title of that, and source of the document.

        Raises:
            StoreError: The store cannot be read.
        """
        for id_, published, title, source in self._rows(_PASSAGES, []):
            yield id_, date.fromisoformat(published) if published else None, title, source
