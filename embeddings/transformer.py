"""Any model of sentence-transformers."""

import os
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import numpy as np

from embeddings.encoder import Progress, Vectors
from embeddings.errors import ModelError
from embeddings.folder import ModelFolder

_BATCH = 32
_CHUNK = 2 * _BATCH
_HUB_TIMEOUT_S = 5.0
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
            self._model = _fetch(model)
            self._name = f"{model}@{_revision(model) or 'unknown'}"
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


def _fetch(name: str) -> Any:
    """Load a model of the hub, and find out within seconds that it cannot be had."""
    if name.count("/") > 1 or name.startswith((".", "~", "/")) or Path(name).exists():
        raise ModelError(f"{name} is no folder. {_WAYS_OUT}")
    if _revision(name):
        try:
            return _load(name, local=True)
        except ModelError:  # the cache may hold a part of it
            pass
    if not _hub_answers():
        raise ModelError(
            f"There is no folder {name}, and the Hugging Face Hub cannot be reached to look for a model of "
            f"that name. {_WAYS_OUT}"
        )
    return _load(name, local=False)


def _load(model: str, *, local: bool) -> Any:
    try:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  # takes 8 to 10 s

        return SentenceTransformer(model, local_files_only=local)
    except Exception as error:  # whatever a model's files hold, the user needs a sentence
        reason = str(error).strip().split("\n")[0] or type(error).__name__
        raise ModelError(f"The model {model} cannot be loaded: {reason} {_WAYS_OUT}") from error


def _revision(name: str) -> str | None:
    """First characters of the commit that the hub's cache holds of a model, or None."""
    from huggingface_hub import try_to_load_from_cache  # noqa: PLC0415

    cache = os.getenv("SENTENCE_TRANSFORMERS_HOME")
    repositories = [name] if "/" in name else [name, f"sentence-transformers/{name}"]
    for repository in repositories:
        for file in ("modules.json", "config.json"):
            try:
                found = try_to_load_from_cache(repository, file, cache_dir=cache)
            except ValueError as error:
                raise ModelError(f"{name} is neither a folder nor a possible name. {_WAYS_OUT}") from error
            if isinstance(found, str):
                return Path(found).parent.name[:12]
    return None


def _hub_answers() -> bool:
    from huggingface_hub import constants  # noqa: PLC0415

    if constants.HF_HUB_OFFLINE:
        return False
    request = urllib.request.Request(constants.ENDPOINT, method="HEAD")  # noqa: S310  # the user's own setting
    try:
        with urllib.request.urlopen(request, timeout=_HUB_TIMEOUT_S):  # noqa: S310
            return True
    except HTTPError:
        return True
    except (OSError, ValueError):
        return False
