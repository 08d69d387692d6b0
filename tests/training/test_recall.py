from collections.abc import Sequence

import numpy as np

from embeddings.encoder import Progress, Vectors
from retrieval.squad import Context, Question, Reference
from training.recall import recall

WORDS = ("光谷", "基金", "规模", "天气")


class WordEncoder:
    """Counts words."""

    name = "words"
    dimension = len(WORDS)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self.encode_queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        counts = np.array([[text.count(word) for word in WORDS] for text in texts], np.float32)
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)


def _context(text: str, *questions: str, answered: bool = True) -> Context:
    references = (Reference(text[0], 0),) if answered else ()
    return Context(text, "", tuple(Question("", question, references) for question in questions))


def test_ranks_become_recall_and_reciprocal_rank() -> None:
    contexts = [
        _context("基金规模", "基金 规模", "天气 天气 基金"),
        _context("天气", "天气"),
        _context("光谷", "基金", answered=False),
        _context("天气", "天气"),
    ]

    figures = recall(WordEncoder(), contexts)

    assert figures == {"n": 4, "passages": 3, "recall@1": 0.75, "recall@5": 1, "mrr@10": 0.875}
