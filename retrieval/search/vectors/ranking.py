"""Finding the nearest vectors in segments: all that are few, and of many those of the nearest clusters."""

from collections.abc import Sequence
from typing import Final, NamedTuple, Self

import numpy as np

from embeddings.protocol import Vectors
from retrieval.search.filters import Filter, Ids, Mask
from retrieval.search.segments.segment import Segment
from retrieval.search.vectors.columns import VectorColumns
from retrieval.search.vectors.comparison import Found, compared

VectorSegment = Segment[VectorColumns]

LOOKED_AT: Final = 1 << 17
"""Rows of clusters that a search looks at, by their bits: some 8 ms."""
COMPARED_AGAIN: Final = 1000
"""The first of these are compared again by all of their numbers: so many at least,"""
_AGAIN_PER_RESULT: Final = 5


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
    found = [_found(each, vector, limit) for each in held if not each.rows.is_clustered]
    found += _found_by_bits(clustered, vector, max(COMPARED_AGAIN, _AGAIN_PER_RESULT * limit))
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


def _found_by_bits(clustered: Sequence[_Held], vector: Vectors, most: int) -> list[Found]:
    """Of the rows in the nearest clusters those that are nearest by bits: their ids and their cosines."""
    found = [
        _rows(each, vector, most, chosen)
        for each, chosen in zip(clustered, _chosen(clustered, vector), strict=True)
    ]
    scores = np.concatenate([np.empty(0, np.float32), *(scores for _, scores in found)])
    least = np.partition(scores, -most)[-most] if len(scores) > most else -np.inf
    again = [
        (each.rows, np.sort(rows[scores >= least]))
        for each, (rows, scores) in zip(clustered, found, strict=True)
    ]
    return [(columns.ids[rows], columns.cosines(rows, vector)) for columns, rows in again]


def _found(held: _Held, vector: Vectors, limit: int) -> Found:
    """The nearest rows of a segment, by id."""
    rows, scores = _rows(held, vector, limit)
    return held.rows.ids[rows], scores


def _rows(held: _Held, vector: Vectors, limit: int, clusters: Ids | None = None) -> Found:
    """The nearest rows of a segment: of all, or by their bits of some clusters."""
    wanted = min(limit, len(held.rows.ids))
    if not wanted or (clusters is not None and not len(clusters)):
        return np.empty(0, np.int64), np.empty(0, np.float32)
    return compared(held.rows.index, vector, wanted, held.mask, clusters)
