"""How near a passage is to the one a conversation is about, and what that is worth."""

import math
from collections.abc import Iterable

from retrieval.documents import Answer, Passage

IN_SEARCH = 0.2
"""What the same article is worth beside a hit's score; the same document half as much."""

IN_DECISION = 1.0
"""What it is worth beside an answer's confidence, in log-odds."""

_CERTAIN = 1e-9


def nearness(passage: Passage, near: Passage | None) -> float:
    """1 in the same article, 0.5 in the same document, 0 elsewhere."""
    if near is None or (passage.collection, passage.path) != (near.collection, near.path):
        return 0.0
    return 1.0 if passage.title == near.title else 0.5


def prefer(answers: Iterable[Answer], near: Passage | None, threshold: float) -> tuple[Answer, ...]:
    """Put answers from near before others that are about as good.

    Args:
        answers: By confidence.
        near: A passage that the conversation is about, or None.
        threshold: Confidence from which an answer is given; none below comes before one above.
    """

    def worth(answer: Answer) -> tuple[bool, float]:
        odds = _log_odds(answer.confidence) + IN_DECISION * nearness(answer.passage, near)
        return answer.confidence >= threshold, odds

    return tuple(answers) if near is None else tuple(sorted(answers, key=worth, reverse=True))


def _log_odds(probability: float) -> float:
    kept = min(max(probability, _CERTAIN), 1 - _CERTAIN)
    return math.log(kept / (1 - kept))
