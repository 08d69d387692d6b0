"""Filters: among which passages a search looks."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Days = NDArray[np.int32]
Mask = NDArray[np.bool_]

UNDATED = np.iinfo(np.int32).min
"""What stands for the day of a passage without a date, before all days."""
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Filter:
    """What a search may find; passages have to meet all of it.

    Attributes:
        collections: Ids of the collections that passages are in, or None for all.
        ids: (passages,) their ids, ascending, or None for all.
        since: They were published on this day or after; those without a date are then left out.
        until: They were published on this day or before; likewise.
    """

    collections: frozenset[int] | None = None
    ids: Ids | None = None
    since: date | None = None
    until: date | None = None

    @property
    def takes_all(self) -> bool:
        """Whether every passage of the collections may be found."""
        return self.ids is None and self.since is None and self.until is None

    def mask(self, ids: Ids, published: Days) -> Mask:
        """(passages,) which of some passages of the collections may be found.

        Args:
            ids: (passages,) their ids, in any order.
            published: (passages,) their days, as `day_number` gives them.
        """
        mask = np.ones(len(ids), np.bool_)
        if self.since is not None or self.until is not None:
            mask &= published > UNDATED
        if self.since is not None:
            mask &= published >= day_number(self.since)
        if self.until is not None:
            mask &= published <= day_number(self.until)
        if self.ids is not None:
            mask &= held_in(self.ids, ids)
        return mask


def day_number(published: date | None) -> int:
    """Days from 1970-01-01 to a date; `UNDATED` where there is none."""
    return UNDATED if published is None else published.toordinal() - _EPOCH


def held_in(ascending: Ids, ids: Ids) -> Mask:
    """(ids,) which of some ids are among others that are in ascending order."""
    if not len(ascending):
        return np.zeros(len(ids), np.bool_)
    places = np.minimum(np.searchsorted(ascending, ids), len(ascending) - 1)
    found: Mask = ascending[places] == ids
    return found
