"""Calls for the bot: whether a message is one, and what it asks."""

import re
from typing import Final

from telegram import Chat, Message, MessageEntity
from telegram.constants import ChatType
from telegram.ext import filters

from retrieval.text import fold


def _command(name: str) -> re.Pattern[str]:
    """A command, and the bot it names if it names one.

    Telegram sees none where a Chinese character follows it without a space, nor in a caption.
    """
    return re.compile(rf"/{name}(?:@(?P<bot>\w+))?(?![\w@])", re.ASCII | re.IGNORECASE)


_ASK: Final = _command("ask")
_ADD: Final = _command("add")
_QUESTION: Final = re.compile(
    r"[?？][\s”\"」]*$|[吗呢]$|[谁啥哪]|什么|几[个位家次年月号岁]|多[少久大长高远]|何[时地人处]|怎么|咋|为何|如何"
)


class GluedAsk(filters.MessageFilter):
    """/ask with the question right behind it: /ask基金总规模是多少."""

    def filter(self, message: Message) -> bool:
        """Whether a message is one."""
        return _is_called_by(_ASK, message.text, message)


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


def is_meant_for_bot(message: Message) -> bool:
    """Whether a document in a group is meant for the bot: by its caption, or as a reply to the bot."""
    mentions = message.parse_caption_entities([MessageEntity.MENTION]).values()
    return (
        _name(message) in map(str.lower, mentions)
        or _is_called_by(_ADD, message.caption, message)
        or is_from_bot(message.reply_to_message)
    )


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


def _is_called_by(command: re.Pattern[str], said: str | None, message: Message) -> bool:
    """Whether the text or caption of a message begins with a command that is for this bot."""
    found, username = command.match(said or ""), message.get_bot().username
    return found is not None and (found["bot"] or username).lower() == username.lower()


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
