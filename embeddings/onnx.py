"""A BERT as an ONNX graph, run without torch."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from opencc import OpenCC
from tokenizers import Tokenizer

from embeddings.errors import ModelError
from embeddings.folder import ModelFolder
from embeddings.protocol import Progress, Vectors

LONGEST = 512
"""Pieces that are read of a text; what comes after them is left out."""

_CHUNK = 32


class OnnxEncoder:
    """A folder with model.onnx and tokenizer.json, as `training.encoder` writes it.

    The graph takes `ids` and gives `vectors`, one text at a time: nothing is padded, and a vector does not
    depend on the texts beside it. Text is turned into simplified script, which the model has seen
    most of.
    """

    def __init__(self, path: str | Path, cores: int | None = None) -> None:
        """Read graph and tokenizer.

        Args:
            path: The folder.
            cores: How many passages are encoded at once, one on each; None for half of the machine's cores,
                so that questions find a free one meanwhile.

        Raises:
            ModelError: A file is missing or damaged.
        """
        self._folder = ModelFolder(Path(path))
        self._cores = cores or max(1, (os.cpu_count() or 1) // 2)
        self._session = _read_graph(self._folder.graph)
        self._tokenizer = _read_tokenizer(self._folder.path / "tokenizer.json")
        self._simplifier = OpenCC("t2s")
        self._dimension = int(self._session.get_outputs()[0].shape[1])
        self._name = self._folder.name

    @property
    def name(self) -> str:
        """The folder's name and a digest of its files."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder.encode_passages`; the folder's document prompt stands before each text."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        with ThreadPoolExecutor(self._cores) as pool:
            for start in range(0, len(texts), _CHUNK):
                chunk = self._pieces(texts[start : start + _CHUNK], self._folder.document_prompt)
                for row, vector in enumerate(pool.map(self._vector, chunk), start):
                    vectors[row] = vector
                if progress:
                    progress(start + len(chunk), len(texts))
        return vectors

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode_queries`; one thread is used."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, ids in enumerate(self._pieces(texts, self._folder.query_prompt)):
            vectors[row] = self._vector(ids)
        return vectors

    def _pieces(self, texts: Sequence[str], prompt: str) -> list[list[int]]:
        simplified = [prompt + self._simplifier.convert(_whole(text)) for text in texts]
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast(simplified)]

    def _vector(self, ids: list[int]) -> Any:
        return self._session.run(["vectors"], {"ids": np.array([ids], np.int64)})[0][0]


def _whole(text: str) -> str:
    """The text without halves of surrogate pairs, which neither converter nor tokenizer takes."""
    return text.encode("utf-8", "replace").decode()


def _read_graph(file: Path) -> Any:
    try:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        return onnxruntime.InferenceSession(os.fspath(file), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the library raises nothing more precise
        raise ModelError(f"{file} cannot be read ({error}). Copy the model's folder again.") from error


def _read_tokenizer(file: Path) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_file(os.fspath(file))
    except Exception as error:  # the library raises nothing more precise
        raise ModelError(f"{file} cannot be read ({error}). Copy the model's folder again.") from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer
