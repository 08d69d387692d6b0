"""Text to vectors. Knows nothing of documents."""

from embeddings.errors import ModelError, YuanwenError

__all__ = ["ModelError", "YuanwenError"]
