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
    """A folder as `SentenceTransformer.save` writes it.

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
    def is_static(self) -> bool:
        """Whether the model is a table of token vectors, normalised or not, and nothing else."""
        kinds = [kind for kind, _ in self._modules]
        return kinds in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"])

    @property
    def first(self) -> Path:
        """Folder of the first module."""
        return self.path / self._modules[0][1]

    @property
    def query_prompt(self) -> str:
        """What stands before each question, mostly nothing."""
        return self._prompts.get("query") or ""

    @property
    def document_prompt(self) -> str:
        """What stands before each passage, mostly nothing."""
        return next((self._prompts[key] or "" for key in _DOCUMENT_PROMPTS if key in self._prompts), "")

    @cached_property
    def _modules(self) -> list[tuple[str, str]]:
        """Class and folder of each module, in order."""
        entries: list[dict[str, str]] = self._read("modules.json") or []
        return [(entry["type"].rpartition(".")[2], entry["path"]) for entry in entries]

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
