"""The menu of commands that Telegram shows, by kind of chat and language."""

from collections.abc import Iterable

import structlog
from telegram import (
    Bot,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.telegram.messages.translations import Language, Translator

_log = structlog.get_logger(__name__)

_PRIVATE_COMMANDS = ("ask", "in", "docs", "add", "help", "language", "forget", "start")
_GROUP_COMMANDS = ("ask", "in", "docs", "add", "help", "language", "settings")
_OWNER_COMMANDS = (*_PRIVATE_COMMANDS, "stats", "unanswered", "faq")
_COMMANDS_BY_SCOPE: dict[BotCommandScope, tuple[str, ...]] = {
    BotCommandScopeDefault(): _PRIVATE_COMMANDS,
    BotCommandScopeAllPrivateChats(): _PRIVATE_COMMANDS,
    BotCommandScopeAllGroupChats(): _GROUP_COMMANDS,
}
# Telegram takes two-letter codes here, so both scripts share one Chinese. "" is for all other languages.
_LANGUAGES = {"": Language.ENGLISH, "zh": Language.SIMPLIFIED}


def described(translator: Translator) -> dict[str, str]:
    """The description of every command in a language, by its name."""
    return {
        "ask": translator.plain("command-ask"),
        "in": translator.plain("command-in"),
        "help": translator.plain("command-help"),
        "language": translator.plain("command-language"),
        "settings": translator.plain("command-settings"),
        "add": translator.plain("command-add"),
        "docs": translator.plain("command-docs"),
        "forget": translator.plain("command-forget"),
        "start": translator.plain("command-start"),
        "stats": translator.plain("command-stats"),
        "unanswered": translator.plain("command-unanswered"),
        "faq": translator.plain("command-faq"),
    }


async def publish(bot: Bot, owners: Iterable[int] = ()) -> None:
    """Set the menu of commands. A failure is only logged, as commands work without a menu.

    Args:
        bot: The bot.
        owners: The bot's owners, whose menu has more. Telegram refuses those who never wrote to the bot.
    """
    own: dict[BotCommandScope, tuple[str, ...]] = {
        BotCommandScopeChat(owner): _OWNER_COMMANDS for owner in owners
    }
    descriptions = {code: described(Translator(language)) for code, language in _LANGUAGES.items()}
    for scope, names in (_COMMANDS_BY_SCOPE | own).items():
        try:
            for code, does in descriptions.items():
                commands = [(name, does[name]) for name in names]
                await bot.set_my_commands(commands, scope, language_code=code or None)
        except TelegramError as error:
            _log.warning("commands_not_published", scope=scope.type, error=type(error).__name__)
