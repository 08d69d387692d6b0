"""Privacy mode: which messages of a group the bot gets."""

from typing import Final

from bot.playground.simulation.chats import Message, User

_SERVICE: Final = frozenset(
    {"forum_topic_created", "migrate_from_chat_id", "migrate_to_chat_id", "new_chat_members"}
)


def mentions(message: Message, bot: User) -> bool:
    """Whether a message mentions the bot."""
    return f"@{bot.username}".lower() in [name.lower() for name in message.content.parts("mention")]


def calls_guest(message: Message, bot: User) -> bool:
    """Whether a message calls the bot as a guest: it mentions the bot or replies to it."""
    return message.via_bot is None and (mentions(message, bot) or _replies_to(message, bot))


def is_visible(message: Message, bot: User) -> bool:
    """Whether the bot gets a message of a group in privacy mode.

    It gets commands, mentions of it, replies to it, messages sent via it, and service messages.
    """
    if message.via_bot == bot or _replies_to(message, bot) or mentions(message, bot):
        return True
    return _is_command_for(message, bot) or not _SERVICE.isdisjoint(message.extra)


def _replies_to(message: Message, bot: User) -> bool:
    return message.reply_to is not None and message.reply_to.sender == bot


def _is_command_for(message: Message, bot: User) -> bool:
    command = message.text.partition(" ")[0].lower()
    return command.startswith("/") and ("@" not in command or f"@{bot.username.lower()}" in command)
