"""Which passages are in which collections and documents."""

import threading
from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from retrieval.storage.store import Store

Ids = NDArray[np.int64]


class Membership:
    """Ids of the passages of collections, remembered until the store changes.

    Safe to use from several threads. Every question of a chat needs them; among 30,000 passages reading them
    anew takes longer than the search.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._revision: int | None = None
        self._ids: dict[str, Ids] = {}
        self._reading = threading.Lock()

    def chosen(
        self, collections: Collection[str] | None, documents: Collection[int] | None = None
    ) -> Ids | None:
        """Ids of the passages to search, ascending, or None for all.

        Args:
            collections: Names of the collections that they are in, or None for any.
            documents: Ids of the documents that they are in, or None for any.
        """
        within = None if documents is None else self._of_documents(documents)
        if collections is None or within is None:
            return within if collections is None else self.ids(collections)
        return np.intersect1d(self.ids(collections), within)

    def _of_documents(self, documents: Collection[int]) -> Ids:
        found = {id_ for document in set(documents) for id_ in self._store.passage_ids_of(document)}
        return np.sort(np.fromiter(found, np.int64, len(found)))

    def ids(self, collections: Collection[str]) -> Ids:
        """(passages,) ids of all passages in some collections, ascending."""
        revision = self._store.revision()  # before the ids: what is remembered is never older than it says
        with self._reading:
            if revision != self._revision:
                self._revision, self._ids = revision, {}
            for name in collections:
                if name not in self._ids:
                    read = self._store.passage_ids([name])
                    self._ids[name] = np.fromiter(read, np.int64, len(read))
            found = [self._ids[name] for name in set(collections)]
            return np.sort(np.concatenate([np.empty(0, np.int64), *found]))
