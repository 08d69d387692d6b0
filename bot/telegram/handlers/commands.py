"""The commands that clients offer, by kind of chat and language."""

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

_PRIVATE = ("ask", "docs", "add", "help", "language", "forget", "start")
_GROUP = ("ask", "docs", "add", "help", "language", "settings")
_OWNER = (*_PRIVATE, "stats", "unanswered")
_OFFERED: dict[BotCommandScope, tuple[str, ...]] = {
    BotCommandScopeDefault(): _PRIVATE,
    BotCommandScopeAllPrivateChats(): _PRIVATE,
    BotCommandScopeAllGroupChats(): _GROUP,
}
# Telegram's codes have two letters here: one Chinese for both scripts. "" is for everyone else.
_AUDIENCES = {"": Language.ENGLISH, "zh": Language.SIMPLIFIED}


def described(translator: Translator) -> dict[str, str]:
    """Every command that is offered anywhere, with what it does."""
    return {
        "ask": translator.plain("command-ask"),
        "help": translator.plain("command-help"),
        "language": translator.plain("command-language"),
        "settings": translator.plain("command-settings"),
        "add": translator.plain("command-add"),
        "docs": translator.plain("command-docs"),
        "forget": translator.plain("command-forget"),
        "start": translator.plain("command-start"),
        "stats": translator.plain("command-stats"),
        "unanswered": translator.plain("command-unanswered"),
    }


async def publish(bot: Bot, owners: Iterable[int] = ()) -> None:
    """Tell Telegram the commands; the bot answers without that, too.

    Args:
        bot: The bot.
        owners: Who is offered the commands of owners. Telegram knows those alone who have talked to the bot.
    """
    own: dict[BotCommandScope, tuple[str, ...]] = {BotCommandScopeChat(owner): _OWNER for owner in owners}
    descriptions = {code: described(Translator(language)) for code, language in _AUDIENCES.items()}
    for scope, names in (_OFFERED | own).items():
        try:
            for code, does in descriptions.items():
                commands = [(name, does[name]) for name in names]
                await bot.set_my_commands(commands, scope, language_code=code or None)
        except TelegramError as error:
            _log.warning("commands_not_published", scope=scope.type, error=type(error).__name__)
