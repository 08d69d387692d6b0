"""What an encoder is, and how one is found."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]

DEFAULT_MODEL = Path(__file__).parent / "weights" / "e5-small-zh"


class Encoder(Protocol):
    """Text to vectors of length one, so that their inner product is the cosine.

    A text in which the model knows nothing at all (an empty one, say) may become the zero vector.
    """

    @property
    def name(self) -> str:
        """Identity of the model: two encoders of the same name give the same vectors."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Encode passages in batches.

        Args:
            texts: Any number of texts.
            progress: Called with (done, total) after each batch.

        Returns:
            Shape (len(texts), dimension), rows of length one.
        """
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions, with the model's query prompt where it has one.

        Returns:
            Shape (len(texts), dimension), rows of length one.
        """
        ...


def load_encoder(model: str | Path | None = None) -> Encoder:
    """Load a model.

    Args:
        model: A SentenceTransformer folder or the name of one on the Hugging Face Hub; None is the
            default that ships with this package. A folder with model.onnx is read by ONNX Runtime, in
            tenths of a second; all others go through sentence-transformers, in seconds.

    Raises:
        ModelError: There is no such model, or it cannot be read.
    """
    from embeddings.folder import ModelFolder  # noqa: PLC0415  # libraries only when asked for

    folder = Path(model if model is not None else DEFAULT_MODEL).expanduser()
    if ModelFolder(folder).is_graph:
        from embeddings.onnx import OnnxEncoder  # noqa: PLC0415

        return OnnxEncoder(folder)
    from embeddings.transformer import TransformerEncoder  # noqa: PLC0415

    return TransformerEncoder(str(folder if folder.is_dir() else model))
