"""An encoder for tests: a vector counts the characters of a text, folded onto few dimensions."""

from collections.abc import Sequence

import numpy as np

from embeddings.protocol import Progress, Vectors


class LetterEncoder:
    """Equal characters, equal vectors; it counts how many passages it was asked to encode."""

    def __init__(self, name: str = "letters", dimension: int = 64) -> None:
        self.name = name
        self.dimension = dimension
        self.encoded = 0

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.encoded += len(texts)
        if progress:
            progress(len(texts), len(texts))
        return self.encode_queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        vectors: Vectors = np.full((len(texts), self.dimension), 1e-3, np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for character in text:
                row[ord(character) % self.dimension] += 1
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors
