"""From a name to an encoder."""

from pathlib import Path

from embeddings.folder import ModelFolder
from embeddings.protocol import Encoder

DEFAULT_MODEL = Path(__file__).parent / "weights" / "e5-small-zh"


def load_encoder(model: str | Path | None = None, cores: int | None = None) -> Encoder:
    """Load a model.

    Args:
        model: A SentenceTransformer folder or the name of one on the Hugging Face Hub; None is the
            default that ships with this package. A folder with model.onnx is read by ONNX Runtime, in
            tenths of a second; all others go through sentence-transformers, in seconds.
        cores: On how many cores ONNX Runtime encodes passages; None for half of the machine's, which leaves
            questions the others.

    Raises:
        ModelError: There is no such model, or it cannot be read.
    """
    folder = Path(model if model is not None else DEFAULT_MODEL).expanduser()
    if ModelFolder(folder).is_graph:
        from embeddings.onnx import OnnxEncoder  # noqa: PLC0415

        return OnnxEncoder(folder, cores)
    from embeddings.transformer import TransformerEncoder  # noqa: PLC0415

    return TransformerEncoder(str(folder if folder.is_dir() else model))
