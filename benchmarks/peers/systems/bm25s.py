"""bm25s: BM25 as sparse matrices of finished scores."""

from collections.abc import Sequence
from typing import Any

import bm25s

from benchmarks.peers.corpus import Text
from benchmarks.peers.systems.chinese import words


class Default:
    """Its own tokenizer, with its list of Chinese stop words."""

    def __init__(self, backend: str = "numpy") -> None:
        self._ranking: Any = bm25s.BM25(backend=backend)
        self._size = 0

    def index(self, passages: Sequence[Text]) -> None:
        """See `System.index`."""
        self._size = len(passages)
        self._ranking.index(self.tokens([text.whole for text in passages]), show_progress=False)

    def search(self, question: str, limit: int) -> list[int]:
        """See `System.search`."""
        tokens = self.tokens([question])
        if not tokens[0]:
            return []
        found, scores = self._ranking.retrieve(tokens, k=min(limit, self._size), show_progress=False)
        return [int(place) for place, score in zip(found[0], scores[0], strict=True) if score > 0]

    def tokens(self, texts: list[str]) -> list[list[str]]:
        """The tokens of each text."""
        tokens: list[list[str]] = bm25s.tokenize(texts, stopwords="zh", return_ids=False, show_progress=False)
        return tokens


class Jieba(Default):
    """jieba's words."""

    def tokens(self, texts: list[str]) -> list[list[str]]:
        """The words of each text."""
        return [words(text) for text in texts]


class JiebaNumba(Jieba):
    """jieba's words, scored by compiled code."""

    def __init__(self) -> None:
        super().__init__("numba")
