"""What the command line says, in the languages of the bot."""

from bot.cli.language.words import LOCALES, PHRASES, preferred, say, speak

__all__ = ["LOCALES", "PHRASES", "preferred", "say", "speak"]
