"""The chats that the playground starts with: the person at the page, two friends, a group, a forum."""

from dataclasses import dataclass
from typing import Final, Literal

from bot.playground.loopback import Loopback
from bot.playground.protocol.texts import typed_text
from bot.playground.simulation.chats import Chat, Message, Topic, User

Kind = Literal["private", "group", "topic"]

_MINUTE: Final = 60
_GROUP: Final = "读报小组"
_FORUM: Final = "资料室"


@dataclass(frozen=True, slots=True)
class ChatEntry:
    """An entry of the page's list of chats: a chat, or a topic of a forum.

    Attributes:
        key: Its identifier: CHAT_ID, or CHAT_ID/TOPIC_ID.
        chat: The chat.
        topic: The topic, or None.
    """

    key: str
    chat: Chat
    topic: Topic | None = None

    @property
    def where(self) -> Chat | Topic:
        """The chat or topic that messages are sent to."""
        return self.topic or self.chat

    @property
    def kind(self) -> Kind:
        """Its kind, for the page."""
        if self.topic:
            return "topic"
        return "private" if self.chat.type == "private" else "group"

    def holds(self, message: Message) -> bool:
        """Whether a message belongs to this entry."""
        return message.chat == self.chat and (self.topic is None or message.thread_id == self.topic.id)


class DemoChats:
    """Adds a person with three chats: private with the bot, a group, and a forum with two topics.

    Args:
        telegram: The simulated Telegram to add them to.

    Attributes:
        entries: The page's list of chats, by key.
    """

    def __init__(self, telegram: Loopback) -> None:
        self._telegram = telegram
        me, lin, lan = telegram.user("你"), telegram.user("小林", "xiaolin"), telegram.user("阿岚", "alan")
        self._id = me.id
        group = telegram.group(_GROUP, supergroup=True, owner=me)
        forum = telegram.group(_FORUM, forum=True, owner=me)
        for friend in (lin, lan):
            telegram.appoint(friend, group, "member")
            telegram.appoint(friend, forum, "member")
        # As an admin it gets all that is said there, so that it can be told to answer what it overhears.
        telegram.appoint(telegram.bot, group, "administrator")
        material, answers = (telegram.topic(forum, name, lan) for name in ("资料", "问答"))
        self.entries: dict[str, ChatEntry] = {
            entry.key: entry
            for entry in (
                _chat_entry(telegram.private(me)),
                _chat_entry(group),
                _chat_entry(forum, material),
                _chat_entry(forum, answers),
            )
        }
        name = telegram.bot.username
        self._add_earlier_message(8, lin, "这期的报纸我还没读完，有个数字想核对一下。", group)
        self._add_earlier_message(7, lan, f"不用翻，写上 @{name} 再提问，它给的是原文那一句，带出处。", group)
        self._add_earlier_message(6, lin, "也可以用 /ask，或者直接回复它的消息。", group)
        self._add_earlier_message(
            5, lan, f"要收进来的文件发在这里，说明里写上 @{name}，全组就都能问了。", material
        )
        self._add_earlier_message(4, lin, "问题写在这个话题里，用 /ask 就行。", answers)

    @property
    def me(self) -> User:
        """The person at the page."""
        user = self._telegram.chats.user(self._id)
        if user is None:
            raise LookupError(f"There is no user {self._id} in this playground.")
        return user

    def entry_of(self, chat: Chat, thread_id: int | None) -> ChatEntry | None:
        """The entry of a chat and thread, or None where the page does not show it."""
        key = f"{chat.id}/{thread_id}" if chat.is_forum else str(chat.id)
        return self.entries.get(key)

    def _add_earlier_message(self, minutes: int, sender: User, text: str, where: Chat | Topic) -> None:
        """Add a message that was sent some minutes ago and that the bot gets no update about."""
        chat, thread_id = (where.chat, where.id) if isinstance(where, Topic) else (where, None)
        chats, date = self._telegram.chats, self._telegram.now() - minutes * _MINUTE
        thread = self._telegram.thread(chat, None, thread_id)
        chats.add(chat, sender, date, typed_text(text), **thread)


def _chat_entry(chat: Chat, topic: Topic | None = None) -> ChatEntry:
    return ChatEntry(f"{chat.id}/{topic.id}" if topic else str(chat.id), chat, topic)
