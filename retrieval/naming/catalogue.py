"""The catalogue: what the documents of a store are called."""

import threading
from collections.abc import Collection

from retrieval.documents import DocumentName
from retrieval.storage.collections import PUBLIC, SAMPLE, visible
from retrieval.storage.store import Store


class Catalogue:
    """Names of documents, remembered until the store changes. Safe to use from several threads.

    Args:
        store: Holds the documents.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._revision: int | None = None
        self._names: tuple[DocumentName, ...] = ()
        self._collections: frozenset[str] = frozenset()
        self._reading = threading.Lock()

    def names(self, collections: Collection[str] | None = None) -> tuple[DocumentName, ...]:
        """The documents that may be searched.

        Args:
            collections: Names of collections, as for `Engine.ask`, or None for all.
        """
        if collections is None:
            return self._all()
        chosen = self.searched(collections)
        return tuple(name for name in self._all() if name.collection in chosen)

    def searched(self, collections: Collection[str]) -> frozenset[str]:
        """The collections that are searched for a question to some: these, and the sample page.

        It serves as part of the public one, but not where another of them holds a document: whoever asks has
        something to ask then.
        """
        chosen, others = visible(collections), set(collections) - {PUBLIC}
        if SAMPLE not in chosen or not others:
            return chosen
        self._all()
        return chosen - {SAMPLE} if others & self._collections else chosen

    def _all(self) -> tuple[DocumentName, ...]:
        revision = self._store.revision()  # before the names: they are never older than it says
        with self._reading:
            if revision != self._revision:
                self._revision, self._names = revision, tuple(self._store.names.all())
                self._collections = frozenset(name.collection for name in self._names)
            return self._names
