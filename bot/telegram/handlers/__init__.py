"""The handlers: what the bot does with each kind of update."""

from bot.telegram.handlers.routes import BotApplication, register

__all__ = ["BotApplication", "register"]
