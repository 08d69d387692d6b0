"""Any model of sentence-transformers."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.folder import ModelFolder
from embeddings.hub import HubModel, loading
from embeddings.protocol import Progress, Vectors

_BATCH = 32
_CHUNK = 2 * _BATCH
_WAYS_OUT = "Give a SentenceTransformer folder or a name on the Hugging Face Hub, or none for the default."


class TransformerEncoder:
    """A SentenceTransformer, by folder or by name on the Hugging Face Hub."""

    def __init__(self, model: str) -> None:
        """Load the model; from the hub's cache if it lies there, else from the hub.

        Args:
            model: A folder, or a name such as "BAAI/bge-small-zh-v1.5".

        Raises:
            ModelError: There is no such model, it cannot be read, or the hub does not answer.
        """
        if Path(model).is_dir():
            self._model = _load(model, local=True)
            self._name = ModelFolder(Path(model)).name
        else:
            cache = os.getenv("SENTENCE_TRANSFORMERS_HOME")
            named = HubModel(model, _WAYS_OUT, owner="sentence-transformers", cache=cache)
            self._model = named.fetch(lambda local: _load(model, local=local))
            self._name = f"{model}@{named.revision() or 'unknown'}"
        self._dimension = int(self._model.encode("一", show_progress_bar=False).size)

    @property
    def name(self) -> str:
        """The folder's name and a digest of its files, or the hub's name and revision."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder.encode_passages`; the model's document prompt is used where it has one."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _CHUNK):
            chunk = list(texts[start : start + _CHUNK])
            vectors[start : start + len(chunk)] = self._model.encode_document(
                chunk, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
            )
            if progress:
                progress(start + len(chunk), len(texts))
        return vectors

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode_queries`."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors = self._model.encode_query(
            list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)


def _load(model: str, *, local: bool) -> Any:
    with loading(model, _WAYS_OUT, local=local):
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  # takes 8 to 10 s

        return SentenceTransformer(model, local_files_only=local)
