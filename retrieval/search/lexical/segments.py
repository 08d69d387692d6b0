"""Segments: the immutable parts of the lexical index, and their merging."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self
from uuid import uuid4

import numpy as np

from retrieval.search.filters import Days, Filter, Ids, Mask
from retrieval.search.lexical.postings import CAPACITY, Postings

SUFFIX = ".segment"


@dataclass(frozen=True, eq=False)
class Columns:
    """What a segment holds.

    Attributes:
        ids: (passages,) their ids.
        published: (passages,) their days, as `retrieval.search.filters.day_of` gives them.
        postings: One for each ranking, over the same passages.
    """

    ids: Ids
    published: Days
    postings: tuple[Postings, ...]

    @cached_property
    def order(self) -> Ids:
        """(passages,) places of the passages by ascending id."""
        return np.argsort(self.ids)

    def places(self, ids: Ids) -> Ids:
        """Places of the passages of some ids, those that are not there left out."""
        ordered = self.ids[self.order]
        found = np.minimum(np.searchsorted(ordered, ids), max(len(ordered) - 1, 0))
        return self.order[found[ordered[found] == ids]] if len(ordered) else self.order


class Contents:
    """The columns of a segment, read from their file when they are first needed."""

    def __init__(self, read: Callable[[], Columns], columns: Columns | None = None) -> None:
        """Nothing is read yet.

        Args:
            read: Reads them.
            columns: What it would read, where that is in memory.
        """
        self._read, self._columns = read, columns
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

    def written(self, read: Callable[[], Columns]) -> None:
        """Let go of the columns: there is a file to read them from."""
        with self._reading:
            self._read, self._columns = read, None


@dataclass(frozen=True, slots=True, eq=False)
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
    name: str = field(default_factory=lambda: uuid4().hex + SUFFIX)

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

    @property
    def alive(self) -> Mask:
        """(passages,) False where a passage was removed."""
        mask = np.ones(self.length, np.bool_)
        mask[self.removed] = False
        return mask

    @property
    def ids(self) -> Ids:
        """Ids of the passages that were not removed."""
        ids = self.columns.ids
        return ids[self.alive] if len(self.removed) else ids

    def mask(self, allowed: Filter) -> Mask:
        """(passages,) which of its passages a filter that has its collection lets through."""
        if allowed.takes_all:
            return self.alive
        return self.alive & allowed.mask(self.columns.ids, self.columns.published)

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
        held = [segment.columns for segment in segments]
        alive = [segment.alive for segment in segments]
        rows = zip(*(columns.postings for columns in held), strict=True)
        return cls.of(
            segments[0].collection,
            Columns(
                np.concatenate([columns.ids[mask] for columns, mask in zip(held, alive, strict=True)]),
                np.concatenate([columns.published[mask] for columns, mask in zip(held, alive, strict=True)]),
                tuple(Postings.merge(list(zip(row, alive, strict=True))) for row in rows),
            ),
        )


def settle(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """Merge segments of a collection until each holds at least twice as many passages as the next.

    None comes to hold more than the capacity. A passage so moves a logarithmic number of times, and a search
    looks through a logarithmic number of segments. Segments of which more than half was removed are
    rewritten, empty ones dropped.
    """
    settled: list[Segment] = []
    for segment in segments:
        if not segment.size:
            continue
        settled.append(Segment.merge([segment]) if 2 * segment.size < segment.length else segment)
        while len(settled) > 1 and _belong_together(*settled[-2:]):
            settled[-2:] = [Segment.merge(settled[-2:])]
    return tuple(settled)


def _belong_together(first: Segment, second: Segment) -> bool:
    return first.size < 2 * second.size and first.size + second.size <= CAPACITY
