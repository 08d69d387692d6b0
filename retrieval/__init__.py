"""Documents in, answers out; knows nothing of Telegram."""

import embeddings  # noqa: F401  # turns off what onnxruntime would report
