"""Static models, read without torch: a text's vector is the sum of its tokens' vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from embeddings.encoder import Progress, Vectors
from embeddings.errors import ModelError
from embeddings.folder import ModelFolder

_BATCH = 256


@dataclass(frozen=True, slots=True)
class _Table:
    """The vectors of all tokens, small as they lie in the file.

    Attributes:
        rows: Vectors, maybe as integers.
        mapping: For each token its row.
        weights: For each token the factor of its row.
    """

    rows: npt.NDArray[Any]
    mapping: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float32]

    def sum(self, ids: Sequence[int]) -> npt.NDArray[np.float32]:
        """Add up the vectors of some tokens."""
        tokens = np.array(ids, np.int64)
        rows = self.rows[self.mapping[tokens]].astype(np.float32)
        return np.asarray(self.weights[tokens] @ rows)


class StaticEncoder:
    """A SentenceTransformer folder whose first module is a StaticEmbedding, with or without Normalize."""

    def __init__(self, path: str | Path) -> None:
        """Read tokenizer and vectors.

        Raises:
            ModelError: The folder is not a static model, or a file of it is missing or damaged.
        """
        self._folder = ModelFolder(Path(path))
        if not self._folder.is_static:
            raise ModelError(f"{path} is no static model. Use load_encoder, which reads any model.")
        self._tokenizer = _read_tokenizer(self._folder.first / "tokenizer.json")
        self._table = _read_table(self._folder.first / "model.safetensors")
        tokens = self._tokenizer.get_vocab_size()
        if len(self._table.weights) < tokens:
            raise ModelError(
                f"{path} has {len(self._table.weights)} vectors for {tokens} tokens. "
                "Copy the model's folder again."
            )

    @property
    def name(self) -> str:
        """The folder's name and a digest of its files."""
        return self._folder.name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._table.rows.shape[1])

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder.encode_passages`; a text without any known token becomes the zero vector."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            vectors[start : start + len(batch)] = self._encode(batch, self._folder.document_prompt)
            if progress:
                progress(start + len(batch), len(texts))
        return vectors

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode_queries`; a text without any known token becomes the zero vector."""
        return self._encode(texts, self._folder.query_prompt)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        encodings = self._tokenizer.encode_batch_fast(
            [prompt + text for text in texts], add_special_tokens=False
        )
        sums = np.zeros((len(texts), self.dimension), np.float32)
        for row, encoding in zip(sums, encodings, strict=True):
            row[:] = self._table.sum(encoding.ids)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        np.divide(sums, lengths, out=sums, where=lengths > 0)
        return sums


def _read_tokenizer(file: Path) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as error:  # tokenizers raises nothing more precise
        raise ModelError(f"{file} cannot be read ({error}). Copy the model's folder again.") from error
    tokenizer.no_padding()
    return tokenizer


def _read_table(file: Path) -> _Table:
    """Read the plain form (`embedding.weight`) or that of model2vec.

    The latter may share rows between tokens (`mapping`), keep them as integers, and give each token a
    factor (`weights`).
    """
    try:
        tensors: dict[str, npt.NDArray[np.generic]] = load_file(file)
    except (OSError, SafetensorError, TypeError) as error:
        raise ModelError(f"{file} cannot be read ({error}). Copy the model's folder again.") from error
    if "embedding.weight" in tensors:
        tensors = {"embeddings": tensors["embedding.weight"]}
    if "embeddings" not in tensors:
        raise ModelError(f"{file} is no static model: it holds neither embedding.weight nor embeddings.")
    rows = tensors["embeddings"]
    mapping = tensors.get("mapping", np.arange(len(rows))).astype(np.int64)
    weights = tensors.get("weights", np.ones(len(mapping))).astype(np.float32)
    return _Table(rows, mapping, weights)
