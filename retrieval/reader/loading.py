"""From a name to a reader."""

import json
from functools import cache
from pathlib import Path

from retrieval.reader.protocol import Reader
from retrieval.reader.spans import DEFAULT_FOLDER, load_span_reader


def load_reader(model: str | Path | None = None) -> Reader:
    """Load a reader, each once.

    Args:
        model: A folder as `training.export` writes it; a folder or the name on the Hugging Face Hub of a
            model that transformers loads as AutoModelForQuestionAnswering; None: the reader that ships.

    Raises:
        ModelError: There is no such reader, or it cannot be read.
    """
    folder = Path(model if model is not None else DEFAULT_FOLDER).expanduser()
    return _load(str(folder.resolve() if folder.is_dir() else model))


@cache
def _load(model: str) -> Reader:
    folder = Path(model)
    if folder.is_dir() and not _is_transformer(folder):
        return load_span_reader(folder)
    from retrieval.reader.transformer import TransformerReader  # noqa: PLC0415  # only where one is named

    return TransformerReader(model)


def _is_transformer(folder: Path) -> bool:
    """Whether config.json names a type of model, as transformers' does and ours does not."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(config, dict) and "model_type" in config
