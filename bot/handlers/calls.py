"""Whether a message calls the bot, and what it asks."""

import re
from typing import Final

from telegram import Chat, Message, MessageEntity
from telegram.constants import ChatType
from telegram.ext import filters

from retrieval.text import fold

# Telegram sees no command where a Chinese character follows it without a space.
_ASK: Final = re.compile(r"/ask(?:@(?P<bot>\w+))?(?![\w@])", re.ASCII | re.IGNORECASE)

_QUESTION: Final = re.compile(
    r"[?？][\s”\"」]*$|[吗呢]$|[谁啥哪]|什么|几[个位家次年月号岁]|多[少久大长高远]|何[时地人处]|怎么|咋|为何|如何"
)


class GluedAsk(filters.MessageFilter):
    """/ask with the question right behind it: /ask基金总规模是多少."""

    def filter(self, message: Message) -> bool:
        """Whether a message is one."""
        found = _ASK.match(message.text or "")
        username = message.get_bot().username.lower()
        return found is not None and (found["bot"] or username).lower() == username


class ReplyToBot(filters.MessageFilter):
    """Messages that reply to one the bot itself wrote."""

    def filter(self, message: Message) -> bool:
        """Whether a message is one."""
        return is_from_bot(replied_to(message))


class Mention(filters.MessageFilter):
    """Messages that name the bot: @yuanwen_bot 基金总规模是多少."""

    def filter(self, message: Message) -> bool:
        """Whether a message is one."""
        return _is_named(message)


def is_from_bot(message: Message | None) -> bool:
    """Whether the bot itself wrote a message, not someone by way of it."""
    return bool(
        message
        and message.from_user
        and message.from_user.id == message.get_bot().id
        and message.via_bot is None
    )


def group_of(chat: Chat) -> int | None:
    """The id of a group; None for any other chat."""
    return chat.id if chat.type in {ChatType.GROUP, ChatType.SUPERGROUP} else None


def replied_to(message: Message) -> Message | None:
    """The message that a message replies to, or None.

    Whatever is said in a forum's topic comes as a reply to the message that opened it, which is none.
    """
    replied = message.reply_to_message
    return None if replied is None or replied.forum_topic_created else replied


def is_question(text: str) -> bool:
    """Whether a text asks something, in either script, as far as its words tell."""
    return bool(_QUESTION.search(fold(text.strip())))


def question_in(message: Message) -> str:
    """What a message asks: its text without /ask and without the bot's name.

    Where nothing is left, the text that it replies to, or the part of it that was quoted; "" where there
    is none, or where that is the bot's own.
    """
    said = message.text or ""
    if _is_named(message):
        said = re.sub(rf"{_name(message)}(?!\w)", " ", said, flags=re.ASCII | re.IGNORECASE)
    said = said.strip()
    if command := _ASK.match(said):
        said = said[command.end() :].strip()
    return said or _replied(message)


def _is_named(message: Message) -> bool:
    found = message.parse_entities([MessageEntity.MENTION]).values() if message.text else ()
    return _name(message) in map(str.lower, found)


def _name(message: Message) -> str:
    """What a mention of the bot says, in lower case: @yuanwen_bot."""
    return f"@{message.get_bot().username}".lower()


def _replied(message: Message) -> str:
    replied = replied_to(message)
    if replied is None or is_from_bot(replied):
        return ""
    if message.quote:
        return message.quote.text
    return replied.text or replied.caption or ""
