"""Which passages are in which collections and documents, and of which time."""

import threading
from collections.abc import Collection
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from retrieval.periods.fit import day_of
from retrieval.periods.period import Period
from retrieval.search.scope import Scope
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
        self._days: tuple[Ids, Ids] | None = None
        self._reading = threading.Lock()

    def chosen(self, scope: Scope) -> Ids | None:
        """Ids of the passages to search, in no order, or None for all."""
        chosen: list[Ids] = []
        if scope.collections is not None:
            chosen.append(self.ids(scope.collections))
        if scope.documents is not None:
            chosen.append(self._of_documents(scope.documents))
        if scope.period is not None:
            chosen.append(self._of_period(scope.period))
        return reduce(np.intersect1d, chosen) if chosen else None

    def _of_documents(self, documents: Collection[int]) -> Ids:
        found = {id_ for document in set(documents) for id_ in self._store.passage_ids_of(document)}
        return np.fromiter(found, np.int64, len(found))

    def _of_period(self, period: Period) -> Ids:
        """Ids of the passages that are of some days."""
        revision = self._store.revision()
        with self._reading:
            self._forget_others(revision)
            if self._days is None:
                self._days = self._dated()
            ids, days = self._days
        found: Ids = ids[(days >= period.first.toordinal()) & (days <= period.last.toordinal())]
        return found

    def _dated(self) -> tuple[Ids, Ids]:
        """Ids of the passages that have a day, and the days, counted from the first of the year 1."""
        dated = [
            (id_, day.toordinal())
            for id_, published, title, source in self._store.names.passages()
            if (day := day_of(published, title, source)) is not None
        ]
        found = np.array(dated, np.int64).reshape(-1, 2)
        return found[:, 0], found[:, 1]

    def ids(self, collections: Collection[str]) -> Ids:
        """(passages,) ids of all passages in some collections, in no order."""
        revision = self._store.revision()  # before the ids: what is remembered is never older than it says
        with self._reading:
            self._forget_others(revision)
            for name in collections:
                if name not in self._ids:
                    found = self._store.passage_ids([name])
                    self._ids[name] = np.fromiter(found, np.int64, len(found))
            return np.concatenate([np.empty(0, np.int64), *(self._ids[name] for name in set(collections))])

    def _forget_others(self, revision: int) -> None:
        """Forget what was read at another revision of the store."""
        if revision != self._revision:
            self._revision, self._ids, self._days = revision, {}, None
