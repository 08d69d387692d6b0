"""What can go wrong with the playground."""

from embeddings.errors import YuanwenError


class PortError(YuanwenError):
    """The page cannot be served where it is to be."""
