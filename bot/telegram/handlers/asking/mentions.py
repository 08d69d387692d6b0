"""Messages that address the bot: by command, mention or reply; and the question in them."""

import re
from typing import Final

from telegram import Chat, Message, MessageEntity
from telegram.constants import ChatType
from telegram.ext import filters

from retrieval.text import fold


def _command(name: str) -> re.Pattern[str]:
    """The pattern of a command at the start of a text, with the bot that it names, if any.

    Telegram marks no command in a caption, nor where a Chinese character follows it without a space.
    """
    return re.compile(rf"/{name}(?:@(?P<bot>\w+))?(?![\w@])", re.ASCII | re.IGNORECASE)


_ASK_COMMAND: Final = _command("ask")
_ADD_COMMAND: Final = _command("add")
_IN_COMMAND: Final = _command("in")
_QUESTION_WORDS: Final = re.compile(
    r"[?？][\s”\"」]*$|[吗呢]$|[谁啥哪]|什么|几[个位家次年月号岁]|多[少久大长高远]|何[时地人处]|怎么|咋|为何|如何"
)


class AskWithoutSpace(filters.MessageFilter):
    """/ask without a space before the question: /ask基金总规模是多少."""

    def filter(self, message: Message) -> bool:
        """Whether a message is one."""
        return _begins_with(_ASK_COMMAND, message.text, message)


class InWithoutSpace(filters.MessageFilter):
    """/in without a space before the name: /in采购合同."""

    def filter(self, message: Message) -> bool:
        """Whether a message is one."""
        return _begins_with(_IN_COMMAND, message.text, message)


class AddWithoutSpace(filters.MessageFilter):
    """/add without a space before a text: /add健身房早上六点半开门."""

    def filter(self, message: Message) -> bool:
        """Whether a message is one."""
        return _begins_with(_ADD_COMMAND, message.text, message)


class ReplyToBot(filters.MessageFilter):
    """Messages that reply to one the bot itself wrote."""

    def filter(self, message: Message) -> bool:
        """Whether a message is one."""
        return is_from_bot(replied_to(message))


class Mention(filters.MessageFilter):
    """Messages that name the bot: @yuanwen_bot 基金总规模是多少."""

    def filter(self, message: Message) -> bool:
        """Whether a message is one."""
        return _mentions_bot(message)


def is_meant_for_bot(message: Message) -> bool:
    """Whether a document in a group addresses the bot, by its caption or as a reply to the bot."""
    mentions = message.parse_caption_entities([MessageEntity.MENTION]).values()
    return (
        _mention(message) in map(str.lower, mentions)
        or _begins_with(_ADD_COMMAND, message.caption, message)
        or is_from_bot(message.reply_to_message)
    )


def is_given_to_bot(message: Message) -> bool:
    """Whether a document is for the bot: in private each is, in a group one that addresses it."""
    return message.chat.type == ChatType.PRIVATE or is_meant_for_bot(message)


def is_from_bot(message: Message | None) -> bool:
    """Whether the bot sent a message itself, not someone as an inline result of it."""
    return bool(
        message
        and message.from_user
        and message.from_user.id == message.get_bot().id
        and message.via_bot is None
    )


def addresses_bot(message: Message) -> bool:
    """Whether a text is for the bot: all are in private, in a group those that call it or reply to it."""
    text = (message.text or message.caption or "").strip()
    return group_of(message.chat) is None or is_from_bot(replied_to(message)) or question_in(message) != text


def group_of(chat: Chat) -> int | None:
    """The id of a group or supergroup; None for any other chat."""
    return chat.id if chat.type in {ChatType.GROUP, ChatType.SUPERGROUP} else None


def replied_to(message: Message) -> Message | None:
    """The message that a message replies to, or None.

    In the topic of a forum every message replies to the one that opened the topic; that does not count.
    """
    replied = message.reply_to_message
    return None if replied is None or replied.forum_topic_created else replied


def topic_of(message: Message) -> int | None:
    """The topic that a message stands in, of a forum or of a private chat; None for none."""
    return message.message_thread_id if message.is_topic_message else None


def in_command(message: Message) -> str:
    """The name after /in, "" for none."""
    text = message.text or ""
    command = _IN_COMMAND.match(text)
    return text[command.end() :].strip() if command else ""


def text_to_add(message: Message) -> str:
    """The text of a message that can be added: that after /add where it begins so; "" for other commands."""
    text = message.text or ""
    if _begins_with(_ADD_COMMAND, text, message) and (command := _ADD_COMMAND.match(text)):
        return text[command.end() :].strip()
    return "" if text.startswith("/") else text


def is_question(text: str) -> bool:
    """Whether a text has the words or the mark of a question, in simplified or traditional script."""
    return bool(_QUESTION_WORDS.search(fold(text.strip())))


def question_in(message: Message) -> str:
    """The question in a message: its text without /ask and the bot's name.

    Where nothing is left, the text of the message that it replies to, or the quoted part of that; "" where
    there is none, or where the bot wrote it.
    """
    text = message.text or ""
    if _mentions_bot(message):
        text = re.sub(rf"{_mention(message)}(?!\w)", " ", text, flags=re.ASCII | re.IGNORECASE)
    text = text.strip()
    if command := _ASK_COMMAND.match(text):
        text = text[command.end() :].strip()
    return text or _replied_text(message)


def caption_without_call(message: Message) -> str:
    """The caption of a message without /add, /ask and the bot's name."""
    text = re.sub(
        rf"{_mention(message)}(?!\w)", " ", message.caption or "", flags=re.ASCII | re.IGNORECASE
    ).strip()
    for command in (_ADD_COMMAND, _ASK_COMMAND):
        if found := command.match(text):
            text = text[found.end() :].strip()
    return text


def _begins_with(command: re.Pattern[str], text: str | None, message: Message) -> bool:
    """Whether the text or caption of a message begins with a command to this bot."""
    found, username = command.match(text or ""), message.get_bot().username
    return found is not None and (found["bot"] or username).lower() == username.lower()


def _mentions_bot(message: Message) -> bool:
    found = message.parse_entities([MessageEntity.MENTION]).values() if message.text else ()
    return _mention(message) in map(str.lower, found)


def _mention(message: Message) -> str:
    """A mention of the bot in lower case: @yuanwen_bot."""
    return f"@{message.get_bot().username}".lower()


def _replied_text(message: Message) -> str:
    replied = replied_to(message)
    if replied is None or is_from_bot(replied):
        return ""
    if message.quote:
        return message.quote.text
    return replied.text or replied.caption or ""
