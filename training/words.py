"""Vectors of words, from the company they keep: `python -m training.words --data DATA --out runs/words.npz`.

Positive pointwise mutual information within a few words, factorised (Levy and Goldberg, 2014, with the
smoothing and the eigenvalue weighting of Levy et al., 2015). Words of one kind (cities, units, months) lie
close together, which tells the reader what a span is and which words mean nearly the same.
"""

import argparse
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, repeat
from pathlib import Path
from typing import TypeVar

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix  # type: ignore[import-untyped]
from scipy.sparse.linalg import svds  # type: ignore[import-untyped]

from retrieval.reader.words import Array, WordVectors
from retrieval.text import fold, words
from training.data import is_held_out, news, official_texts, split

Item = TypeVar("Item")

_WORDS, _CONTEXTS = 30_000, 12_000
_WINDOW = 3
_DIMENSIONS = 96
_SMOOTHING, _EIGENVALUES = 0.75, 0.5
_LONGEST, _STRETCH, _TEXTS = 60_000, 5_000, 2_000
_TINY = 1e-9


def train_words(texts: Sequence[str], workers: int) -> WordVectors:
    """Learn word vectors.

    Args:
        texts: Any length, unfolded.
        workers: Processes.

    Returns:
        Vectors of 96 dimensions of the 30,000 most frequent words.
    """
    parts = _parts(texts, _TEXTS)
    with ProcessPoolExecutor(workers) as pool:
        counts: Counter[str] = Counter()
        for part in pool.map(_count, parts):
            counts.update(part)
        vocabulary = [word for word, _ in counts.most_common(_WORDS)]
        pairs = sum(pool.map(_Neighbours(vocabulary), parts))
    vectors = _factorise(pairs)
    hashes = np.array([zlib.crc32(word.encode()) for word in vocabulary], np.uint32)
    order = np.argsort(hashes)
    return WordVectors(hashes[order], vectors[order])


def _parts(whole: Sequence[Item], size: int) -> list[Sequence[Item]]:
    return [whole[i : i + size] for i in range(0, len(whole), size)]


def _cut(texts: Iterable[str]) -> Iterator[list[str]]:
    """The words of texts, stretch by stretch; of very long texts the beginning."""
    for text in texts:
        starts = range(0, min(len(text), _LONGEST), _STRETCH)
        yield from (words(fold(text[start : start + _STRETCH])) for start in starts)


def _count(texts: Sequence[str]) -> Counter[str]:
    return Counter(word for word in chain.from_iterable(_cut(texts)) if not word.isspace())


class _Neighbours:
    """Counts which words stand near which; nearer ones count more (word2vec's dynamic window)."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {word: number for number, word in enumerate(vocabulary)}
        self._shape = (len(vocabulary), min(_CONTEXTS, len(vocabulary)))

    def __call__(self, texts: Sequence[str]) -> csr_matrix:
        """(words, contexts): how near how often."""
        total = csr_matrix(self._shape, dtype=np.float32)
        for stretches in _parts(list(_cut(texts)), _TEXTS):
            ids = np.fromiter(chain.from_iterable(map(self._known, stretches)), np.int64)
            for step in range(1, _WINDOW + 1):
                nearness = (_WINDOW + 1 - step) / _WINDOW
                for left, right in ((ids[:-step], ids[step:]), (ids[step:], ids[:-step])):
                    kept = (left >= 0) & (right >= 0) & (right < self._shape[1])
                    weights = np.full(int(kept.sum()), nearness, np.float32)
                    total = total + coo_matrix((weights, (left[kept], right[kept])), self._shape).tocsr()
        return total

    def _known(self, stretch: Sequence[str]) -> Iterator[int]:
        """The ids of a stretch's words, -1 for those left out, and a gap that no window reaches across."""
        yield from (self._ids.get(word, -1) for word in stretch if word != " ")
        yield from repeat(-1, _WINDOW)


def _factorise(pairs: csr_matrix) -> Array:
    """(words, dimensions), each row of length one."""
    cells = pairs.tocoo()
    total = cells.data.sum()
    rows = np.maximum(np.asarray(pairs.sum(axis=1)).ravel(), _TINY)
    columns = np.maximum(np.asarray(pairs.sum(axis=0)).ravel(), _TINY) ** _SMOOTHING
    columns /= columns.sum()
    information = np.log(cells.data / (rows[cells.row] * columns[cells.col]))
    positive = information > 0
    matrix = coo_matrix(
        (information[positive], (cells.row[positive], cells.col[positive])), pairs.shape, dtype=np.float32
    )
    print(f"{total:,.0f} neighbours, {positive.sum():,} cells", flush=True)
    left, values, _ = svds(matrix.tocsr(), k=min(_DIMENSIONS, min(pairs.shape) - 1), random_state=1)
    vectors = (left * values**_EIGENVALUES)[:, ::-1]
    vectors -= vectors.mean(axis=0)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, _TINY), np.float32)


def read_texts(data: Path) -> list[str]:
    """All text that may be learnt from without questions: what is held out stays out."""
    official = (text for _, text in official_texts(data))
    examples, _ = split(data)
    passages = sorted({example.text for example in examples} | {example.question for example in examples})
    return [text for text in chain(news(data), official, passages) if not is_held_out(text)]


def kept_words(file: Path, data: Path, workers: int) -> WordVectors:
    """The vectors kept in a file, trained now where there are none."""
    if not file.is_file():
        found = train_words(read_texts(data), workers)
        np.savez(file, hashes=found.hashes, vectors=found.vectors)
    with np.load(file) as arrays:
        return WordVectors(**arrays)


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description="Train the reader's word vectors.")
    parser.add_argument("--data", type=Path, required=True, help="folder with qa/ and text/")
    parser.add_argument("--out", type=Path, required=True, help="file for the vectors")
    parser.add_argument("--workers", type=int, default=3)
    arguments = parser.parse_args()
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    kept_words(arguments.out, arguments.data, arguments.workers)


if __name__ == "__main__":
    main()
