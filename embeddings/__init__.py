"""Text to vectors. Knows nothing of documents."""

from embeddings.encoder import Encoder, Progress, Vectors, load_encoder
from embeddings.errors import ModelError, YuanwenError

__all__ = ["Encoder", "ModelError", "Progress", "Vectors", "YuanwenError", "load_encoder"]
