"""The passages that one question is compared with, each loaded and compared once."""

from collections.abc import Iterable
from itertools import islice
from typing import Final

from retrieval.documents import Passage
from retrieval.search.filters import Filter
from retrieval.search.lexical import Coverage
from retrieval.search.passage_index import PassageIndex
from retrieval.storage.store import Store

_TRUST_PASSAGES: Final = 5
"""Passages, best by words, whose coverage of the question sets the weight of the lexical scores."""
_FULL_TRUST_COVERAGE: Final = 0.6
"""Coverage, 0 to 1, from which the lexical scores count in full."""


class Candidates:
    """The candidates of one question; one thread at a time may use them.

    Attributes:
        question: What they are compared with.
    """

    def __init__(self, store: Store, index: PassageIndex, question: str, within: Filter) -> None:
        """Nothing is loaded yet.

        Args:
            store: Holds the passages.
            index: Knows how rare each word is.
            question: What they are compared with.
            within: What is searched.
        """
        self._within = within
        self._store = store
        self._index = index
        self.question = question
        self._passages: dict[int, Passage] = {}
        self._coverage: dict[int, Coverage] = {}

    def passages(self, ids: Iterable[int]) -> dict[int, Passage]:
        """The passages of some ids, in this order; those that are gone are left out."""
        wanted = list(ids)
        self._passages |= self._store.passages(id_ for id_ in wanted if id_ not in self._passages)
        return {id_: self._passages[id_] for id_ in wanted if id_ in self._passages}

    def coverage(self, ids: Iterable[int]) -> dict[int, Coverage]:
        """How much of the question each passage of some ids holds; those that are gone are left out."""
        passages = self.passages(ids)
        new = [passage for id_, passage in passages.items() if id_ not in self._coverage]
        found = self._index.coverage(self.question, new, self._within) if new else []
        self._coverage |= {passage.id: held for passage, held in zip(new, found, strict=True)}
        return {id_: self._coverage[id_] for id_ in passages}

    def trust(self, best: Iterable[int]) -> float:
        """The weight of the lexical scores, 0 to 1, by how much of the question the first of the best hold.

        Args:
            best: Ids of passages, best by words first.
        """
        first = self.coverage(islice(best, _TRUST_PASSAGES))
        held = max((held.subject for held in first.values()), default=0.0)
        return float(min(1.0, held / _FULL_TRUST_COVERAGE) ** 3)
