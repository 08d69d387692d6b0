"""Coverage: how much of what a question is about a passage holds."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from retrieval.search.lexical.keys import pairs_to_keys, words_to_keys
from retrieval.search.lexical.ranking import CHARACTERS, RANKINGS, WORDS, rarity
from retrieval.search.lexical.segments import Segment
from retrieval.search.lexical.terms import comparable, holds_pair, holds_word, subject


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
    about = subject(comparable(query))
    held_words = [[holds_word(text, word) for word in about.words] for text in texts]
    held_pairs = [[holds_pair(text, pair) for pair in about.pairs] for text in texts]
    words, pairs = words_to_keys(about.words), pairs_to_keys(about.pairs)
    shares = [
        np.array(held) @ (weights / weights.sum())
        for held, weights in (
            (held_words, rarity(segments, RANKINGS.index(WORDS), words)),
            (held_pairs, rarity(segments, RANKINGS.index(CHARACTERS), pairs)),
        )
        if held and len(weights)
    ]
    subjects = np.mean(shares, axis=0).tolist() if shares else [0.0] * len(texts)
    return [
        Coverage(held, _missing(text, about.names), _share_held(text, about.asked))
        for held, text in zip(subjects, texts, strict=True)
    ]


def _missing(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """The names that comparable text does not hold."""
    return tuple(name for name in names if not holds_word(text, name))


def _share_held(text: str, word: str) -> float:
    """Share of a word's characters that comparable text holds, 1 for an empty word."""
    return sum(character in text for character in word) / len(word) if word else 1.0
