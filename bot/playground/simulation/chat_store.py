"""All users, chats, topics and messages of the simulation."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from bot.playground.protocol.entities import Formatted
from bot.playground.protocol.texts import plain
from bot.playground.simulation.chats import Chat, Message, Topic, User
from bot.playground.simulation.event_log import EventLog, MessageDeleted, MessageWritten
from bot.playground.simulation.id_counters import IdCounters

_TOPIC_COLOUR: Final = 0x6FB9F0


class ChatStore:
    """All users, chats, topics and messages.

    Args:
        id_counters: Number new users, chats and messages.
        event_log: Gets an event for each message that is written, changed or deleted.
    """

    def __init__(self, id_counters: IdCounters, event_log: EventLog) -> None:
        self._id_counters = id_counters
        self._event_log = event_log
        self._users: dict[int, User] = {}
        self._chats: dict[int, Chat] = {}
        self._upgrades: dict[int, Chat] = {}
        self._topics: dict[tuple[int, int], Topic] = {}
        self._messages: dict[Chat, dict[int, Message]] = {}
        self._message_ids: dict[Chat, Iterator[int]] = {}
        self._inline_messages: dict[str, tuple[Chat, int]] = {}

    def add_user(self, name: str, username: str = "", language_code: str = "zh-hans") -> User:
        """Add a person."""
        user = User(next(self._id_counters.users), name, username, language_code=language_code)
        self._users[user.id] = user
        return user

    def set_language(self, user: User, language_code: str) -> User:
        """Change the language of a person's Telegram; returns the changed user."""
        changed = self._users[user.id] = replace(user, language_code=language_code)
        return changed

    def user(self, user_id: int) -> User | None:
        """A person by id, or None."""
        return self._users.get(user_id)

    def private(self, user: User) -> Chat:
        """The private chat of a person with the bot; made if it is new."""
        return self._chats.setdefault(user.id, Chat(user.id, "private", user.first_name, user.username))

    def add_group(self, title: str, kind: str = "group", *, is_forum: bool = False) -> Chat:
        """Add a group, of type "group" or "supergroup"."""
        ids = self._id_counters.groups if kind == "group" else self._id_counters.supergroups
        chat = Chat(next(ids), kind, title, is_forum=is_forum)
        self._chats[chat.id] = chat
        return chat

    def upgrade(self, group: Chat) -> Chat:
        """Upgrade a group to a supergroup, once; returns the supergroup."""
        if group.id not in self._upgrades:
            self._upgrades[group.id] = self.add_group(group.name, "supergroup")
        return self._upgrades[group.id]

    def upgraded(self, group: Chat) -> Chat | None:
        """The supergroup that a group was upgraded to, or None."""
        return self._upgrades.get(group.id)

    def get(self, chat_id: int) -> Chat | None:
        """A chat by id, or None."""
        return self._chats.get(chat_id)

    def add_topic(self, chat: Chat, name: str, opener: User, date: int) -> Topic:
        """Add a topic to a forum, with the service message that opens it."""
        opened = self.add(chat, opener, date, plain(""), in_topic=True)
        created = {"forum_topic_created": {"name": name, "icon_color": _TOPIC_COLOUR}}
        self.change(opened, extra=created, thread_id=opened.id)
        return self._topics.setdefault((chat.id, opened.id), Topic(chat, opened.id, name))

    def topic(self, chat: Chat, thread_id: int | None) -> Topic | None:
        """A topic by its message_thread_id, or None."""
        return None if thread_id is None else self._topics.get((chat.id, thread_id))

    def delete_topic(self, topic: Topic) -> None:
        """Delete a topic and its messages."""
        self._topics.pop((topic.chat.id, topic.id), None)
        for message in self.history(topic.chat):
            if message.thread_id == topic.id:
                self.delete(message)

    def add(self, chat: Chat, sender: User, date: int, content: Formatted, **fields: Any) -> Message:
        """Add a message to a chat."""
        ids = self._message_ids.setdefault(chat, self._id_counters.messages())
        message = Message(next(ids), chat, sender, date, content, **fields)
        self._messages.setdefault(chat, {})[message.id] = message
        if message.inline_id:
            self._inline_messages[message.inline_id] = chat, message.id
        self._event_log.append(MessageWritten(message))
        return message

    def find(self, chat: Chat, message_id: int) -> Message | None:
        """A message by id, or None."""
        return self._messages.get(chat, {}).get(message_id)

    def inline(self, inline_id: str) -> Message | None:
        """A message by its inline_message_id, or None."""
        address = self._inline_messages.get(inline_id)
        return self.find(*address) if address else None

    def change(self, message: Message, **fields: Any) -> Message:
        """Change fields of a message; returns the changed message."""
        changed = replace(message, **fields)
        self._messages[message.chat][message.id] = changed
        self._event_log.append(MessageWritten(changed))
        return changed

    def delete(self, message: Message) -> None:
        """Delete a message."""
        if self._messages.get(message.chat, {}).pop(message.id, None):
            self._event_log.append(MessageDeleted(message))

    def history(self, chat: Chat) -> list[Message]:
        """The messages of a chat, oldest first."""
        return list(self._messages.get(chat, {}).values())
