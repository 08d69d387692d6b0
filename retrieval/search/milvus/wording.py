"""What a passage holds of a question, and what a typing error stands for, without an index of words."""

from collections.abc import Callable, Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.documents import Passage
from retrieval.search.lexical import Alternative, Coverage
from retrieval.search.lexical.coverage import Weights, coverage_by
from retrieval.search.lexical.inverting import remembered_text
from retrieval.search.lexical.spelling import alternatives as spelt_otherwise
from retrieval.search.lexical.spelling import may_be_misspelt
from retrieval.search.lexical.terms import Subject


def coverage(question: str, passages: Sequence[Passage]) -> list[Coverage]:
    """How much of what a question is about each passage holds; all of its words weigh the same."""
    return coverage_by(question, [remembered_text(passage) for passage in passages], _alike)


def alternatives(question: str, near: Callable[[], Collection[Passage]]) -> list[Alternative]:
    """What may be meant by a question with a typing error.

    Args:
        question: In either script.
        near: Finds the passages nearest to it, among which what is meant is looked for; called only where a
            character of the question may be one.
    """
    if not may_be_misspelt(question):
        return []
    texts = [remembered_text(passage) for passage in near()]

    def holders(pairs: Sequence[str]) -> NDArray[np.int64]:
        return np.array([sum(pair in text for text in texts) for pair in pairs], np.int64)

    return list(spelt_otherwise(question, holders))


def _alike(about: Subject) -> tuple[Weights, Weights]:
    return np.ones(len(about.words)), np.ones(len(about.pairs))
