"""Users, chats and messages of the playground."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.playground.bot_api.html import Formatted, plain
from bot.playground.simulation.event_log import Deleted, EventLog, Written
from bot.playground.simulation.files import StoredFile
from bot.playground.simulation.id_counters import IdCounters

_TOPIC_COLOUR = 0x6FB9F0


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
"""Who speaks where an administrator of a group hides behind its name."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation.

    Attributes:
        id: That of the person for a private chat, negative for a group.
        type: "private", "group" or "supergroup".
        name: First name of the person, or title of the group.
        username: That of the person, or "".
        is_forum: Whether it is divided into topics.
        apart: Whether it is a private chat of two people, and not the one with the bot that has the same id.
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
        id: The topic's message_thread_id, which is the number of the message that opened it.
        name: Its name.
    """

    chat: Chat
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands in a chat.

    Attributes:
        id: Unique in the whole playground.
        chat: Where it stands.
        sender: Who wrote it.
        date: When, in seconds since 1970.
        content: Text, or caption of a file, and entities; empty where it is a picture or the like.
        reply_to: The message it replies to, or None.
        via_bot: The bot whose inline result it is, or None.
        markup: Its inline keyboard, or empty.
        edited: When it was last changed, or None.
        file: The document it carries, or None.
        thread_id: The thread it belongs to, or None.
        in_topic: Whether that thread is a topic of a forum.
        inline_id: The identifier by which the bot can edit it without being there, or "".
        caller: Who called the bot as a guest, where this is its answer, or None.
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
    file: StoredFile | None = None
    thread_id: int | None = None
    in_topic: bool = False
    inline_id: str = ""
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
        """As the Bot API sends it; the message it replies to comes without its own."""
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
            **({"document": self.file.json()} if self.file else {}),
            **({text: self.content.text} if self.content.text else {}),
            **(
                {entities: [entity.json() for entity in self.content.entities]}
                if self.content.entities
                else {}
            ),
        }


class Chats:
    """Everyone and everything said.

    Args:
        numbering: Where their numbers come from.
        journal: Told of every message that is new, changes or goes.
    """

    def __init__(self, id_counters: IdCounters, event_log: EventLog) -> None:
        self._numbering = id_counters
        self._event_log = event_log
        self._users: dict[int, User] = {}
        self._chats: dict[int, Chat] = {}
        self._upgrades: dict[int, Chat] = {}
        self._topics: dict[tuple[int, int], Topic] = {}
        self._messages: dict[Chat, dict[int, Message]] = {}
        self._inline: dict[str, tuple[Chat, int]] = {}

    def add_user(self, name: str, username: str = "", language_code: str = "zh-hans") -> User:
        """A new person."""
        user = User(next(self._numbering.users), name, username, language_code=language_code)
        self._users[user.id] = user
        return user

    def set_language(self, user: User, language_code: str) -> User:
        """A person whose Telegram speaks another language from now on."""
        changed = self._users[user.id] = replace(user, language_code=language_code)
        return changed

    def user(self, user_id: int) -> User | None:
        """A person by their number, or None."""
        return self._users.get(user_id)

    def private(self, user: User) -> Chat:
        """The private chat of a person with the bot, begun now if it was not before."""
        return self._chats.setdefault(user.id, Chat(user.id, "private", user.first_name, user.username))

    def add_group(self, title: str, kind: str = "group", *, is_forum: bool = False) -> Chat:
        """A new group: "group" or "supergroup"."""
        ids = self._numbering.groups if kind == "group" else self._numbering.supergroups
        chat = Chat(next(ids), kind, title, is_forum=is_forum)
        self._chats[chat.id] = chat
        return chat

    def upgrade(self, group: Chat) -> Chat:
        """The supergroup that a group becomes."""
        if group.id not in self._upgrades:
            self._upgrades[group.id] = self.add_group(group.name, "supergroup")
        return self._upgrades[group.id]

    def upgraded(self, group: Chat) -> Chat | None:
        """The supergroup that a group has become, or None."""
        return self._upgrades.get(group.id)

    def get(self, chat_id: int) -> Chat | None:
        """A chat that the bot may know, by its number, or None."""
        return self._chats.get(chat_id)

    def add_topic(self, chat: Chat, name: str, opener: User, date: int) -> Topic:
        """A new topic of a forum, and the message that opens it."""
        opened = self.add(chat, opener, date, plain(""), in_topic=True)
        created = {"forum_topic_created": {"name": name, "icon_color": _TOPIC_COLOUR}}
        self.change(opened, extra=created, thread_id=opened.id)
        return self._topics.setdefault((chat.id, opened.id), Topic(chat, opened.id, name))

    def topic(self, chat: Chat, thread_id: int | None) -> Topic | None:
        """A topic by its number, or None."""
        return None if thread_id is None else self._topics.get((chat.id, thread_id))

    def delete_topic(self, topic: Topic) -> None:
        """Take a topic and its messages away."""
        self._topics.pop((topic.chat.id, topic.id), None)
        for message in self.history(topic.chat):
            if message.thread_id == topic.id:
                self.delete(message)

    def add(self, chat: Chat, sender: User, date: int, content: Formatted, **fields: Any) -> Message:
        """A new message in a chat."""
        message = Message(next(self._numbering.messages), chat, sender, date, content, **fields)
        self._messages.setdefault(chat, {})[message.id] = message
        if message.inline_id:
            self._inline[message.inline_id] = chat, message.id
        self._event_log.note(Written(message))
        return message

    def find(self, chat: Chat, message_id: int) -> Message | None:
        """A message by its number, or None."""
        return self._messages.get(chat, {}).get(message_id)

    def inline(self, inline_id: str) -> Message | None:
        """A message sent via the bot or by it as a guest, by the identifier for editing it, or None."""
        place = self._inline.get(inline_id)
        return self.find(*place) if place else None

    def change(self, message: Message, **fields: Any) -> Message:
        """A message with some of its fields changed."""
        changed = replace(message, **fields)
        self._messages[message.chat][message.id] = changed
        self._event_log.note(Written(changed))
        return changed

    def delete(self, message: Message) -> None:
        """Take a message out of its chat."""
        if self._messages.get(message.chat, {}).pop(message.id, None):
            self._event_log.note(Deleted(message))

    def history(self, chat: Chat) -> list[Message]:
        """All messages of a chat, oldest first."""
        return list(self._messages.get(chat, {}).values())
