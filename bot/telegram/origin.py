"""Where an update comes from: who sent it, in which group, and what kind of thing it is."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Self

from telegram import (
    Chat,
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    Update,
    User,
)
from telegram.constants import ChatType


class Kind(Enum):
    """Kinds of updates, by what limits them."""

    QUESTION = auto()
    """A question to the bot: limited where it is answered."""
    DOCUMENT = auto()
    """A file to the bot: limited where it is taken."""
    ACTION = auto()
    """A command, a press, an edit, a picture …"""
    EVENT = auto()
    """A new group, an inline result that was chosen: nobody expects a reply."""
    OVERHEARD = auto()
    """A message that nobody addressed to the bot."""
    TYPED = auto()
    """An inline query."""
    MOVED = auto()
    """A group that became a supergroup: it must not be missed."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an update comes from.

    Attributes:
        sender: Telegram id of the person, the group of an anonymous admin, or the channel of a post.
        group: Telegram id of the group or supergroup; None in private and for inline queries.
        kind: What it is.
    """

    sender: int
    group: int | None
    kind: Kind

    @classmethod
    def of(cls, update: Update) -> Self:
        """The origin of an update."""
        sender, chat = update.effective_sender, update.effective_chat
        group = chat.id if chat and chat.type in {ChatType.GROUP, ChatType.SUPERGROUP} else None
        return cls(sender.id if sender else chat.id if chat else 0, group, _kind(update))


def sender_of(message: Message) -> int:
    """Telegram id of who sent a message: a person, the group of an anonymous admin, the channel of a post.

    Telegram gives all anonymous admins of all groups one and the same user.
    """
    sender: Chat | None = message.sender_chat
    return sender.id if sender else message.from_user.id if message.from_user else message.chat.id


def speaker_of(message: Message) -> str:
    """The name of who said something; of a forwarded message, of who said it first."""
    origin = message.forward_origin
    if isinstance(origin, MessageOriginHiddenUser):
        return origin.sender_user_name
    by: Chat | User | None = message.sender_chat or message.from_user
    if isinstance(origin, MessageOriginUser):
        by = origin.sender_user
    elif isinstance(origin, MessageOriginChat):
        by = origin.sender_chat
    elif isinstance(origin, MessageOriginChannel):
        by = origin.chat
    return (by.full_name if isinstance(by, User) else by.effective_name if by else None) or ""


def _kind(update: Update) -> Kind:
    message = update.message or update.guest_message
    if message is None:
        if update.edited_message and _is_overheard(update.edited_message):
            return Kind.OVERHEARD
        is_event = update.my_chat_member or update.chosen_inline_result
        return Kind.TYPED if update.inline_query else Kind.EVENT if is_event else Kind.ACTION
    if message.migrate_to_chat_id or message.migrate_from_chat_id:
        return Kind.MOVED
    if not update.guest_message and _is_overheard(message):
        return Kind.OVERHEARD
    if message.document:
        return Kind.DOCUMENT
    text = message.text or message.caption or ""
    is_command = text.startswith("/") and not text.lower().startswith("/ask")
    return Kind.QUESTION if message.text and not is_command else Kind.ACTION


def _is_overheard(message: Message) -> bool:
    """Whether a message in a group is no command, does not name the bot, and does not reply to it."""
    if message.chat.type == ChatType.PRIVATE:
        return False
    text = message.text or message.caption or ""
    bot, replied = message.get_bot(), message.reply_to_message
    is_reply = bool(replied and replied.from_user and replied.from_user.id == bot.id)
    return not (is_reply or text.startswith("/") or f"@{bot.username}".lower() in text.lower())
