"""The playground's chat page: its files, and the server behind it."""

from bot.playground.web.server import PageServer

__all__ = ["PageServer"]
