"""The vector index: FAISS over unit vectors, derived from the store."""

import json
import threading
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from embeddings.protocol import Vectors
from retrieval.errors import DamagedError, StoreError
from retrieval.storage.permissions import open_private
from retrieval.threads import one_openmp_thread, one_thread

Ids = NDArray[np.int64]

_KIND = "IDMap2,Flat"


class VectorIndex:
    """Passage ids with their vectors; exact inner product search.

    `IDMap2,Flat` takes removals and reloads faithfully, and is exact: a search among a million vectors of
    384 dimensions takes about 0.1 s on one core. Any number of threads may search while one changes or
    saves it.
    """

    def __init__(self, encoder: str, dimension: int) -> None:
        """An empty index for the vectors of one encoder.

        Args:
            encoder: `Encoder.name`; vectors of another encoder are never mixed in.
            dimension: Length of a vector.
        """
        faiss = _faiss()
        one_thread()
        self.encoder = encoder
        self._access = threading.Lock()  # FAISS must not search while it is changed
        self._index: Any = faiss.index_factory(dimension, _KIND, faiss.METRIC_INNER_PRODUCT)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def ids(self) -> set[int]:
        """Ids of the passages it holds."""
        with self._access:
            return set(_faiss().vector_to_array(self._index.id_map).tolist())

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Take in new passages.

        Args:
            ids: Ids that are not in the index.
            vectors: Shape (len(ids), dimension), rows of length one.
        """
        with self._access:
            self._index.add_with_ids(vectors, np.asarray(ids, dtype=np.int64))

    def remove(self, ids: Collection[int]) -> None:
        """Take passages out."""
        chosen = np.fromiter(ids, dtype=np.int64, count=len(ids))
        with self._access:
            self._index.remove_ids(chosen)

    def search(
        self, vector: Vectors, limit: int, allowed: Ids | Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """The nearest passages.

        Args:
            vector: Shape (dimension,), of length one.
            limit: How many at most.
            allowed: Ids to choose from, or None for all; an array is quickest.

        Returns:
            (passage id, cosine), nearest first.
        """
        parameters = None if allowed is None else _only(allowed)
        with self._access, one_openmp_thread():
            scores, ids = self._index.search(vector[None], limit, params=parameters)
        return [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]

    def similarities(self, vector: Vectors, ids: Sequence[int]) -> list[float]:
        """Cosine of a vector with some passages.

        A passage without a vector gets the mean of the others, so that it is neither preferred nor put
        behind; where none has a vector, all get 0.

        Args:
            vector: Shape (dimension,), of length one.
            ids: Any ids.
        """
        rows, held = np.zeros((len(ids), len(vector)), np.float32), np.zeros(len(ids), np.bool_)
        with self._access:
            for place, id_ in enumerate(ids):
                with suppress(RuntimeError):  # FAISS does not know the id
                    self._index.reconstruct(id_, rows[place])
                    held[place] = True
        cosines = rows @ vector
        cosines[~held] = cosines[held].mean() if held.any() else 0.0
        return [float(cosine) for cosine in cosines]

    def save(self, path: Path) -> None:
        """Write the index, and beside it a note that names its encoder.

        An older index of the same encoder stays until this one is whole, whenever the process is killed. The
        caller sees to it that only one process saves or loads.

        Raises:
            StoreError: They cannot be written.
        """
        faiss, note = _faiss(), note_of(path)
        new_index, new_note = path.with_name(f"{path.name}.tmp"), note.with_name(f"{note.name}.tmp")
        try:
            # FAISS's own writer does not notice that the disk is full when it writes the last few bytes.
            with open_private(new_index) as file:
                faiss.write_index(self._index, faiss.PyCallbackIOWriter(file.write))
            with open_private(new_note) as file:
                file.write(json.dumps({"encoder": self.encoder, "edition": uuid4().hex}).encode())
            if saved_encoder(path) != self.encoder:
                note.unlink(missing_ok=True)  # so that it never stands beside the vectors of another encoder
            new_index.replace(path)
            new_note.replace(note)
        except (OSError, RuntimeError) as error:
            raise StoreError(
                f"The vectors cannot be written to {path}: {getattr(error, 'strerror', error)}."
            ) from error
        finally:
            for unfinished in (new_index, new_note):
                with suppress(OSError):
                    unfinished.unlink()

    @classmethod
    def load(cls, path: Path, encoder: str, dimension: int) -> "VectorIndex":
        """Read what `save` wrote; an empty index where it is missing or of another encoder.

        Raises:
            DamagedError: It is damaged; make it anew from the store.
        """
        faiss, loaded = _faiss(), cls(encoder, dimension)
        if saved_encoder(path) != encoder:
            return loaded
        try:
            with path.open("rb") as file:
                index = faiss.read_index(faiss.PyCallbackIOReader(file.read))
        except (OSError, RuntimeError, MemoryError) as error:  # the last where it claims to be huge
            raise DamagedError(f"The vectors in {path} are damaged.") from error
        if index.d != dimension or not isinstance(index, faiss.IndexIDMap2):
            raise DamagedError(f"The vectors in {path} are damaged.")
        loaded._index = index
        return loaded


def _only(ids: Ids | Collection[int]) -> Any:
    """Search parameters that choose among some ids."""
    chosen = ids if isinstance(ids, np.ndarray) else np.fromiter(ids, dtype=np.int64, count=len(ids))
    return _faiss().SearchParameters(sel=_faiss().IDSelectorBatch(chosen))


def _faiss() -> Any:
    """The library, as Any: only a part of it is typed."""
    import faiss  # noqa: PLC0415  # 0.1 s

    return faiss


def saved_encoder(path: Path) -> str | None:
    """Name of the encoder whose vectors lie at `path`, or None where there are none."""
    try:
        name = json.loads(note_of(path).read_text(encoding="utf-8"))["encoder"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return str(name) if path.exists() else None


def saved_edition(path: Path) -> bytes:
    """Differs between any two savings to `path`; empty where there was none."""
    try:
        return note_of(path).read_bytes()
    except OSError:
        return b""


def note_of(path: Path) -> Path:
    """The file beside saved vectors that names their encoder."""
    return path.with_suffix(".json")
