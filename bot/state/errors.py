"""What can go wrong between the bot and what it remembers."""

from embeddings.errors import YuanwenError


class StateError(YuanwenError):
    """The bot's state cannot be opened, read, changed or exported."""
