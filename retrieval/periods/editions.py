"""Editions of one document: 2022年, 2023年 and 2024年办法."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from retrieval.documents import Passage
from retrieval.periods.names import document_keys, named_periods

Pairs = frozenset[tuple[str, str]]

_ALIKE: Final = 0.5
"""From which likeness on, 0 to 1, passages of two editions say the same."""


def edition_of(passage: Passage) -> date | None:
    """What tells editions apart: the day on which the time in their names begins, or else of publication."""
    named = named_periods(passage.title, passage.source)
    return max((period.first for period in named), default=passage.published)


def groups(passages: Sequence[Passage]) -> list[list[int]]:
    """Which of some passages say the same in several editions of one document.

    Returns:
        The places of each group, in their order; a passage that no other edition says is in none.
    """
    keys = [document_keys(each.title, each.source) if edition_of(each) else frozenset() for each in passages]
    pairs = [
        frozenset(pairwise(each.text if names else "")) for each, names in zip(passages, keys, strict=True)
    ]
    found: list[list[int]] = []
    left = [place for place, names in enumerate(keys) if names]
    while left:
        first, *others = left
        same = (other for other in others if keys[first] & keys[other])
        group = [first, *(other for other in same if _are_alike(pairs[first], pairs[other]))]
        left = [place for place in others if place not in group]
        if len({edition_of(passages[place]) for place in group}) > 1:
            found.append(group)
    return found


def _are_alike(pairs: Pairs, others: Pairs) -> bool:
    """Whether two passages have half of the pairs of their characters in common, their titles aside."""
    count = len(pairs) + len(others)
    may_be = 2 * min(len(pairs), len(others)) >= _ALIKE * count
    return may_be and 2 * len(pairs & others) >= _ALIKE * count
