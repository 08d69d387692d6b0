"""rank_bm25: BM25 in plain Python."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import rank_bm25

from benchmarks.peers.corpus import Text
from benchmarks.peers.systems.chinese import words


class Default:
    """Words between white space, as its documentation cuts them."""

    def index(self, passages: Sequence[Text]) -> None:
        """See `System.index`."""
        self._ranking: Any = rank_bm25.BM25Okapi([self.tokens(text.whole) for text in passages])

    def search(self, question: str, limit: int) -> list[int]:
        """See `System.search`."""
        scores = self._ranking.get_scores(self.tokens(question))
        best = np.argsort(scores)[::-1][:limit]
        return [int(place) for place in best if scores[place] > 0]

    def tokens(self, text: str) -> list[str]:
        """The tokens of a text."""
        return text.split()


class Jieba(Default):
    """jieba's words."""

    def tokens(self, text: str) -> list[str]:
        """The words of a text."""
        return words(text)
