"""The vector index: FAISS over unit vectors, derived from the store."""

import json
import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.encoder import Vectors
from retrieval.threads import single_threaded

_KIND = "IDMap2,Flat"


class VectorIndex:
    """Passage ids with their vectors; exact inner product search.

    `IDMap2,Flat` takes removals and reloads faithfully, and is exact; at a million passages of
    256 dimensions a search still takes well under a second.
    """

    def __init__(self, encoder: str, dimension: int) -> None:
        """An empty index for the vectors of one encoder.

        Args:
            encoder: `Encoder.name`; vectors of another encoder are never mixed in.
            dimension: Length of a vector.
        """
        import faiss  # noqa: PLC0415  # takes a tenth of a second

        self.encoder = encoder
        self._index: Any = faiss.index_factory(dimension, _KIND, faiss.METRIC_INNER_PRODUCT)

    @property
    def ids(self) -> set[int]:
        """Ids of the passages it holds."""
        import faiss  # noqa: PLC0415

        return set(faiss.vector_to_array(self._index.id_map).tolist())

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Take in new passages.

        Args:
            ids: Ids that are not in the index.
            vectors: Shape (len(ids), dimension), rows of length one.
        """
        self._index.add_with_ids(vectors, np.asarray(ids, dtype=np.int64))

    def remove(self, ids: Collection[int]) -> None:
        """Take passages out."""
        self._index.remove_ids(np.fromiter(ids, dtype=np.int64, count=len(ids)))

    def search(
        self, vector: Vectors, limit: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """The nearest passages.

        Args:
            vector: Shape (dimension,), of length one.
            limit: How many at most.
            allowed: Ids to choose from, or None for all.

        Returns:
            (passage id, cosine), nearest first.
        """
        parameters = None if allowed is None else _only(allowed)
        with single_threaded():
            scores, ids = self._index.search(vector[None], limit, params=parameters)
        return [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]

    def similarities(self, vector: Vectors, ids: Sequence[int]) -> list[float]:
        """Cosine of a vector with some passages of the index.

        Args:
            vector: Shape (dimension,), of length one.
            ids: Ids that are in the index.
        """
        if not ids:
            return []
        rows = np.stack([self._index.reconstruct(i) for i in ids])
        return [float(score) for score in rows @ vector]

    def save(self, path: Path) -> None:
        """Write the index beside a note that names its encoder; the note comes last and goes first."""
        import faiss  # noqa: PLC0415

        note, fresh = _note(path), path.with_suffix(f".{os.getpid()}.tmp")
        faiss.write_index(self._index, str(fresh))
        note.unlink(missing_ok=True)
        fresh.replace(path)
        note.write_text(json.dumps({"encoder": self.encoder}), encoding="utf-8")

    @classmethod
    def load(cls, path: Path, encoder: str, dimension: int) -> "VectorIndex":
        """Read what `save` wrote; an empty index where it is missing, damaged or of another encoder."""
        import faiss  # noqa: PLC0415

        empty = cls(encoder, dimension)
        if saved_encoder(path) != encoder:
            return empty
        try:
            index = faiss.read_index(str(path))
        except RuntimeError:
            return empty
        if index.d != dimension or not isinstance(index, faiss.IndexIDMap2):
            return empty
        empty._index = index
        return empty


def _only(ids: Collection[int]) -> Any:
    """Search parameters that choose among some ids."""
    import faiss  # noqa: PLC0415

    chosen = np.fromiter(ids, dtype=np.int64, count=len(ids))
    parameters: Any = faiss.SearchParameters
    return parameters(sel=faiss.IDSelectorBatch(chosen))


def saved_encoder(path: Path) -> str | None:
    """Name of the encoder whose vectors lie at `path`, or None where there are none."""
    try:
        name = json.loads(_note(path).read_text(encoding="utf-8"))["encoder"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return str(name) if path.exists() else None


def _note(path: Path) -> Path:
    return path.with_suffix(".json")
