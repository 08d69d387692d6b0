"""The file of vectors of former versions, which is taken over once."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np

from embeddings.protocol import Vectors
from retrieval.search.filters import Ids
from retrieval.search.vectors.comparison import load_faiss

FILES: Final = ("vectors.faiss", "vectors.json")
"""The vectors, and the note that names their encoder."""


def former_vectors(home: Path, encoder: str, dimension: int) -> tuple[Ids, Vectors] | None:
    """The vectors of a former version; None where there are none that can be read, or of another encoder."""
    vectors, note = (home / name for name in FILES)
    try:
        if json.loads(note.read_text(encoding="utf-8"))["encoder"] != encoder:
            return None
        index = load_faiss().read_index(str(vectors))
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, MemoryError):
        return None
    if index.d != dimension or not hasattr(index, "id_map"):
        return None
    flat = load_faiss().downcast_index(index.index)
    return load_faiss().vector_to_array(index.id_map), np.asarray(flat.reconstruct_n(0, flat.ntotal))


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
