"""Errors between the bot and Telegram."""

from embeddings.errors import YuanwenError


class BotError(YuanwenError):
    """Telegram does not take the token, the webhook or the connection."""
