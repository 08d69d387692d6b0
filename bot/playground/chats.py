"""Users, chats and messages of the playground."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.playground.markup import Formatted
from bot.playground.refusals import bad_request, forbidden


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


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation.

    Attributes:
        id: That of the person for a private chat with the bot, negative for a group.
        type: "private", "group" or "supergroup".
        name: First name of the person, or title of the group.
        username: That of the person, or "".
        has_bot: Whether the bot is a member.
    """

    id: int
    type: str
    name: str
    username: str = ""
    has_bot: bool = True

    def json(self) -> dict[str, Any]:
        """As the Bot API sends it."""
        name = "first_name" if self.type == "private" else "title"
        username = {"username": self.username} if self.username else {}
        return {"id": self.id, "type": self.type, name: self.name, **username}


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands in a chat.

    Attributes:
        id: Unique in the whole playground.
        chat: Where it stands.
        sender: Who wrote it.
        date: When, in seconds since 1970.
        content: Text and entities; an empty text where it is a picture or the like.
        reply_to: The message it replies to, or None.
        via_bot: The bot whose inline result it is, or None.
        markup: Its inline keyboard, or empty.
        edited: When it was last changed, or None.
        extra: Fields of a message without text, as the Bot API names them.
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
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text without its entities."""
        return self.content.text

    def json(self, *, with_reply: bool = True) -> dict[str, Any]:
        """As the Bot API sends it; the message it replies to comes without its own."""
        fields: dict[str, Any] = {
            "message_id": self.id,
            "from": self.sender.json(),
            "chat": self.chat.json(),
            "date": self.date,
            **self.extra,
        }
        if self.content.text:
            fields["text"] = self.content.text
        if self.content.entities:
            fields["entities"] = [entity.json() for entity in self.content.entities]
        if self.reply_to and with_reply:
            fields["reply_to_message"] = self.reply_to.json(with_reply=False)
        if self.via_bot:
            fields["via_bot"] = self.via_bot.json()
        if self.markup.get("inline_keyboard"):
            fields["reply_markup"] = dict(self.markup)
        if self.edited is not None:
            fields["edit_date"] = self.edited
        return fields


class Chats:
    """Everyone and everything said."""

    def __init__(self) -> None:
        self._users: dict[int, User] = {}
        self._chats: dict[int, Chat] = {}
        self._messages: dict[tuple[int, int], Message] = {}
        self._user_ids = itertools.count(1001)
        self._group_ids = itertools.count(-2001, -1)
        self._message_ids = itertools.count(1)

    def add_user(self, name: str, username: str = "", language_code: str = "zh-hans") -> User:
        """A new person."""
        user = User(next(self._user_ids), name, username, language_code=language_code)
        self._users[user.id] = user
        return user

    def private(self, user: User) -> Chat:
        """The private chat of a person with the bot, begun now if it was not before."""
        return self._chats.setdefault(user.id, Chat(user.id, "private", user.first_name, user.username))

    def add_group(self, title: str, *, has_bot: bool = True) -> Chat:
        """A new group."""
        chat = Chat(next(self._group_ids), "group", title, has_bot=has_bot)
        self._chats[chat.id] = chat
        return chat

    def chat_for_bot(self, chat_id: int) -> Chat:
        """The chat that the bot means.

        Raises:
            Refusal: There is none, or the bot is no member of it.
        """
        chat = self._chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        if not chat.has_bot:
            raise forbidden(f"bot is not a member of the {chat.type} chat")
        return chat

    def add(self, chat: Chat, sender: User, date: int, content: Formatted, **fields: Any) -> Message:
        """A new message in a chat."""
        message = Message(next(self._message_ids), chat, sender, date, content, **fields)
        self._messages[chat.id, message.id] = message
        return message

    def find(self, chat: Chat, message_id: int) -> Message | None:
        """A message by its number, or None."""
        return self._messages.get((chat.id, message_id))

    def change(self, message: Message, **fields: Any) -> Message:
        """A message with some of its fields changed."""
        changed = replace(message, **fields)
        self._messages[message.chat.id, message.id] = changed
        return changed

    def delete(self, message: Message) -> None:
        """Take a message out of its chat."""
        self._messages.pop((message.chat.id, message.id), None)

    def history(self, chat: Chat) -> list[Message]:
        """All messages of a chat, oldest first."""
        return [message for message in self._messages.values() if message.chat.id == chat.id]
