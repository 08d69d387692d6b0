"""Segments: the immutable parts of the lexical index, and their merging."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from retrieval.search.filters import Days, Filter, Ids, Mask
from retrieval.search.lexical.postings import CAPACITY, Postings, Rows

SUFFIX = ".segment"
_COMMON = 1000
"""Passages that hold a term that is common."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """What a segment holds.

    Attributes:
        ids: (passages,) their ids.
        order: (passages,) their places, by ascending id.
        published: (passages,) their days, as `retrieval.search.filters.day_number` gives them.
        postings: One for each ranking, over the same passages.
    """

    ids: Ids
    order: NDArray[np.int32]
    published: Days
    postings: tuple[Postings, ...]

    @classmethod
    def of(cls, ids: Ids, published: Days, postings: tuple[Postings, ...]) -> Self:
        """Columns of passages in any order."""
        return cls(ids, np.argsort(ids).astype(np.int32), published, postings)

    @classmethod
    def joined(cls, parts: Sequence[tuple[Self, Mask]]) -> Self:
        """Those of several, without postings; passages whose mask is False are left out."""
        ids = np.concatenate([columns.ids[mask] for columns, mask in parts])
        return cls.of(ids, np.concatenate([columns.published[mask] for columns, mask in parts]), ())

    @classmethod
    def merge(cls, parts: Sequence[tuple[Self, Mask]]) -> Self:
        """Those of several; passages whose mask is False are left out."""
        masks = [mask for _, mask in parts]
        rows = zip(*(columns.postings for columns, _ in parts), strict=True)
        postings = tuple(Postings.merge(list(zip(row, masks, strict=True))) for row in rows)
        return replace(cls.joined(parts), postings=postings)

    def places(self, ids: Ids) -> Ids:
        """Places of the passages of some ids, those that are not there left out."""
        if not len(self.ids):
            return np.empty(0, np.int64)
        found = np.minimum(np.searchsorted(self.ids, ids, sorter=self.order), len(self.ids) - 1)
        places: Ids = self.order[found].astype(np.int64)
        return places[np.equal(self.ids[places], ids)]


class Contents:
    """The columns of a segment, read from their file when they are first needed."""

    def __init__(self, read: Callable[[], Columns], columns: Columns | None = None) -> None:
        """Nothing is read yet.

        Args:
            read: Reads them.
            columns: What it would read, where that is in memory.
        """
        self._read, self._columns, self._has_file = read, columns, columns is None
        self._reading = threading.Lock()

    @classmethod
    def of(cls, columns: Columns) -> Self:
        """Columns that have no file yet."""
        return cls(lambda: columns, columns)

    def columns(self) -> Columns:
        """The columns.

        Raises:
            StoreError: Their file cannot be read.
        """
        if (columns := self._columns) is not None:
            return columns
        with self._reading:
            columns = self._columns = self._columns or self._read()
            return columns

    @property
    def has_file(self) -> bool:
        """Whether there is a file to read them from."""
        return self._has_file

    def written(self, read: Callable[[], Columns]) -> None:
        """Let go of the columns: there is a file to read them from."""
        with self._reading:
            self._read, self._columns, self._has_file = read, None, True


def new_name() -> str:
    """A name for a file that no other one has."""
    return uuid4().hex + SUFFIX


@dataclass(frozen=True, eq=False)
class Segment:
    """Passages of one collection that were added together, or merged since.

    Attributes:
        collection: Id of the collection.
        length: How many passages its file holds, removed ones too.
        contents: What they are.
        removed: Places of the passages that were removed, ascending.
        name: Of its file; no other segment ever has it.
    """

    collection: int
    length: int
    contents: Contents
    removed: Ids = field(default_factory=lambda: np.empty(0, np.int64))
    name: str = field(default_factory=new_name)

    @classmethod
    def of(cls, collection: int, columns: Columns) -> Self:
        """A new segment that has no file yet."""
        return cls(collection, len(columns.ids), Contents.of(columns))

    @property
    def size(self) -> int:
        """Number of passages that were not removed."""
        return self.length - len(self.removed)

    @property
    def columns(self) -> Columns:
        """What it holds.

        Raises:
            StoreError: Its file cannot be read.
        """
        return self.contents.columns()

    @cached_property
    def alive(self) -> Mask:
        """(passages,) False where a passage was removed."""
        mask = np.ones(self.length, np.bool_)
        mask[self.removed] = False
        return mask

    def mask(self, within: Filter) -> Mask:
        """(passages,) which of its passages a filter that has its collection lets through."""
        if within.takes_all:
            return self.alive
        columns = self.columns
        if within.ids is None or len(within.ids) > self.length:
            return self.alive & within.mask(columns.ids, columns.published)
        places, mask = columns.places(within.ids), np.zeros(self.length, np.bool_)
        mask[places] = self.alive[places]
        mask[places] &= replace(within, ids=None).mask(columns.ids[places], columns.published[places])
        return mask

    def total(self, number: int) -> int:
        """Number of terms of a ranking in its passages."""
        postings = self.columns.postings[number]
        return postings.total - int(postings.lengths[self.removed].sum(dtype=np.float64))

    def holders(self, number: int, rows: Rows) -> NDArray[np.int64]:
        """(rows,) how many of its passages hold the term of each row of a ranking."""
        if not len(self.removed):
            return np.array([end - start for start, end in rows], np.int64)
        return np.array([self._count(number, row) for row in rows], np.int64)

    def _count(self, number: int, row: tuple[int, int]) -> int:
        postings = self.columns.postings[number]
        if row[1] - row[0] < _COMMON:
            return postings.count(row, self.alive)
        if (number, row) not in self._counts:
            self._counts[number, row] = postings.count(row, self.alive)
        return self._counts[number, row]

    @cached_property
    def _counts(self) -> dict[tuple[int, tuple[int, int]], int]:
        """What was counted of common terms, which are asked for again and again."""
        return {}

    @property
    def ids(self) -> Ids:
        """Ids of the passages that were not removed."""
        ids = self.columns.ids
        return ids[self.alive] if len(self.removed) else ids

    def holds(self, ids: Ids) -> Ids:
        """Which of some ids are those of its passages, removed ones left out."""
        columns = self.columns
        return columns.ids[np.setdiff1d(columns.places(ids), self.removed)]

    def without(self, ids: Ids) -> Self:
        """The same with some passages removed."""
        removed = np.union1d(self.removed, self.columns.places(ids))
        return self if len(removed) == len(self.removed) else replace(self, removed=removed)

    @classmethod
    def merge(cls, segments: Sequence[Self]) -> Self:
        """One segment of all that was not removed from several of a collection."""
        columns = [(segment.columns, segment.alive) for segment in segments]
        return cls.of(segments[0].collection, Columns.merge(columns))


def settle(
    segments: Iterable[Segment], merge: Callable[[Sequence[Segment]], Segment] = Segment.merge
) -> tuple[Segment, ...]:
    """Merge segments of a collection until each holds at least twice as many passages as the next.

    None comes to hold more than the capacity. A passage so moves a logarithmic number of times, and a search
    looks through a logarithmic number of segments. Segments of which more than half was removed are
    rewritten, empty ones dropped.

    Args:
        segments: Those of one collection.
        merge: Makes one of several.
    """
    groups: list[list[Segment]] = []
    for segment in segments:
        if not segment.size:
            continue
        groups.append([segment])
        while len(groups) > 1 and _belong_together(*map(_size, groups[-2:])):
            groups[-2:] = [[*groups[-2], *groups[-1]]]
    return tuple(
        merge(group) if len(group) > 1 or 2 * group[0].size < group[0].length else group[0]
        for group in groups
    )


def _size(group: Iterable[Segment]) -> int:
    return sum(segment.size for segment in group)


def _belong_together(first: int, second: int) -> bool:
    return first < 2 * second and first + second <= CAPACITY
