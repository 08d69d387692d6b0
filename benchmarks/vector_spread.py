"""Vectors with the spread of real ones, as many as are wanted."""

import json
import lzma
import re
from pathlib import Path
from random import Random
from typing import Final

import numpy as np

from embeddings.loading import load_encoder
from embeddings.protocol import Vectors

_NEIGHBOURS: Final = 5
_NOISE: Final = 0.7
"""How far a drawn vector lies from the real ones that it is drawn between."""
_AT_ONCE: Final = 50_000
_ASKED: Final = ("是多少？", "是什么时候？", "由谁负责？", "怎么样？", "？")


def real_vectors(news: Path, passages: int, questions: int, cache: Path) -> tuple[Vectors, Vectors]:
    """Embed passages, and questions made of clauses of others, with the encoder that ships.

    Args:
        news: JSON Lines with a field `text`, packed by xz.
        passages: How many.
        questions: How many.
        cache: Folder where they are kept for the next time.
    """
    files = cache / f"passages-{passages}.npy", cache / f"questions-{questions}.npy"
    if not all(file.exists() for file in files):
        cache.mkdir(parents=True, exist_ok=True)
        random, encoder = Random(1), load_encoder()
        with lzma.open(news, "rt", encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines]
        random.shuffle(texts)
        pieces = [text[:300] for text in texts[:passages]]
        clauses = [random.choice(_clauses(text) or [text[:20]]) for text in texts[-questions:]]
        np.save(files[0], encoder.encode_passages(pieces))
        np.save(files[1], encoder.encode_queries([clause + random.choice(_ASKED) for clause in clauses]))
    first, second = (np.load(file) for file in files)
    return first, second


def drawn_vectors(real: Vectors, count: int, seed: int = 0) -> Vectors:
    """Vectors between neighbours, moved as neighbours differ elsewhere: clusters and covariance stay.

    Args:
        real: Rows of length one.
        count: How many.
        seed: Another one draws others.
    """
    random = np.random.default_rng(seed)
    likeness = real @ real.T
    np.fill_diagonal(likeness, -1)
    near = np.argsort(-likeness, axis=1)[:, :_NEIGHBOURS]
    drawn: Vectors = np.empty((count, real.shape[1]), np.float32)
    for start in range(0, count, _AT_ONCE):
        size = min(_AT_ONCE, count - start)
        one, elsewhere = random.integers(0, len(real), (2, size))
        other, moved = (near[row, random.integers(0, _NEIGHBOURS, size)] for row in (one, elsewhere))
        share = 0.5 * random.random((size, 1), np.float32)
        between = (1 - share) * real[one] + share * real[other]
        rows = between + _NOISE * (real[elsewhere] - real[moved])
        drawn[start : start + size] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return drawn


def _clauses(text: str) -> list[str]:
    return [clause for clause in re.split("[，。；：“”、\n ]", text) if 8 <= len(clause) <= 20]
