"""The scene when the curtain rises: the person at the page, their chats, two friends."""

from dataclasses import dataclass
from typing import Final, Literal

from bot.playground.bot_api.html import found_by_itself
from bot.playground.loopback import Loopback
from bot.playground.simulation.chats import Chat, Message, Topic, User

Kind = Literal["private", "group", "topic"]

_MINUTE: Final = 60
_GROUP: Final = "读报小组"
_FORUM: Final = "资料室"


@dataclass(frozen=True, slots=True)
class Place:
    """A line in the page's list of chats.

    Attributes:
        key: By which page and server mean it: the chat's number, with that of the topic behind a stroke.
        chat: The chat.
        topic: The topic of it, or None.
    """

    key: str
    chat: Chat
    topic: Topic | None = None

    @property
    def where(self) -> Chat | Topic:
        """Where things are said."""
        return self.topic or self.chat

    @property
    def kind(self) -> Kind:
        """What it is to the page."""
        if self.topic:
            return "topic"
        return "private" if self.chat.type == "private" else "group"

    def holds(self, message: Message) -> bool:
        """Whether a message stands here."""
        return message.chat == self.chat and (self.topic is None or message.thread_id == self.topic.id)


class Scene:
    """One person with the bot in private, in a group, and in a forum with two topics.

    Args:
        telegram: Where they are; their numbers are the same in every new one.
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
        material, answers = (telegram.topic(forum, name, lan) for name in ("资料", "问答"))
        self.places: dict[str, Place] = {
            place.key: place
            for place in (
                _place(telegram.private(me)),
                _place(group),
                _place(forum, material),
                _place(forum, answers),
            )
        }
        name = telegram.bot.username
        self._remember(8, lin, "这期的报纸我还没读完，有个数字想核对一下。", group)
        self._remember(7, lan, f"不用翻，写上 @{name} 再提问，它给的是原文那一句，带出处。", group)
        self._remember(6, lin, "也可以用 /ask，或者直接回复它的消息。", group)
        self._remember(5, lan, f"要收进来的文件发在这里，说明里写上 @{name}，全组就都能问了。", material)
        self._remember(4, lin, "问题写在这个话题里，用 /ask 就行。", answers)

    @property
    def me(self) -> User:
        """The person at the page, as they are now."""
        user = self._telegram.chats.user(self._id)
        if user is None:
            raise LookupError(f"There is no user {self._id} in this playground.")
        return user

    def place_of(self, chat: Chat, thread_id: int | None) -> Place | None:
        """The line to which a chat, or a thread of it, belongs; None where the page shows none."""
        key = f"{chat.id}/{thread_id}" if chat.is_forum else str(chat.id)
        return self.places.get(key)

    def _remember(self, minutes: int, sender: User, text: str, where: Chat | Topic) -> None:
        """Let someone have said something a while ago, before the bot listened."""
        chat, thread_id = (where.chat, where.id) if isinstance(where, Topic) else (where, None)
        chats, date = self._telegram.chats, self._telegram.now() - minutes * _MINUTE
        place = self._telegram.thread(chat, None, thread_id)
        chats.add(chat, sender, date, found_by_itself(text), **place)


def _place(chat: Chat, topic: Topic | None = None) -> Place:
    return Place(f"{chat.id}/{topic.id}" if topic else str(chat.id), chat, topic)
