"""Editions of one document: 2022年, 2023年 and 2024年办法."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from retrieval.documents import Passage
from retrieval.periods.names import document_keys, named_periods

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
    found: list[list[int]] = []
    left = [place for place, names in enumerate(keys) if names]
    while left:
        first, *others = left
        same = (other for other in others if keys[first] & keys[other])
        group = [first, *(other for other in same if are_alike(passages[first], passages[other]))]
        left = [place for place in others if place not in group]
        if len({edition_of(passages[place]) for place in group}) > 1:
            found.append(group)
    return found


def are_alike(one: Passage, other: Passage) -> bool:
    """Whether two passages say nearly the same: half of the pairs of their characters, the title aside."""
    pairs, others = _pairs(one.text), _pairs(other.text)
    return 2 * len(pairs & others) >= _ALIKE * (len(pairs) + len(others))


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(text))
