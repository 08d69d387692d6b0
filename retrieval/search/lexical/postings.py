"""Postings: which passages hold which terms how often, as immutable arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Mask = NDArray[np.bool_]

CAPACITY = 1 << 16
"""Most passages of one `Postings`: their numbers fit 16 bits."""


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """An inverted index in rows: the passages of term `keys[t]` stand at `starts[t]:starts[t + 1]`.

    Attributes:
        keys: (terms,) what stands for each term, ascending.
        starts: (terms + 1,) where the postings of each term start.
        places: (postings,) number of the passage, ascending within a term.
        counts: (postings,) how often the passage holds the term, 255 at most.
        lengths: (passages,) number of terms in each passage.
    """

    keys: Keys
    starts: NDArray[np.int64]
    places: NDArray[np.uint16]
    counts: NDArray[np.uint8]
    lengths: NDArray[np.uint32]

    @classmethod
    def build(cls, passages: Sequence[Keys]) -> Self:
        """Invert passages, each given as the keys of its terms in any order, repeats included.

        Raises:
            ValueError: There are more than `CAPACITY` passages.
        """
        if len(passages) > CAPACITY:
            raise ValueError(f"{len(passages)} passages are too many at once; {CAPACITY} fit")
        lengths = np.array([len(keys) for keys in passages], np.uint32)
        keys = np.concatenate([np.empty(0, np.uint64), *passages])
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        places = np.repeat(np.arange(len(passages), dtype=np.uint16), lengths)[order]
        firsts = np.flatnonzero(_changes(keys) | _changes(places))
        counts = np.minimum(np.diff(firsts, append=len(keys)), 255).astype(np.uint8)
        keys = keys[firsts]
        rows = np.flatnonzero(_changes(keys))
        starts = np.append(rows, len(keys)).astype(np.int64)
        return cls(keys[rows], starts, places[firsts], counts, lengths)

    @classmethod
    def merge(cls, parts: Sequence[tuple[Self, Mask]]) -> Self:
        """Join several into one, leaving out passages whose mask is False; the others keep their order."""
        kept = [part._keep(mask) for part, mask in parts]
        keys = np.sort(np.concatenate([part.keys for part in kept]))
        keys = keys[_changes(keys)]  # np.unique takes tens of times as long, and holds up all threads
        sizes = np.zeros(len(keys), np.int64)
        rows = [np.searchsorted(keys, part.keys) for part in kept]
        for part, row in zip(kept, rows, strict=True):
            sizes[row] += np.diff(part.starts)
        starts = np.append(0, np.cumsum(sizes))
        places, counts = np.empty(starts[-1], np.uint16), np.empty(starts[-1], np.uint8)
        free, passages = starts[:-1].copy(), 0
        for part, row in zip(kept, rows, strict=True):
            size = np.diff(part.starts)
            target = np.repeat(free[row] - part.starts[:-1], size) + np.arange(len(part.places))
            places[target], counts[target] = part.places + np.uint16(passages), part.counts
            free[row] += size
            passages += len(part.lengths)
        return cls(keys, starts, places, counts, np.concatenate([part.lengths for part in kept]))

    def _keep(self, mask: Mask) -> Self:
        if mask.all():
            return self
        held = mask[self.places]
        ends = np.append(0, np.cumsum(held))[self.starts]
        rows = np.flatnonzero(np.diff(ends))
        renumbered = (np.cumsum(mask) - 1).astype(np.uint16)
        return type(self)(
            self.keys[rows],
            np.append(ends[rows], ends[-1]),
            renumbered[self.places[held]],
            self.counts[held],
            self.lengths[mask],
        )

    def gather(self, keys: Keys) -> tuple[NDArray[np.int64], NDArray[np.uint16], NDArray[np.uint8]]:
        """The postings of some terms, those of one term after those of another.

        Returns:
            (keys,) how many postings each term has, and (postings,) their places and counts.
        """
        rows = [slice(*row) for row in self._rows(keys).tolist()]
        sizes = np.array([row.stop - row.start for row in rows], np.int64)
        places = np.concatenate([self.places[:0], *(self.places[row] for row in rows)])
        counts = np.concatenate([self.counts[:0], *(self.counts[row] for row in rows)])
        return sizes, places, counts

    def holders(self, keys: Keys, mask: Mask | None) -> NDArray[np.int64]:
        """(keys,) how many passages hold each term, all or those whose mask is True."""
        rows = self._rows(keys)
        if mask is None:
            return rows[:, 1] - rows[:, 0]
        held = [np.count_nonzero(mask[self.places[start:end]]) for start, end in rows.tolist()]
        return np.array(held, np.int64)

    def _rows(self, keys: Keys) -> NDArray[np.int64]:
        """(keys, 2) start and end of the postings of each term, equal where there are none."""
        if not len(self.keys):
            return np.zeros((len(keys), 2), np.int64)
        rows = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        known = self.keys[rows] == keys
        return np.stack([self.starts[rows] * known, self.starts[rows + 1] * known], axis=1)


def _changes(values: NDArray[np.uint64] | NDArray[np.uint16]) -> Mask:
    """True where a value differs from the one before it, and at the first."""
    changed = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed
