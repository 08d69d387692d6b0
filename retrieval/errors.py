"""What can go wrong between a file and an answer."""

from embeddings import YuanwenError


class DocumentError(YuanwenError):
    """A file could not be read as a document."""


class StoreError(YuanwenError):
    """The store could not be opened, or does not hold what was asked of it."""


class EvaluationError(YuanwenError):
    """A file to measure on is not question answering data."""
