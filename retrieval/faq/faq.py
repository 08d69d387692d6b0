"""The FAQ of a library: entries are added, changed, listed and removed."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import date

from retrieval.documents import Article, Document, Paragraph
from retrieval.faq.entry import FaqEntry
from retrieval.ingestion.passages import split
from retrieval.storage.entries import Change
from retrieval.storage.faq import PATH, SOURCE, FaqRow, FaqRows


class Faq:
    """The entries that the store holds. Safe to use from several threads and processes.

    Args:
        rows: Where they are kept.
        collection: Name of the collection that their document is in.
        changing: A block in which the documents of the library change.
    """

    def __init__(
        self, rows: FaqRows, collection: str, changing: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._rows = rows
        self._collection = collection
        self._changing = changing

    def put(self, entries: Iterable[FaqEntry]) -> list[Change]:
        """Keep entries, each in place of the one for the same question: all of them, or none.

        Returns:
            What became of each.

        Raises:
            StoreError: The store cannot be changed.
        """
        rows = [
            (FaqRow(each.id, each.question, each.day.isoformat(), each.answer), list(split(_document(each))))
            for each in entries
        ]
        if not rows:
            return []
        with self._changing():
            return self._rows.put(rows, self._collection)

    def remove(self, id_: int) -> FaqEntry | None:
        """Take an entry out, by `FaqEntry.id`; gives what it was, None where there is none, or no longer.

        Raises:
            StoreError: The store cannot be changed.
        """
        found = self.find(id_)
        with self._changing():
            return found if self._rows.remove([id_]) else None

    def find(self, id_: int) -> FaqEntry | None:
        """The entry of an id, or None.

        Raises:
            StoreError: The store cannot be read.
        """
        return next((entry for entry in self.entries() if entry.id == id_), None)

    def entries(self) -> list[FaqEntry]:
        """All entries, the one added last first.

        Raises:
            StoreError: The store cannot be read.
        """
        return [
            FaqEntry(row.question, row.answer, date.fromisoformat(row.published)) for row in self._rows.all()
        ]


def _document(entry: FaqEntry) -> Document:
    """A document of this entry alone, to be split."""
    article = Article(entry.question, (Paragraph(entry.answer),), entry.day)
    return Document(SOURCE, PATH, "", SOURCE, (article,))
