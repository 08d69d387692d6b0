"""Privacy: what of a chat a bot gets to see."""

from typing import Final

from bot.playground.simulation.chats import Message, User

_SERVICE: Final = frozenset(
    {"forum_topic_created", "migrate_from_chat_id", "migrate_to_chat_id", "new_chat_members"}
)


def mentions(message: Message, bot: User) -> bool:
    """Whether a message names the bot with @."""
    return f"@{bot.username}".lower() in [name.lower() for name in message.content.parts("mention")]


def summons(message: Message, bot: User) -> bool:
    """Whether a message calls the bot where it is no member: names it, or replies to what it said."""
    return message.via_bot is None and (mentions(message, bot) or _replies_to(message, bot))


def meant_for(message: Message, bot: User) -> bool:
    """Whether a bot in privacy mode sees a message of a group.

    It sees commands, what names it, replies to it, what is sent via it, and service messages.
    """
    if message.via_bot == bot or _replies_to(message, bot) or mentions(message, bot):
        return True
    return _commands(message, bot) or not _SERVICE.isdisjoint(message.extra)


def _replies_to(message: Message, bot: User) -> bool:
    return message.reply_to is not None and message.reply_to.sender == bot


def _commands(message: Message, bot: User) -> bool:
    command = message.text.partition(" ")[0].lower()
    return command.startswith("/") and ("@" not in command or f"@{bot.username.lower()}" in command)
