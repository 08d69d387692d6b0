"""The FAQ, changed and read on threads, so that the event loop never waits."""

from collections.abc import Sequence

from bot.services.documents import DocumentService
from retrieval.faq import FaqEntry
from retrieval.storage.store import Change


class FaqService:
    """Adds, changes, removes and lists the entries of the FAQ.

    Args:
        document_service: Keeps the documents, of which the FAQ is one.
    """

    def __init__(self, document_service: DocumentService) -> None:
        self._document_service = document_service

    async def put(self, entries: Sequence[FaqEntry]) -> list[Change]:
        """Keep entries: from now on they are found; see `Faq.put`."""
        return await self._document_service.change(lambda library: library.faq.put(entries))

    async def remove(self, id_: int) -> FaqEntry | None:
        """Take an entry out: from now on nothing is answered from it; see `Faq.remove`."""
        return await self._document_service.change(lambda library: library.faq.remove(id_))

    async def find(self, id_: int) -> FaqEntry | None:
        """The entry of an id, or None."""
        return await self._document_service.look(lambda library: library.faq.find(id_))

    async def entries(self) -> list[FaqEntry]:
        """All entries, the one added last first."""
        return await self._document_service.look(lambda library: library.faq.entries())
