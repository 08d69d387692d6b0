"""The world of the playground: everything there is in it, and what the bot does to it."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.playground.bot_api.flood import Flood
from bot.playground.bot_api.html import Formatted
from bot.playground.bot_api.refusals import bad_request, forbidden, upgraded
from bot.playground.bot_api.webhooks import WebhookSender
from bot.playground.simulation.chats import Chat, Chats, Message, User
from bot.playground.simulation.event_log import Acted, EventLog, Offered
from bot.playground.simulation.faults import Faults
from bot.playground.simulation.files import Files
from bot.playground.simulation.id_counters import IdCounters
from bot.playground.simulation.members import Member, Members, Status
from bot.playground.simulation.notifier import Notifier
from bot.playground.simulation.privacy import meant_for, summons
from bot.playground.simulation.profile import Commands, Profile
from bot.playground.simulation.queries import CallbackQuery, GuestQuery, InlineQuery, Queries
from bot.playground.simulation.updates import Updates

RECORDED: Final = 5000
"""The newest requests of the bot, and the newest actions it showed, that are kept."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request of the bot and what came of it.

    Attributes:
        method: As the bot spelled it.
        values: Its arguments as they came: texts from a form, anything from JSON, names of files.
        response: The body of the answer.
    """

    method: str
    values: Mapping[str, Any]
    response: Mapping[str, Any] = field(repr=False)


class World:
    """Chats, people, files, and one bot among them.

    Args:
        token: The bot's token.
        username: The bot's name, without @.
        clock: The time in seconds since 1970.
        numbering: Where all numbers come from; by default they look like Telegram's.

    Attributes:
        journal: What happens, in order, for whoever follows it.
    """

    def __init__(
        self, *, token: str, username: str, clock: Callable[[], float], id_counters: IdCounters | None = None
    ) -> None:
        id_counters = id_counters or IdCounters()
        self.token = token
        self.clock = clock
        self.bot = User(int(token.split(":", maxsplit=1)[0]), "原文", username, is_bot=True)
        self.privacy_mode = True
        self.guest_mode = True
        self.notifier = Notifier()
        self.event_log = EventLog()
        self.chats = Chats(id_counters, self.event_log)
        self.members = Members()
        self.files = Files(clock, id_counters.files)
        self.profile = Profile()
        self.updates = Updates(self.notifier, id_counters.updates)
        self.courier = WebhookSender(self.updates)
        self.faults = Faults()
        self.flood: Flood | None = None
        self.inline_queries = Queries[InlineQuery]()
        self.callback_queries = Queries[CallbackQuery]()
        self.guest_queries = Queries[GuestQuery]()
        self._actions: deque[tuple[Chat, str]] = deque(maxlen=RECORDED)
        self._requests: deque[Request] = deque(maxlen=RECORDED)
        self._ids = id_counters.queries

    @property
    def requests(self) -> list[Request]:
        """The newest requests of the bot, oldest first."""
        return list(self._requests)

    @property
    def actions(self) -> list[tuple[Chat, str]]:
        """The newest actions that the bot showed ("typing" …), each with its chat, oldest first."""
        return list(self._actions)

    @property
    def commands(self) -> dict[tuple[str, str], list[Mapping[str, Any]]]:
        """The bot's commands by scope ("default", "chat:-2001" …) and language ("" for any)."""
        return self.profile.commands

    def now(self) -> int:
        """Seconds since 1970."""
        return int(self.clock())

    def new_id(self) -> str:
        """An identifier that nothing else has."""
        return str(next(self._ids))

    def chat_for_bot(self, chat_id: int) -> Chat:
        """The chat that the bot means.

        Raises:
            Refusal: There is none, or the bot is no member of it.
        """
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        if chat.type == "private":
            if self.members.of(chat, self.bot).status == "kicked":
                raise forbidden("bot was blocked by the user")
            return chat
        if successor := self.chats.upgraded(chat):
            raise upgraded(successor.id)
        member = self.members.of(chat, self.bot)
        if not member.is_present:
            how = "was kicked from" if member.status == "kicked" else "is not a member of"
            raise forbidden(f"bot {how} the {chat.type} chat")
        return chat

    def has_bot(self, chat: Chat) -> bool:
        """Whether the bot is in a chat."""
        if chat.type == "private":
            return not chat.apart
        return self.members.of(chat, self.bot).is_present

    def thread(self, chat: Chat, reply_to: Message | None, thread_id: int | None = None) -> dict[str, Any]:
        """What a new message belongs to, as fields of the message.

        Args:
            chat: Where it is.
            reply_to: What it replies to; in a forum the message stays in the topic of that.
            thread_id: The thread it names itself, or None.
        """
        thread = thread_id
        if reply_to and chat.type == "supergroup" and thread is None:
            thread = reply_to.thread_id or reply_to.id
        topic = self.chats.topic(chat, thread)
        if topic and reply_to is None:
            # Telegram shows whatever is said in a topic as a reply to the message that opened it.
            reply_to = self.chats.find(chat, topic.id)
        return {"reply_to": reply_to, "thread_id": thread, "in_topic": topic is not None}

    def tell(self, message: Message, kind: str) -> None:
        """Tell the bot of a message, as far as it may see it: as a member, or called as a guest."""
        if self.has_bot(message.chat):
            if self._shows(message):
                self.updates.add(kind, message.json())
        elif kind == "message" and self.guest_mode and summons(message, self.bot):
            query = GuestQuery(self.new_id(), message, self.clock())
            self.guest_queries.add(query)
            self.updates.add("guest_message", query.json())
        self.notifier.ring()

    def place_bot(self, chat: Chat, by: User, status: Status) -> Member:
        """Make the bot something in a chat, and tell it."""
        old = self.members.of(chat, self.bot)
        if chat.type == "private" and old.status == "left":
            old = Member(self.bot, "member")
        new = self.members.put(chat, self.bot, status)
        change = {"old_chat_member": old.json(), "new_chat_member": new.json()}
        event = {"chat": chat.json(), "from": by.json(), "date": self.now(), **change}
        self.updates.add("my_chat_member", event)
        self.notifier.ring()
        return new

    def speak(self, chat: Chat, content: Formatted, **fields: Any) -> Message:
        """The bot says something."""
        message = self.chats.add(chat, self.bot, self.now(), content, **fields)
        self.notifier.ring()
        return message

    def change(self, message: Message, **fields: Any) -> Message:
        """The bot changes what it said."""
        changed = self.chats.change(message, edited=self.now(), **fields)
        self.notifier.ring()
        return changed

    def delete(self, message: Message) -> None:
        """The bot, or whoever wrote it, takes a message away."""
        self.chats.delete(message)
        self.notifier.ring()

    def act(self, chat: Chat, action: str, thread_id: int | None = None) -> None:
        """The bot shows what it is doing."""
        self._actions.append((chat, action))
        self.event_log.note(Acted(chat, action, thread_id))
        self.notifier.ring()

    def offer(self, scope: str, language: str, commands: Commands | None) -> None:
        """The bot offers commands to a scope in a language, or None again; see `Profile.commands`."""
        if commands is None:
            self.profile.commands.pop((scope, language), None)
        else:
            self.profile.commands[scope, language] = commands
        self.event_log.note(Offered())

    def record(self, method: str, values: Mapping[str, Any], response: Mapping[str, Any]) -> None:
        """Keep a request of the bot."""
        self._requests.append(Request(method, values, response))
        self.notifier.ring()

    def _shows(self, message: Message) -> bool:
        chat = message.chat
        if chat.type == "private" or not self.privacy_mode or self.members.of(chat, self.bot).is_admin:
            return True
        return meant_for(message, self.bot)
