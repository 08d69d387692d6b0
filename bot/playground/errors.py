"""Errors of the playground."""

from embeddings.errors import YuanwenError


class PortError(YuanwenError):
    """The page cannot be served on the port."""
