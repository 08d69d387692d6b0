"""The playground's page: what the server beside it knows, tells and does."""

from bot.playground.web.server import PageServer

__all__ = ["PageServer"]
