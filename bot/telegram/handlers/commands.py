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

from bot.telegram.messages.translations import Language, Voice

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


def described(voice: Voice) -> dict[str, str]:
    """Every command that is offered anywhere, with what it does."""
    return {
        "ask": voice.plain("command-ask"),
        "help": voice.plain("command-help"),
        "language": voice.plain("command-language"),
        "settings": voice.plain("command-settings"),
        "add": voice.plain("command-add"),
        "docs": voice.plain("command-docs"),
        "forget": voice.plain("command-forget"),
        "start": voice.plain("command-start"),
        "stats": voice.plain("command-stats"),
        "unanswered": voice.plain("command-unanswered"),
    }


async def publish(bot: Bot, owners: Iterable[int] = ()) -> None:
    """Tell Telegram the commands; the bot answers without that, too.

    Args:
        bot: The bot.
        owners: Who is offered the commands of owners. Telegram knows those alone who have talked to the bot.
    """
    own: dict[BotCommandScope, tuple[str, ...]] = {BotCommandScopeChat(owner): _OWNER for owner in owners}
    descriptions = {code: described(Voice(language)) for code, language in _AUDIENCES.items()}
    for scope, names in (_OFFERED | own).items():
        try:
            for code, does in descriptions.items():
                commands = [(name, does[name]) for name in names]
                await bot.set_my_commands(commands, scope, language_code=code or None)
        except TelegramError as error:
            _log.warning("commands_not_published", scope=scope.type, error=type(error).__name__)
