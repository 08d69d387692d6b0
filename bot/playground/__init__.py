"""A Telegram of one's own on this machine: a Bot API server without Telegram behind it."""

from bot.playground.loopback import Loopback

__all__ = ["Loopback"]
