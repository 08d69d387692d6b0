"""Filters as expressions of Milvus: of numbers alone, so that no text can break out of one."""

from collections.abc import Iterable, Iterator

import numpy as np

from retrieval.search.filters import UNDATED, Filter, Ids, day_number

_LEAST_RANGE = 4
"""Ids in a row from which a range is shorter than a list."""


def expression(within: Filter, *, embedded: bool = False) -> str:
    """What a passage has to be to be found; "" for any.

    Args:
        within: What may be found; at least one passage, as far as it says which.
        embedded: Whether it has to have a vector.
    """
    parts = []
    if within.collections is not None:
        parts.append(f"collection in {sorted(within.collections)}")
    if within.since is not None:
        parts.append(f"day >= {day_number(within.since)}")
    if within.until is not None:
        parts.append(f"day > {UNDATED} and day <= {day_number(within.until)}")
    if within.ids is not None:
        parts.append(among(within.ids))
    if embedded:
        parts.append("embedded == true")
    return " and ".join(parts)


def lets_nothing_through(within: Filter) -> bool:
    """Whether nothing can be found, whatever there is."""
    return (within.collections is not None and not within.collections) or (
        within.ids is not None and not len(within.ids)
    )


def among(ids: Ids | Iterable[int]) -> str:
    """Those of some ids, of which there is at least one; those of a document are in a row."""
    ascending = np.unique(np.fromiter(ids, np.int64))
    single, parts = list[int](), list[str]()
    for first, last in _runs(ascending):
        if last - first + 1 < _LEAST_RANGE:
            single += range(first, last + 1)
        else:
            parts.append(f"(id >= {first} and id <= {last})")
    if single:
        parts.append(f"id in {single}")
    return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"


def _runs(ascending: Ids) -> Iterator[tuple[int, int]]:
    breaks = np.flatnonzero(np.diff(ascending) != 1) + 1
    for run in np.split(ascending, breaks):
        yield int(run[0]), int(run[-1])
