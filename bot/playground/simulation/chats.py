"""Users, chats, topics and messages, as the Bot API describes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.playground.protocol.entities import Formatted
from bot.playground.simulation.files import StoredFile


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    username: str = ""
    is_bot: bool = False
    language_code: str = ""

    def json(self) -> dict[str, Any]:
        """As the Bot API sends it."""
        return {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
            **({"username": self.username} if self.username else {}),
            **({"language_code": self.language_code} if self.language_code else {}),
        }


ANONYMOUS = User(1087968824, "Group", "GroupAnonymousBot", is_bot=True)
"""The sender of messages that an administrator sends as the group."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A private chat or a group.

    Attributes:
        id: The id of the person for a private chat; negative for a group.
        type: "private", "group" or "supergroup".
        name: The first name of the person, or the title of the group.
        username: The username of the person, or "".
        is_forum: Whether it has topics.
        apart: Whether it is a private chat of two people; the chat with the bot can have the same id.
    """

    id: int
    type: str
    name: str
    username: str = ""
    is_forum: bool = False
    apart: bool = False

    def json(self) -> dict[str, Any]:
        """As the Bot API sends it."""
        name = "first_name" if self.type == "private" else "title"
        return {
            "id": self.id,
            "type": self.type,
            name: self.name,
            **({"username": self.username} if self.username else {}),
            **({"is_forum": True} if self.is_forum else {}),
        }


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of a forum.

    Attributes:
        chat: The forum.
        id: Its message_thread_id, which is the id of the message that opened it.
        name: Its name.
    """

    chat: Chat
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Message:
    """A version of a message.

    Attributes:
        id: Unique within its chat.
        chat: Its chat.
        sender: Its author.
        date: When it was sent, in seconds since 1970.
        content: The text, or the caption of a file, with entities; empty for a picture or the like.
        reply_to: The message it replies to, or None.
        via_bot: The bot whose inline result it is, or None.
        markup: Its reply_markup; empty for none.
        edited: When it was last edited, or None.
        file: Its document or photo, or None.
        thread_id: Its message_thread_id, or None.
        in_topic: Whether that thread is a topic of a forum.
        inline_id: The inline_message_id by which the bot can edit it, or "".
        reaction: The emoji with which the bot reacted to it, or "".
        caller: The user who called the bot as a guest, where this is its answer; or None.
        extra: Further fields, with the names and values of the Bot API.
    """

    id: int
    chat: Chat
    sender: User
    date: int
    content: Formatted
    reply_to: "Message | None" = None
    via_bot: User | None = None
    markup: Mapping[str, Any] = field(default_factory=dict)
    edited: int | None = None
    file: StoredFile | None = None
    thread_id: int | None = None
    in_topic: bool = False
    inline_id: str = ""
    reaction: str = ""
    caller: User | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text or caption without its entities."""
        return self.content.text

    @property
    def buttons(self) -> list[Mapping[str, Any]]:
        """The buttons of its inline keyboard, row by row."""
        return [button for row in self.markup.get("inline_keyboard", ()) for button in row]

    def json(self, *, with_reply: bool = True) -> dict[str, Any]:
        """As the Bot API sends it; the message it replies to has no reply_to_message in turn."""
        fields: dict[str, Any] = {
            "message_id": self.id,
            "from": self.sender.json(),
            "chat": self.chat.json(),
            "date": self.date,
            **self.extra,
            **self._content(),
        }
        if self.sender == ANONYMOUS:
            fields["sender_chat"] = self.chat.json()
        if self.thread_id is not None:
            fields["message_thread_id"] = self.thread_id
        if self.in_topic:
            fields["is_topic_message"] = True
        if self.reply_to and with_reply:
            fields["reply_to_message"] = self.reply_to.json(with_reply=False)
        if self.via_bot:
            fields["via_bot"] = self.via_bot.json()
        if self.caller:
            fields["guest_bot_caller_user"] = self.caller.json()
        if self.markup.get("inline_keyboard"):
            fields["reply_markup"] = dict(self.markup)
        if self.edited is not None:
            fields["edit_date"] = self.edited
        return fields

    def _content(self) -> dict[str, Any]:
        text, entities = ("caption", "caption_entities") if self.file else ("text", "entities")
        return {
            **(self.file.content() if self.file else {}),
            **({text: self.content.text} if self.content.text else {}),
            **(
                {entities: [entity.json() for entity in self.content.entities]}
                if self.content.entities
                else {}
            ),
        }
