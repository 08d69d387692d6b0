"""Which passages are in which collections."""

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

    def allowed(self, collections: Collection[str] | None, document: int | None) -> Ids | None:
        """Ids of the passages that may be found, in no order; None for all.

        Args:
            collections: Names of the collections they are in; None for all.
            document: The id of the document they are in; None for all.
        """
        within = None if collections is None else self.ids(collections)
        if document is None:
            return within
        found = self._store.passage_ids_of(document)
        of_document = np.fromiter(found, np.int64, len(found))
        return of_document if within is None else np.intersect1d(of_document, within)

    def ids(self, collections: Collection[str]) -> Ids:
        """(passages,) ids of all passages in some collections, in no order."""
        revision = self._store.revision()  # before the ids: what is remembered is never older than it says
        with self._reading:
            if revision != self._revision:
                self._revision, self._ids = revision, {}
            for name in collections:
                if name not in self._ids:
                    found = self._store.passage_ids([name])
                    self._ids[name] = np.fromiter(found, np.int64, len(found))
            return np.concatenate([np.empty(0, np.int64), *(self._ids[name] for name in set(collections))])
