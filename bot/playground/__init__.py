"""A simulated Telegram on this machine: a Bot API server, the people and chats behind it, and a chat page."""

from bot.playground.loopback import Loopback

__all__ = ["Loopback"]
