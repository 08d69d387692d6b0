"""What a SentenceTransformer folder says about its model."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from embeddings.errors import ModelError

_WEIGHTS = frozenset({".safetensors", ".bin", ".json", ".txt", ".model", ".onnx"})
_DOCUMENT_PROMPTS = ("document", "passage", "corpus")


@dataclass(frozen=True)
class ModelFolder:
    """A folder as `SentenceTransformer.save` writes it, or one with model.onnx, tokenizer.json and prompts.

    Attributes:
        path: The folder.
    """

    path: Path

    @cached_property
    def name(self) -> str:
        """The folder's name and a digest of all files that decide its vectors."""
        digest = hashlib.sha256()
        files = (file for file in self.path.rglob("*") if file.suffix in _WEIGHTS and file.is_file())
        for file in sorted(files):
            digest.update(file.relative_to(self.path).as_posix().encode())
            with file.open("rb") as content:
                digest.update(hashlib.file_digest(content, "sha256").digest())
        return f"{self.path.resolve().name}-{digest.hexdigest()[:12]}"

    @property
    def graph(self) -> Path:
        """Where the graph for ONNX Runtime lies in a folder that `training.encoder` wrote."""
        return self.path / "model.onnx"

    @property
    def is_graph(self) -> bool:
        """Whether it is such a folder, and not one that lists its modules as a SentenceTransformer does."""
        return self.graph.is_file() and not (self.path / "modules.json").exists()

    @property
    def query_prompt(self) -> str:
        """What stands before each question, mostly nothing."""
        return self._prompts.get("query") or ""

    @property
    def document_prompt(self) -> str:
        """What stands before each passage, mostly nothing."""
        return next((self._prompts[key] or "" for key in _DOCUMENT_PROMPTS if key in self._prompts), "")

    @cached_property
    def _prompts(self) -> dict[str, str | None]:
        config: dict[str, Any] = self._read("config_sentence_transformers.json") or {}
        return config.get("prompts") or {}

    def _read(self, name: str) -> Any:
        file = self.path / name
        try:
            return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None
        except (OSError, ValueError) as error:
            raise ModelError(f"{file} cannot be read ({error}). Copy the model's folder again.") from error
