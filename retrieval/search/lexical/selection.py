"""Selection: the best of very many scores, without sorting all of them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.search.filters import Ids

Scores = NDArray[np.float32] | NDArray[np.float64]
Places = NDArray[np.int64]

_SAMPLED = 16
"""One in so many scores is looked at to tell from which score on one is among the best."""
_MANY = 100_000
"""Up to so many scores are all looked at."""


def leading(parts: Sequence[Scores], most: int) -> list[Places]:
    """Places, ascending, of scores above 0 in each part that hold at least the best of all together.

    Args:
        parts: Scores, 0 at least.
        most: How many of the best are wanted; those that equal the last of them come with them, and others.
    """
    size = sum(map(len, parts))
    if size > max(_MANY, 2 * _SAMPLED * most):
        wanted = most // _SAMPLED + most // (4 * _SAMPLED) + 8
        least = _kth([scores[::_SAMPLED] for scores in parts], wanted)
        found = [np.flatnonzero(scores >= least) for scores in parts] if least > 0 else []
        if sum(map(len, found)) >= most:
            return found
    least = _kth(parts, most) if size > most else 0.0
    return [np.flatnonzero(scores >= least if least > 0 else scores) for scores in parts]


def best(ids: Ids, scores: Scores, limit: int) -> list[tuple[int, float]]:
    """(id, score) of the best scores above 0, equal ones by id."""
    found = np.flatnonzero(scores)
    if len(found) > limit:
        least = np.partition(scores[found], -limit)[-limit] if limit else np.inf
        found = found[scores[found] >= least]
    first = found[np.lexsort((ids[found], -scores[found]))][:limit]
    return list(zip(ids[first].tolist(), scores[first].tolist(), strict=True))


def _kth(parts: Sequence[Scores], rank: int) -> float:
    """The score at a rank, from 1, among all."""
    scores = np.concatenate(list(parts))
    if not 0 < rank <= len(scores):
        return 0.0
    return float(np.partition(scores, -rank)[-rank])
