"""Vectors that are made once and given to every system, so that large corpora can be compared."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from embeddings.protocol import Encoder, Progress, Vectors

_BATCH = 256
"""Passages that are embedded between two savings."""


class GivenVectors:
    """An encoder that has embedded its passages before; questions it encodes itself."""

    def __init__(self, encoder: Encoder, file: Path) -> None:
        """Read the vectors that were made.

        Args:
            encoder: Encodes questions, and passages that have no vector yet.
            file: The vectors, made or to be made.
        """
        self._encoder = encoder
        self._file = file
        self._rows: dict[bytes, Vectors] = {}
        if file.exists():
            with np.load(file) as held:
                self._rows = dict(zip(map(bytes, held["digests"]), held["vectors"], strict=True))

    @property
    def name(self) -> str:
        """See `Encoder.name`."""
        return self._encoder.name

    @property
    def dimension(self) -> int:
        """See `Encoder.dimension`."""
        return self._encoder.dimension

    def make(self, texts: Sequence[str], progress: Progress | None = None) -> None:
        """Embed the passages that have no vector yet, and keep them; may be ended and called again."""
        missing = [text for text in dict.fromkeys(texts) if _digest(text) not in self._rows]
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            vectors = self._encoder.encode_passages(batch)
            self._rows |= {_digest(text): vector for text, vector in zip(batch, vectors, strict=True)}
            self._save()
            if progress:
                progress(start + len(batch), len(missing))

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder.encode_passages`; those without a vector are embedded and not kept."""
        del progress
        missing = [text for text in dict.fromkeys(texts) if _digest(text) not in self._rows]
        new = dict(zip(missing, self._encoder.encode_passages(missing), strict=True)) if missing else {}
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            vectors[row] = new[text] if text in new else self._rows[_digest(text)]
        return vectors

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode_queries`."""
        return self._encoder.encode_queries(texts)

    def _save(self) -> None:
        new = self._file.with_suffix(".new.npz")
        digests = np.array([np.frombuffer(digest, np.uint8) for digest in self._rows])
        np.savez(new, digests=digests, vectors=np.array(list(self._rows.values())))
        new.replace(self._file)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:16]
