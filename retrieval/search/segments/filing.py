"""Where passages are filed: in which collection, under which day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np

from retrieval.periods.fit import day_of
from retrieval.search.filters import Days, Ids, Mask, day_number


@dataclass(frozen=True, slots=True, eq=False)
class Filing:
    """Passages, each with its place; rows are by ascending id.

    Attributes:
        ids: (passages,) their ids.
        collections: (passages,) the numbers of their collections.
        published: (passages,) their days, as `retrieval.search.filters.day_number` gives them.
    """

    ids: Ids
    collections: Ids
    published: Days

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, str | None, str, str]]) -> Self:
        """Passages as `Store.filed` gives them."""
        found = [
            (id_, place, day_number(day_of(date.fromisoformat(day) if day else None, title, source)))
            for id_, place, day, title, source in rows
        ]
        table = np.array(found, np.int64).reshape(-1, 3)
        return cls.joined([(table[:, 0], table[:, 1], table[:, 2].astype(np.int32))])

    @classmethod
    def joined(cls, parts: Iterable[tuple[Ids, Ids, Days]]) -> Self:
        """Passages of several parts, each with ids, collections and days in any order."""
        nothing = np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int32)
        ids, places, days = (np.concatenate(arrays) for arrays in zip(nothing, *parts, strict=True))
        order = np.argsort(ids, kind="stable")
        return cls(ids[order], places[order], days[order])

    def __len__(self) -> int:
        return len(self.ids)

    def where(self, mask: Mask) -> "Filing":
        """Those whose mask is True."""
        return Filing(self.ids[mask], self.collections[mask], self.published[mask])

    def at(self, rows: Ids) -> "Filing":
        """Those in some rows, in ascending order."""
        return Filing(self.ids[rows], self.collections[rows], self.published[rows])

    def without(self, other: "Filing") -> "Filing":
        """Those that another filing has not, or has in another place."""
        if not len(other):
            return self
        rows = np.minimum(np.searchsorted(other.ids, self.ids), len(other) - 1)
        same = (
            (other.ids[rows] == self.ids)
            & (other.collections[rows] == self.collections)
            & (other.published[rows] == self.published)
        )
        return self.where(~same)

    def by_collection(self) -> Iterator[tuple[int, Mask]]:
        """Each collection with (passages,) which passages are in it."""
        for place in np.unique(self.collections).tolist():
            yield place, self.collections == place
