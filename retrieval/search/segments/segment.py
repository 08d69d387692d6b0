"""Segments: rows of passages that were added together, or merged since."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Generic, Self, TypeVar
from uuid import uuid4

import numpy as np

from retrieval.search.filters import Days, Filter, Ids, Mask

SUFFIX = ".segment"


@dataclass(frozen=True, eq=False)
class Columns(ABC):
    """What a segment holds, a row a passage.

    Attributes:
        ids: (rows,) ids of the passages.
        published: (rows,) their days, as `retrieval.search.filters.day_number` gives them.
    """

    ids: Ids
    published: Days

    @classmethod
    @abstractmethod
    def merged(cls, parts: Sequence[tuple[Self, Mask]]) -> Self:
        """All rows of several whose mask is True."""

    @cached_property
    def order(self) -> Ids:
        """(rows,) places of the rows by ascending id."""
        return np.argsort(self.ids)

    def find(self, ids: Ids) -> tuple[Ids, Ids]:
        """Where some ids are.

        Returns:
            Which of `ids` are here, as places in it, and the rows of these.
        """
        if not len(self.ids) or not len(ids):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        places = np.searchsorted(self.ids, ids, sorter=self.order)
        rows = self.order[np.minimum(places, len(self.ids) - 1)]
        here = np.flatnonzero(self.ids[rows] == ids)
        return here, rows[here]


C = TypeVar("C", bound=Columns)


class Contents(Generic[C]):
    """The columns of a segment, read from their file when they are first needed."""

    def __init__(self, read: Callable[[], C] | None, columns: C | None = None) -> None:
        """Nothing is read yet.

        Args:
            read: Reads them; None where there is no file yet.
            columns: What it would read, where that is in memory.
        """
        self._read, self._columns = read, columns
        self._reading = threading.Lock()

    @property
    def is_written(self) -> bool:
        """Whether there is a file."""
        return self._read is not None

    def columns(self) -> C:
        """The columns.

        Raises:
            OSError: Their file is gone.
            DamagedFileError: It is not what was written.
        """
        if (columns := self._columns) is not None:
            return columns
        with self._reading:
            if self._columns is None:
                assert self._read  # noqa: S101  # there is a file or there are columns
                self._columns = self._read()
            return self._columns

    def written(self, read: Callable[[], C]) -> None:
        """Let go of the columns: there is a file to read them from."""
        with self._reading:
            self._read, self._columns = read, None


@dataclass(frozen=True, eq=False)
class Segment(Generic[C]):
    """Rows of one collection. A segment never changes; what is removed is noted in another one.

    Attributes:
        collection: Id of the collection.
        length: How many rows its file holds, removed ones too.
        contents: What they are.
        removed: Rows that were removed, ascending.
        name: Of its file; no other segment ever has it.
    """

    collection: int
    length: int
    contents: Contents[C]
    removed: Ids = field(default_factory=lambda: np.empty(0, np.int64))
    name: str = field(default_factory=lambda: uuid4().hex + SUFFIX)

    @classmethod
    def of(cls, collection: int, columns: C) -> "Segment[C]":
        """A new segment that has no file yet."""
        return cls(collection, len(columns.ids), Contents(None, columns))

    @property
    def size(self) -> int:
        """Number of rows that were not removed."""
        return self.length - len(self.removed)

    @property
    def columns(self) -> C:
        """What it holds; raises as `Contents.columns`."""
        return self.contents.columns()

    @cached_property
    def alive(self) -> Mask:
        """(rows,) False where one was removed."""
        mask = np.ones(self.length, np.bool_)
        mask[self.removed] = False
        return mask

    @cached_property
    def counted(self) -> Ids:
        """(rows + 1,) how many rows before each were not removed."""
        return np.append(0, np.cumsum(self.alive))

    @property
    def ids(self) -> Ids:
        """Ids of the passages that were not removed."""
        return self.columns.ids[self.alive] if len(self.removed) else self.columns.ids

    def mask(self, within: Filter) -> Mask | None:
        """(rows,) which of them a filter that has its collection lets through; None for all."""
        if within.takes_all:
            return self.alive if len(self.removed) else None
        return self.alive & within.mask(self.columns.ids, self.columns.published)

    def find(self, ids: Ids) -> tuple[Ids, Ids]:
        """As `Columns.find`, removed rows left out."""
        here, rows = self.columns.find(ids)
        kept = ~np.isin(rows, self.removed)
        return here[kept], rows[kept]

    def without(self, ids: Ids) -> "Segment[C]":
        """The same with some passages removed."""
        _, rows = self.find(ids)
        return replace(self, removed=np.union1d(self.removed, rows)) if len(rows) else self


def settle(segments: Iterable[Segment[C]], capacity: int) -> tuple[Segment[C], ...]:
    """Merge segments of a collection until each holds at least twice as many rows as the next.

    None comes to hold more than the capacity. A row so moves a logarithmic number of times, and a search
    looks through a logarithmic number of segments. Those of which more than half was removed are rewritten,
    empty ones dropped.
    """
    settled: list[Segment[C]] = []
    for segment in segments:
        if not segment.size:
            continue
        settled.append(_merged([segment]) if 2 * segment.size < segment.length else segment)
        while len(settled) > 1 and _belong_together(settled[-2], settled[-1], capacity):
            settled[-2:] = [_merged(settled[-2:])]
    return tuple(settled)


def _belong_together(first: Segment[C], second: Segment[C], capacity: int) -> bool:
    return first.size < 2 * second.size and first.size + second.size <= capacity


def _merged(segments: Sequence[Segment[C]]) -> Segment[C]:
    parts = [(segment.columns, segment.alive) for segment in segments]
    return Segment.of(segments[0].collection, type(parts[0][0]).merged(parts))
