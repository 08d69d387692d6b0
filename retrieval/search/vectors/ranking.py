"""Finding the nearest vectors in segments: all that are few, and of many those of the nearest clusters."""

from collections.abc import Sequence
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from embeddings.protocol import Vectors
from retrieval.search.filters import Filter, Ids, Mask
from retrieval.search.segments.segment import Segment
from retrieval.search.vectors.columns import VectorColumns, cosines

VectorSegment = Segment[VectorColumns]

LOOKED_AT: Final = 1 << 16
"""Rows of clusters that a search looks at: about 10 ms. Where there are no more, it is exact."""
_BLOCK: Final = 1024
"""Rows compared at once: they fit the processor's cache."""
_SPARSE: Final = 8
"""Where a filter lets through less than one row of so many, these alone are compared."""

Found = tuple[Ids, NDArray[np.float32]]


def nearest(
    segments: Sequence[VectorSegment], vector: Vectors, limit: int, within: Filter
) -> list[tuple[int, float]]:
    """The rows nearest to a vector.

    Args:
        segments: Of the collections that are searched.
        vector: Shape (dimension,), of length one.
        limit: How many at most.
        within: What of them may be found.

    Returns:
        (id, cosine), nearest first, equal ones by id.
    """
    held = [_Held.of(segment, within) for segment in segments]
    clustered = [each for each in held if each.rows.is_clustered]
    found = [_compared(each, vector, limit) for each in held if not each.rows.is_clustered]
    found += [
        _compared_in(each, chosen, vector, limit)
        for each, chosen in zip(clustered, _chosen(clustered, vector), strict=True)
    ]
    ids = np.concatenate([np.empty(0, np.int64), *(ids for ids, _ in found)])
    scores = np.concatenate([np.empty(0, np.float32), *(scores for _, scores in found)])
    best = np.lexsort((ids, -scores))[:limit]
    return list(zip(ids[best].tolist(), scores[best].tolist(), strict=True))


def looked_at(segments: Sequence[VectorSegment]) -> int:
    """How many rows a search of these compares at most."""
    clustered = sum(segment.size for segment in segments if segment.columns.is_clustered)
    return min(clustered, LOOKED_AT) + sum(
        segment.size for segment in segments if not segment.columns.is_clustered
    )


class _Held(NamedTuple):
    """Rows of a segment, which of them may be found (None for all), and how many before each."""

    rows: VectorColumns
    mask: Mask | None
    counted: Ids | None

    @classmethod
    def of(cls, segment: VectorSegment, within: Filter) -> Self:
        mask = segment.mask(within)
        if mask is None or not segment.columns.is_clustered:
            return cls(segment.columns, mask, None)
        counted = segment.counted if within.takes_all else np.append(0, np.cumsum(mask))
        return cls(segment.columns, mask, counted)

    @property
    def sizes(self) -> Ids:
        """(clusters,) how many rows of each may be found."""
        starts = self.rows.starts
        sizes: Ids = np.diff(starts if self.counted is None else self.counted[starts])
        return sizes


def _chosen(clustered: Sequence[_Held], vector: Vectors) -> list[Ids]:
    """The clusters to look at in each segment: the nearest of all, up to so many rows that may be found."""
    if not clustered:
        return []
    centres = [each.rows.centres @ vector - each.rows.half_norms for each in clustered]
    sizes = [each.sizes for each in clustered]
    order = np.argsort(-np.concatenate(centres), kind="stable")
    looked_at = np.cumsum(np.concatenate(sizes)[order])
    last = int(np.searchsorted(looked_at, LOOKED_AT)) + 1
    chosen = np.zeros(len(order), np.bool_)
    chosen[order[:last]] = True
    ends = np.cumsum([len(each) for each in centres])
    return [
        np.flatnonzero(part & (size > 0))
        for part, size in zip(np.split(chosen, ends[:-1]), sizes, strict=True)
    ]


def _compared_in(held: _Held, clusters: Ids, vector: Vectors, limit: int) -> Found:
    """The nearest rows of some clusters."""
    rows = held.rows
    starts, ends = rows.starts[clusters], rows.starts[clusters + 1]
    parts = [slice(*part) for part in zip(starts.tolist(), ends.tolist(), strict=True)]
    sizes = ends - starts
    places = np.repeat(starts - np.append(0, np.cumsum(sizes)[:-1])[: len(sizes)], sizes)
    places += np.arange(len(places))
    return _best(rows, places, cosines(rows.codes, parts, vector), held.mask, limit)


def _compared(held: _Held, vector: Vectors, limit: int) -> Found:
    """The nearest of all rows."""
    rows, mask, count = held.rows, held.mask, len(held.rows.ids)
    if mask is not None and _SPARSE * np.count_nonzero(mask) < count:
        places = np.flatnonzero(mask)
        return _best(rows, places, cosines(rows.codes[places], _blocks(len(places)), vector), None, limit)
    return _best(rows, np.arange(count), cosines(rows.codes, _blocks(count), vector), mask, limit)


def _blocks(count: int) -> list[slice]:
    return [slice(start, min(start + _BLOCK, count)) for start in range(0, count, _BLOCK)]


def _best(
    rows: VectorColumns, places: Ids, scores: NDArray[np.float32], mask: Mask | None, limit: int
) -> Found:
    if mask is not None:
        kept = mask[places]
        places, scores = places[kept], scores[kept]
    if len(scores) > limit:
        best = np.argpartition(-scores, limit - 1)[:limit] if limit else np.empty(0, np.int64)
        places, scores = places[best], scores[best]
    return rows.ids[places], scores
