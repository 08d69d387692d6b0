"""The file of vectors of former versions, which is taken over once."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numpy as np

from embeddings.protocol import Vectors
from retrieval.search.filters import Ids

FILES: Final = ("vectors.faiss", "vectors.json")
"""The vectors, and the note that names their encoder."""


def former_vectors(home: Path, encoder: str, dimension: int) -> tuple[Ids, Vectors] | None:
    """The vectors of a former version; None where there are none that can be read, or of another encoder."""
    vectors, note = (home / name for name in FILES)
    try:
        if json.loads(note.read_text(encoding="utf-8"))["encoder"] != encoder:
            return None
        index = _faiss().read_index(str(vectors))
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, MemoryError):
        return None
    if index.d != dimension or not hasattr(index, "id_map"):
        return None
    flat = _faiss().downcast_index(index.index)
    return _faiss().vector_to_array(index.id_map), np.asarray(flat.reconstruct_n(0, flat.ntotal))


def former_encoder(home: Path) -> str | None:
    """Name of the encoder of the vectors of a former version, or None where there are none."""
    vectors, note = (home / name for name in FILES)
    try:
        name = json.loads(note.read_text(encoding="utf-8"))["encoder"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return str(name) if vectors.exists() else None


def delete_former(home: Path) -> None:
    """Delete the files of a former version."""
    for name in FILES:
        with suppress(OSError):
            (home / name).unlink()


def _faiss() -> Any:
    """The library, as Any: only a part of it is typed."""
    import faiss  # noqa: PLC0415  # 0.1 s

    return faiss
