"""From a name to a reader."""

import json
from functools import cache
from pathlib import Path

from retrieval.reader.boundaries import load_boundaries
from retrieval.reader.convolutional import load_convolutional
from retrieval.reader.joint import JointReader, Share
from retrieval.reader.protocol import Reader
from retrieval.reader.spans import load_span_reader

_WEIGHTS = Path(__file__).parents[1] / "weights"
DEFAULT_FOLDER = _WEIGHTS / "reader"
CONVOLUTIONAL_FOLDER = _WEIGHTS / "convolutional"
"""The two readers that ship; without another one they read together."""
SPANS_SHARE = 0.5
"""What the first of them counts in that, chosen on held-out questions (its card has the table)."""


def load_reader(model: str | Path | None = None) -> Reader:
    """Load a reader, each once.

    Args:
        model: A folder as `training.reader.export` writes it; a model that transformers loads as
            AutoModelForQuestionAnswering, by folder or by its name on the Hugging Face Hub; None: those that
            ship, as one.

    Raises:
        ModelError: There is no such reader, or it cannot be read.
    """
    if model is None:
        return load_default_reader()
    folder = Path(model).expanduser()
    return _load(str(folder.resolve() if folder.is_dir() else model))


@cache
def load_default_reader() -> JointReader:
    """The readers that ship, as one.

    Raises:
        ModelError: A file of theirs is missing or damaged.
    """
    spans, convolutional = load_span_reader(DEFAULT_FOLDER), load_convolutional(CONVOLUTIONAL_FOLDER)
    shares = Share(spans, SPANS_SHARE), Share(convolutional, 1 - SPANS_SHARE)
    return JointReader(*shares, boundaries=load_boundaries())


@cache
def _load(model: str) -> Reader:
    folder = Path(model)
    if not folder.is_dir() or _is_transformer(folder):
        from retrieval.reader.transformer import TransformerReader  # noqa: PLC0415  # only where one is named

        return TransformerReader(model)
    return load_convolutional(folder) if (folder / "weights.npz").exists() else load_span_reader(folder)


def _is_transformer(folder: Path) -> bool:
    """Whether config.json names a type of model, as transformers' does and ours does not."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(config, dict) and "model_type" in config
