"""Finding the nearest vectors in segments: all that are few, and of many those of the nearest clusters."""

from collections.abc import Sequence
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from embeddings.protocol import Vectors
from retrieval.search.filters import Filter, Ids, Mask
from retrieval.search.segments.segment import Segment
from retrieval.search.vectors.columns import VectorColumns, cosines

VectorSegment = Segment[VectorColumns]

LOOKED_AT: Final = 1 << 16
"""Rows of clusters that a search looks at: about 8 ms. Where there are no more, it is exact."""
_BLOCK: Final = 1024
"""Rows compared at once: they fit the processor's cache."""
_SPARSE: Final = 8
"""Where a filter lets through less than one row of so many, these alone are compared."""

_Number = TypeVar("_Number", bound=np.generic)
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
    masks = [segment.mask(within) for segment in segments]
    held = [(segment.columns, mask) for segment, mask in zip(segments, masks, strict=True)]
    found = [_compared(rows, mask, vector, limit) for rows, mask in held if not rows.is_clustered]
    clustered = [(rows, mask) for rows, mask in held if rows.is_clustered]
    found += [
        _compared_in(rows, mask, chosen, vector, limit)
        for (rows, mask), chosen in zip(clustered, _chosen(clustered, vector), strict=True)
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


def _chosen(clustered: Sequence[tuple[VectorColumns, Mask | None]], vector: Vectors) -> list[Ids]:
    """The clusters to look at in each segment: the nearest of all, up to so many rows that may be found."""
    if not clustered:
        return []
    centres = [rows.centres @ vector - (rows.centres**2).sum(axis=1) / 2 for rows, _ in clustered]
    sizes = [_sizes(rows, mask) for rows, mask in clustered]
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


def _sizes(rows: VectorColumns, mask: Mask | None) -> Ids:
    """(clusters,) how many rows of each may be found."""
    if mask is None:
        return np.diff(rows.starts)
    counted = np.append(0, np.cumsum(mask))
    sizes: Ids = np.diff(counted[rows.starts])
    return sizes


def _compared_in(rows: VectorColumns, mask: Mask | None, clusters: Ids, vector: Vectors, limit: int) -> Found:
    """The nearest rows of some clusters."""
    slices = [slice(rows.starts[cluster], rows.starts[cluster + 1]) for cluster in clusters.tolist()]
    scores = [cosines(rows.codes[part], vector) for part in slices]
    places = [np.arange(part.start, part.stop) for part in slices]
    return _best(rows, _joined(places, np.int64), _joined(scores, np.float32), mask, limit)


def _compared(rows: VectorColumns, mask: Mask | None, vector: Vectors, limit: int) -> Found:
    """The nearest of all rows."""
    if mask is not None and _SPARSE * np.count_nonzero(mask) < len(mask):
        places = np.flatnonzero(mask)
        return _best(rows, places, cosines(rows.codes[places], vector), None, limit)
    blocks = range(0, len(rows.ids), _BLOCK)
    scores = [cosines(rows.codes[start : start + _BLOCK], vector) for start in blocks]
    return _best(rows, np.arange(len(rows.ids)), _joined(scores, np.float32), mask, limit)


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


def _joined(arrays: Sequence[NDArray[_Number]], kind: type[_Number]) -> NDArray[_Number]:
    return np.concatenate([np.empty(0, kind), *arrays])
