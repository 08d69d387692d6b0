"""Coverage: how much of what a question is about a passage holds."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.numerals import is_in_range
from retrieval.search.lexical.keys import pairs_to_keys, words_to_keys
from retrieval.search.lexical.ranking import CHARACTERS, RANKINGS, WORDS, rarity
from retrieval.search.lexical.segments import Segment
from retrieval.search.lexical.terms import Subject, comparable, holds_pair, holds_word, subject

Weights = NDArray[np.float64]
Rarities = Callable[[Subject], tuple[Weights, Weights]]
"""How much each word, and each pair of characters, of what a question is about weighs."""


class Coverage(NamedTuple):
    """How much of a query a passage holds.

    Attributes:
        subject: Share of what the query is about, weighted by rarity, 0 to 1.
        missing: Its names and numbers that the passage does not hold.
        asked: Share of the characters of what it asks for, 0 to 1; 1 where it does not say.
    """

    subject: float
    missing: tuple[str, ...] = ()
    asked: float = 1.0


def coverage(query: str, texts: Sequence[str], segments: Sequence[Segment]) -> list[Coverage]:
    """How much of what a query is about each comparable text holds, as `LexicalIndex.coverage` tells."""
    return coverage_by(query, texts, partial(_rarities, segments))


def coverage_by(query: str, texts: Sequence[str], rarities: Rarities) -> list[Coverage]:
    """The same, where something else than an index knows how rare terms are."""
    about = subject(comparable(query))
    held_words = [[holds_word(text, word) for word in about.words] for text in texts]
    held_pairs = [[holds_pair(text, pair) for pair in about.pairs] for text in texts]
    shares = [
        np.array(held) @ (weights / weights.sum())
        for held, weights in zip((held_words, held_pairs), rarities(about), strict=True)
        if held and len(weights)
    ]
    subjects = np.mean(shares, axis=0).tolist() if shares else [0.0] * len(texts)
    return [
        Coverage(held, _missing(text, about.names), _share_held(text, about.asked))
        for held, text in zip(subjects, texts, strict=True)
    ]


def _rarities(segments: Sequence[Segment], about: Subject) -> tuple[Weights, Weights]:
    words, pairs = words_to_keys(about.words), pairs_to_keys(about.pairs)
    return (
        rarity(segments, RANKINGS.index(WORDS), words),
        rarity(segments, RANKINGS.index(CHARACTERS), pairs),
    )


def _missing(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """The names that comparable text does not hold, numbers neither in a range."""
    return tuple(name for name in names if not (holds_word(text, name) or is_in_range(name, text)))


def _share_held(text: str, word: str) -> float:
    """Share of a word's characters that comparable text holds, 1 for an empty word."""
    return sum(character in text for character in word) / len(word) if word else 1.0
