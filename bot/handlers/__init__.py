"""What the bot does with each kind of update."""

from bot.handlers.registry import BotApplication, register

__all__ = ["BotApplication", "register"]
