"""The state of the simulation, and what the bot does to it."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.playground.protocol.entities import Formatted
from bot.playground.protocol.faults import Faults
from bot.playground.protocol.flood import Flood
from bot.playground.protocol.refusals import bad_request, forbidden, upgraded
from bot.playground.simulation.chat_store import ChatStore
from bot.playground.simulation.chats import Chat, Message, User
from bot.playground.simulation.event_log import ActionShown, CommandsChanged, EventLog
from bot.playground.simulation.files import Files
from bot.playground.simulation.id_counters import IdCounters
from bot.playground.simulation.members import Member, Members, Status
from bot.playground.simulation.notifier import Notifier
from bot.playground.simulation.privacy import calls_guest, is_visible
from bot.playground.simulation.profile import Commands, Profile
from bot.playground.simulation.queries import CallbackQuery, GuestQuery, InlineCache, InlineQuery, Queries
from bot.playground.simulation.updates import Updates
from bot.playground.simulation.webhooks import WebhookSender

RECORDED: Final = 5000
"""How many of the bot's newest requests, and of its newest chat actions, are kept."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request of the bot and its response.

    Attributes:
        method: The name of the method, as the bot wrote it.
        values: Its arguments: texts from a form, any values from JSON, the names of files.
        response: The body of the response.
    """

    method: str
    values: Mapping[str, Any]
    response: Mapping[str, Any] = field(repr=False)


class World:
    """Chats, people, files, and one bot.

    Args:
        token: The bot's token.
        username: The bot's username, without @.
        clock: Gives the time in seconds since 1970.
        id_counters: Give new identifiers; by default they look like Telegram's.

    Attributes:
        event_log: What happened, for the page.
        notifier: Wakes those who wait for the bot or for updates.
        flood: Flood control, or None where it is off.
        privacy_mode: Whether the bot gets only those messages of a group that are meant for it.
        guest_mode: Whether the bot can be called in chats where it is no member.
        inline_feedback: Whether the bot is told which inline results are chosen, as @BotFather's
            /setinlinefeedback sets it at 100 %.
        local_webhooks: Whether a webhook may have any address and port, also with http, as a Bot API server
            of one's own allows with --local. Telegram's own server does not.
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
        self.inline_feedback = False
        self.local_webhooks = False
        self.notifier = Notifier()
        self.event_log = EventLog()
        self.chats = ChatStore(id_counters, self.event_log)
        self.members = Members()
        self.files = Files(clock, id_counters.files)
        self.profile = Profile()
        self.updates = Updates(self.notifier, id_counters.updates)
        self.webhook_sender = WebhookSender(self.updates)
        self.faults = Faults()
        self.flood: Flood | None = None
        self.inline_queries = Queries[InlineQuery]()
        self.inline_cache = InlineCache(clock)
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
        """The bot's newest chat actions ("typing" …), oldest first."""
        return list(self._actions)

    @property
    def commands(self) -> dict[tuple[str, str], list[Mapping[str, Any]]]:
        """The bot's commands by scope ("default", "chat:-2001" …) and language ("" for any)."""
        return self.profile.commands

    def now(self) -> int:
        """Seconds since 1970."""
        return int(self.clock())

    def new_id(self) -> str:
        """A new unique identifier."""
        return str(next(self._ids))

    def chat_for_bot(self, chat_id: int) -> Chat:
        """The chat with an id, as the bot may look at it.

        Raises:
            Refusal: There is none, or the bot is no member of it.
        """
        person = self.chats.user(chat_id)
        chat = self.chats.private(person) if person else self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        if chat.type == "private":
            return chat
        if successor := self.chats.upgraded(chat):
            raise upgraded(successor.id)
        member = self.members.of(chat, self.bot)
        if not member.is_present:
            how = "was kicked from" if member.status == "kicked" else "is not a member of"
            raise forbidden(f"bot {how} the {chat.type} chat")
        return chat

    def chat_to_write_to(self, chat_id: int) -> Chat:
        """The chat with an id, for something that the bot sends, edits or deletes.

        Raises:
            Refusal: There is none; the bot is no member of it; the person has blocked it or never started it.
        """
        chat = self.chat_for_bot(chat_id)
        if chat.type == "private":
            if self.members.of(chat, self.bot).status == "kicked":
                raise forbidden("bot was blocked by the user")
            if not self.members.present(chat):
                raise forbidden("bot can't initiate conversation with a user")
        return chat

    def has_bot(self, chat: Chat) -> bool:
        """Whether the bot is in a chat."""
        if chat.type == "private":
            return not chat.apart
        return self.members.of(chat, self.bot).is_present

    def thread(self, chat: Chat, reply_to: Message | None, thread_id: int | None = None) -> dict[str, Any]:
        """The reply and the thread of a new message, as fields of `Message`.

        Args:
            chat: Its chat.
            reply_to: The message it replies to, or None; its thread is the default for the new message.
            thread_id: The thread it is sent to, or None.
        """
        thread = thread_id
        if reply_to and chat.type == "supergroup" and thread is None:
            thread = reply_to.thread_id or reply_to.id
        topic = self.chats.topic(chat, thread)
        if topic and reply_to is None:
            # In a topic, Telegram sends messages as replies to the one that opened it.
            reply_to = self.chats.find(chat, topic.id)
        return {"reply_to": reply_to, "thread_id": thread, "in_topic": topic is not None}

    def tell(self, message: Message, kind: str) -> None:
        """Send the bot an update about a message, if it may see it as a member or is called as a guest."""
        if self.has_bot(message.chat):
            if self._can_see(message):
                self.updates.add(kind, message.json())
        elif kind == "message" and self.guest_mode and calls_guest(message, self.bot):
            query = GuestQuery(self.new_id(), message, self.clock())
            self.guest_queries.add(query)
            self.updates.add("guest_message", query.json())
        self.notifier.notify()

    def place_bot(self, chat: Chat, by: User, status: Status) -> Member:
        """Set the bot's status in a chat, and send it an update about that."""
        old = self.members.of(chat, self.bot)
        if chat.type == "private" and old.status == "left":
            old = Member(self.bot, "member")
        new = self.members.put(chat, self.bot, status)
        change = {"old_chat_member": old.json(), "new_chat_member": new.json()}
        event = {"chat": chat.json(), "from": by.json(), "date": self.now(), **change}
        self.updates.add("my_chat_member", event)
        self.notifier.notify()
        return new

    def speak(self, chat: Chat, content: Formatted, **fields: Any) -> Message:
        """Send a message as the bot."""
        message = self.chats.add(chat, self.bot, self.now(), content, **fields)
        self.notifier.notify()
        return message

    def change(self, message: Message, **fields: Any) -> Message:
        """Edit a message of the bot."""
        changed = self.chats.change(message, edited=self.now(), **fields)
        self.notifier.notify()
        return changed

    def delete(self, message: Message) -> None:
        """Delete a message."""
        self.chats.delete(message)
        self.notifier.notify()

    def react(self, message: Message, emoji: str) -> None:
        """React to a message as the bot, in place of its reaction before; "" for none."""
        self.chats.change(message, reaction=emoji)
        self.notifier.notify()

    def act(self, chat: Chat, action: str, thread_id: int | None = None) -> None:
        """Send a chat action as the bot."""
        self._actions.append((chat, action))
        self.event_log.append(ActionShown(chat, action, thread_id))
        self.notifier.notify()

    def offer(self, scope: str, language: str, commands: Commands | None) -> None:
        """Set the bot's commands for a scope and a language; None deletes them. See `Profile.commands`."""
        if commands is None:
            self.profile.commands.pop((scope, language), None)
        else:
            self.profile.commands[scope, language] = commands
        self.event_log.append(CommandsChanged())

    def record(self, method: str, values: Mapping[str, Any], response: Mapping[str, Any]) -> None:
        """Record a request of the bot."""
        self._requests.append(Request(method, values, response))
        self.notifier.notify()

    def _can_see(self, message: Message) -> bool:
        chat = message.chat
        if chat.type == "private" or not self.privacy_mode or self.members.of(chat, self.bot).is_admin:
            return True
        return is_visible(message, self.bot)
