from pathlib import Path

import numpy as np

from embeddings.static import StaticEncoder
from retrieval.squad import Context, Question, Reference
from tests.embeddings.models import WORDS, write_static
from training.recall import recall


def _context(text: str, *questions: str, answered: bool = True) -> Context:
    references = (Reference(text[0], 0),) if answered else ()
    return Context(text, "", tuple(Question("", question, references) for question in questions))


def test_ranks_become_recall_and_reciprocal_rank(tmp_path: Path) -> None:
    one_a_word = np.eye(len(WORDS), dtype=np.float32)
    encoder = StaticEncoder(write_static(tmp_path / "model", {"embedding.weight": one_a_word}))
    contexts = [
        _context("基金规模", "基金 规模", "天气 天气 基金"),
        _context("天气", "天气"),
        _context("光谷", "基金", answered=False),
        _context("天气", "天气"),
    ]

    figures = recall(encoder, contexts)

    assert figures == {"n": 4, "passages": 3, "recall@1": 0.75, "recall@5": 1, "mrr@10": 0.875}
