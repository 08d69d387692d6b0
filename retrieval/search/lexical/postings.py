"""Postings: which passages hold which terms how often, as immutable arrays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.search.filters import Mask
from retrieval.search.lexical.blocks import Packed, Slices

Keys = NDArray[np.uint64]
Rows = list[tuple[int, int]]

CAPACITY = 1 << 17
"""Most passages of one `Postings`; more would fit its numbers, and take more memory where two are joined."""
_COUNT_BITS = np.uint32(8)
_MOST = np.uint32(255)
_MERGED_AT_ONCE = 1 << 20
"""Postings that are moved at once, to need little memory."""


@dataclass(frozen=True, eq=False)
class Postings:
    """An inverted index in rows: the passages of term `keys[t]` stand at `starts[t]:starts[t + 1]`.

    Attributes:
        keys: (terms,) what stands for each term, ascending.
        starts: (terms + 1,) where the postings of each term start.
        packed: (postings,) number of the passage, ascending within a term, and in the lower bits how often it
            holds the term, 255 at most.
        lengths: (passages,) number of terms in each passage.
    """

    keys: Keys
    starts: NDArray[np.int64]
    packed: Slices
    lengths: NDArray[np.float32]

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
        places = np.repeat(np.arange(len(passages), dtype=np.uint32), lengths)[order]
        firsts = np.flatnonzero(_changes(keys) | _changes(places))
        counts = np.minimum(np.diff(firsts, append=len(keys)), _MOST).astype(np.uint32)
        keys = keys[firsts]
        rows = np.flatnonzero(_changes(keys))
        starts = np.append(rows, len(keys)).astype(np.int64)
        packed = places[firsts] << _COUNT_BITS | counts
        return cls(keys[rows], starts, packed, lengths.astype(np.float32))

    @classmethod
    def merge(cls, parts: Sequence[tuple[Self, Mask]]) -> Self:
        """Join several into one, leaving out passages whose mask is False; the others keep their order."""
        merged = Merging.of(parts)
        packed = np.concatenate([np.empty(0, np.uint32), *merged.packed()])
        return cls(merged.keys, merged.starts, packed, merged.lengths)

    def kept(self, mask: Mask) -> Self:
        """The same without the passages whose mask is False."""
        if mask.all():
            return self
        packed = self.packed[0 : len(self.packed)]
        held = mask[packed >> _COUNT_BITS]
        ends = np.append(0, np.cumsum(held))[self.starts]
        rows = np.flatnonzero(np.diff(ends))
        renumbered = (np.cumsum(mask) - 1).astype(np.uint32)
        left = packed[held]
        return type(self)(
            self.keys[rows],
            np.append(ends[rows], ends[-1]),
            renumbered[left >> _COUNT_BITS] << _COUNT_BITS | left & _MOST,
            self.lengths[mask],
        )

    @cached_property
    def total(self) -> int:
        """Number of terms in all passages."""
        return int(self.lengths.sum(dtype=np.float64))

    def rows(self, keys: Keys) -> Rows:
        """Start and end of the postings of each term, equal where there are none."""
        if not len(self.keys):
            return [(0, 0)] * len(keys)
        rows = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        known = self.keys[rows] == keys
        return list(
            zip((self.starts[rows] * known).tolist(), (self.starts[rows + 1] * known).tolist(), strict=True)
        )

    def gather(self, rows: Rows) -> tuple[NDArray[np.int64], Packed]:
        """The postings of some rows, those of one after those of another: places and counts."""
        packed = np.concatenate([np.empty(0, np.uint32), *(self.packed[slice(*row)] for row in rows)])
        return (packed >> _COUNT_BITS).astype(np.int64), packed & _MOST

    def count(self, row: tuple[int, int], mask: Mask) -> int:
        """How many passages whose mask is True hold the term of a row."""
        return int(np.count_nonzero(mask[self.packed[slice(*row)] >> _COUNT_BITS]))

    def counts_in(self, rows: Rows, places: NDArray[np.uint32]) -> Packed:
        """(rows, places) how often some passages hold the terms of rows."""
        found = np.zeros((len(rows), len(places)), np.uint32)
        wanted = places << _COUNT_BITS  # of the type of the rows, or all of them are converted
        for row, of_row in zip(rows, found, strict=True):
            if row[0] < row[1]:
                packed = self.packed[slice(*row)]
                packed.take(packed.searchsorted(wanted), mode="clip", out=of_row)
        is_held = found >> _COUNT_BITS == places
        found &= _MOST
        found *= is_held
        return found


@dataclass(frozen=True, eq=False)
class Merging:
    """Several postings as one, whose `packed` is made piece by piece: it is most of what they take.

    Attributes:
        keys: As of `Postings`.
        starts: As of `Postings`.
        lengths: As of `Postings`.
        parts: What is joined, each with (its terms,) their places in `keys`.
    """

    keys: Keys
    starts: NDArray[np.int64]
    lengths: NDArray[np.float32]
    parts: Sequence[tuple[Postings, NDArray[np.int32]]]

    @classmethod
    def of(cls, parts: Sequence[tuple[Postings, Mask]]) -> Self:
        """Join postings, leaving out passages whose mask is False; the others keep their order."""
        kept = [part.kept(mask) for part, mask in parts]
        keys = np.concatenate([part.keys for part in kept])
        keys.sort()
        keys = keys[_changes(keys)]  # np.unique takes tens of times as long, and holds up all threads
        rows = [np.searchsorted(keys, part.keys).astype(np.int32) for part in kept]
        starts = np.zeros(len(keys) + 1, np.int64)
        for part, row in zip(kept, rows, strict=True):
            starts[1:][row] += np.diff(part.starts)
        np.cumsum(starts, out=starts)
        lengths = np.concatenate([part.lengths for part in kept])
        return cls(keys, starts, lengths, list(zip(kept, rows, strict=True)))

    def packed(self) -> Iterator[Packed]:
        """The postings of all terms, some terms at a time."""
        first = 0
        while first < len(self.keys):
            most = self.starts[first] + _MERGED_AT_ONCE
            end = max(first + 1, int(np.searchsorted(self.starts, most, side="right")) - 1)
            yield self._packed(first, end)
            first = end

    def _packed(self, first: int, end: int) -> Packed:
        """The postings of the terms from one place in `keys` to another."""
        free = self.starts[first:end] - self.starts[first]
        packed = np.empty(int(self.starts[end] - self.starts[first]), np.uint32)
        passages = 0
        for part, row in self.parts:
            begin, stop = np.searchsorted(row, (first, end))
            begins, sizes = part.starts[begin:stop], np.diff(part.starts[begin : stop + 1])
            places = row[begin:stop] - first
            if len(places):
                target = np.repeat(free[places] - begins, sizes)
                target += np.arange(begins[0], begins[0] + len(target))
                moved = part.packed[int(begins[0]) : int(begins[0]) + len(target)]
                packed[target] = moved + (np.uint32(passages) << _COUNT_BITS)
                free[places] += sizes
            passages += len(part.lengths)
        return packed


def _changes(values: NDArray[np.uint64] | NDArray[np.uint32]) -> Mask:
    """True where a value differs from the one before it, and at the first."""
    changed = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed
