"""Text to vectors. Knows nothing of documents."""

import os

from embeddings.errors import ModelError, YuanwenError

__all__ = ["ModelError", "YuanwenError"]

# Its official builds report models and use to Microsoft, and keep a number of the machine, unless this is set
# before onnxruntime is imported. Every other module of the project imports this one first.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
