"""The boost for passages near the one that a conversation is about."""

import math
from collections.abc import Iterable

from retrieval.documents import Answer, Passage

SEARCH_BOOST = 0.2
"""Added to the score of a passage in the same article; half of it in the same document."""

ANSWER_BOOST_LOG_ODDS = 1.0
"""Added to the log-odds of an answer in the same article; half of it in the same document."""

_MIN_PROBABILITY = 1e-9


def proximity(passage: Passage, near: Passage | None) -> float:
    """1 in the same article, 0.5 in the same document, 0 elsewhere."""
    if near is None or (passage.collection, passage.path) != (near.collection, near.path):
        return 0.0
    return 1.0 if passage.title == near.title else 0.5


def boosted(answers: Iterable[Answer], near: Passage | None, threshold: float) -> tuple[Answer, ...]:
    """Sort answers by confidence with the boost.

    Args:
        answers: By confidence.
        near: A passage that the conversation is about, or None.
        threshold: Confidence from which an answer is given; the boost lifts none from below it above others.
    """

    def rank(answer: Answer) -> tuple[bool, float]:
        odds = _log_odds(answer.confidence) + ANSWER_BOOST_LOG_ODDS * proximity(answer.passage, near)
        return answer.confidence >= threshold, odds

    return tuple(answers) if near is None else tuple(sorted(answers, key=rank, reverse=True))


def _log_odds(probability: float) -> float:
    clipped = min(max(probability, _MIN_PROBABILITY), 1 - _MIN_PROBABILITY)
    return math.log(clipped / (1 - clipped))
