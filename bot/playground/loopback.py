"""A Telegram on this machine: people and chats on one side, a bot that speaks the Bot API on the other."""

import itertools
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Self

from bot.playground.bell import Bell
from bot.playground.chats import Chat, Chats, Message, User
from bot.playground.limits import INLINE_QUERY_CHARACTERS
from bot.playground.markup import Formatted, found_by_itself
from bot.playground.queries import CallbackQuery, InlineAnswer, InlineQuery, InlineResult
from bot.playground.refusals import Refusal
from bot.playground.server import ADDRESS, Server
from bot.playground.updates import Updates
from bot.playground.webhooks import Courier

TOKEN: Final = "123456789:LOOPBACK-bot-of-this-machine-alone"  # noqa: S105  # opens nothing
PATIENCE_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Request:
    """A request of the bot and what came of it.

    Attributes:
        method: As the bot spelled it.
        values: Its arguments as they came: texts from a form, anything from JSON.
        response: The body of the answer.
    """

    method: str
    values: Mapping[str, Any]
    response: Mapping[str, Any] = field(repr=False)


class Loopback:
    """People, chats and one bot; `async with` serves the Bot API to the bot.

    What people do is in the methods here: they say things, type inline queries, choose, press. What the
    bot does comes over HTTP, and can be waited for.

    Args:
        token: The bot's token.
        username: The bot's name, without @.
        clock: The time in seconds since 1970.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "yuanwen_bot",
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.token = token
        self.clock = clock
        self.bot = User(int(token.split(":", maxsplit=1)[0]), "原文", username, is_bot=True)
        self.bell = Bell()
        self.chats = Chats()
        self.updates = Updates(self.bell)
        self.courier = Courier(self.updates)
        self.inline_queries: dict[str, InlineQuery] = {}
        self.callback_queries: dict[str, CallbackQuery] = {}
        self.commands: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        self.actions: list[tuple[Chat, str]] = []
        self.requests: list[Request] = []
        self._failures: dict[str, list[Refusal]] = {}
        self._query_ids = itertools.count(1)
        self._server = Server(self)

    async def __aenter__(self) -> Self:
        self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def start(self, port: int = 0) -> None:
        """Serve the Bot API, on any free port by default."""
        self._server.listen(port)

    async def stop(self) -> None:
        """Serve it no more."""
        await self.courier.stop()
        await self._server.close()

    @property
    def base_url(self) -> str:
        """The address of the Bot API."""
        return f"http://{ADDRESS}:{self._server.port}"

    # What people do

    def user(self, name: str, username: str = "") -> User:
        """A new person."""
        return self.chats.add_user(name, username)

    def private(self, user: User) -> Chat:
        """A person's private chat with the bot."""
        return self.chats.private(user)

    def group(self, title: str, *, has_bot: bool = True) -> Chat:
        """A new group."""
        return self.chats.add_group(title, has_bot=has_bot)

    def say(
        self,
        user: User,
        text: str,
        chat: Chat | None = None,
        *,
        reply_to: Message | None = None,
        **extra: Any,
    ) -> Message:
        """Someone says something.

        Args:
            user: Who.
            text: What; "" for a message that `extra` describes.
            chat: Where; in the private chat with the bot by default.
            reply_to: The message it replies to.
            extra: Fields of a message without text, as the Bot API names them.
        """
        place = chat or self.private(user)
        message = self.chats.add(
            place, user, self._now(), found_by_itself(text), reply_to=reply_to, extra=extra
        )
        self._tell(message, "message")
        return message

    def edit(self, message: Message, text: str) -> Message:
        """Someone changes what they said."""
        changed = self.chats.change(message, content=found_by_itself(text), edited=self._now())
        self._tell(changed, "edited_message")
        return changed

    def inline(self, user: User, query: str, *, chat_type: str = "sender") -> InlineQuery:
        """Someone types behind the bot's name; Telegram passes on the first 256 characters."""
        asked = InlineQuery(
            str(next(self._query_ids)), user, query[:INLINE_QUERY_CHARACTERS], self.clock(), chat_type
        )
        self.inline_queries[asked.id] = asked
        self.updates.add("inline_query", asked.json())
        return asked

    def choose(self, query: InlineQuery, result: InlineResult, chat: Chat) -> Message:
        """Whoever typed a query sends one of its results to a chat."""
        message = self.chats.add(
            chat, query.user, self._now(), result.content, via_bot=self.bot, markup=result.markup
        )
        chosen = {"result_id": result.id, "from": query.user.json(), "query": query.query}
        self.updates.add("chosen_inline_result", chosen)
        self._tell(message, "message")
        return message

    def press(self, user: User, message: Message, data: str) -> CallbackQuery:
        """Someone presses a button of a message."""
        pressed = CallbackQuery(str(next(self._query_ids)), user, message, data, self.clock())
        self.callback_queries[pressed.id] = pressed
        self.updates.add("callback_query", pressed.json())
        return pressed

    def fail(self, method: str, refusal: Refusal, *, times: int = 1) -> None:
        """Refuse the next calls of a method, whatever they are."""
        self._failures.setdefault(method.lower(), []).extend([refusal] * times)

    # What can be waited for; all of these raise TimeoutError where it does not come in time

    async def answer_to(self, message: Message, *, seconds: float = PATIENCE_SECONDS) -> Message:
        """The bot's first reply to a message."""

        def look() -> Message | None:
            return next(iter(self.replies(message)), None)

        return await self.bell.until(look, timeout=seconds)

    async def offers_for(self, query: InlineQuery, *, seconds: float = PATIENCE_SECONDS) -> InlineAnswer:
        """What the bot offers for an inline query."""
        return await self.bell.until(lambda: query.answer, timeout=seconds)

    async def confirmed(self, *, seconds: float = PATIENCE_SECONDS) -> None:
        """Nothing, as soon as the bot has confirmed all updates."""
        await self.bell.until(lambda: not self.updates.pending, timeout=seconds)

    def replies(self, message: Message) -> list[Message]:
        """All that the bot has replied to a message so far."""
        said = self.chats.history(message.chat)
        return [m for m in said if m.sender == self.bot and m.reply_to and m.reply_to.id == message.id]

    def calls(self, *methods: str) -> list[Request]:
        """What the bot has asked of the Bot API so far, of all methods or of some."""
        wanted = {method.lower() for method in methods}
        return [request for request in self.requests if not wanted or request.method.lower() in wanted]

    # What the bot does, called by the methods of the Bot API

    def speak(self, chat: Chat, content: Formatted, **fields: Any) -> Message:
        """The bot says something."""
        message = self.chats.add(chat, self.bot, self._now(), content, **fields)
        self.bell.ring()
        return message

    def change(self, message: Message, **fields: Any) -> Message:
        """The bot changes what it said."""
        changed = self.chats.change(message, edited=self._now(), **fields)
        self.bell.ring()
        return changed

    def delete(self, message: Message) -> None:
        """The bot takes a message away."""
        self.chats.delete(message)
        self.bell.ring()

    def act(self, chat: Chat, action: str) -> None:
        """The bot shows what it is doing."""
        self.actions.append((chat, action))
        self.bell.ring()

    def check_failures(self, method: str) -> None:
        """Raise the refusal that `fail` has planned for a method, if any is left."""
        if planned := self._failures.get(method.lower()):
            raise planned.pop(0)

    def record(self, method: str, values: Mapping[str, Any], response: Mapping[str, Any]) -> None:
        """Keep a request of the bot."""
        self.requests.append(Request(method, values, response))
        self.bell.ring()

    def _tell(self, message: Message, kind: str) -> None:
        """Tell the bot of a message, as far as its privacy mode lets it see."""
        if message.chat.has_bot and (message.chat.type == "private" or self._meant_for_bot(message)):
            self.updates.add(kind, message.json())
        self.bell.ring()

    def _meant_for_bot(self, message: Message) -> bool:
        """Whether a bot in privacy mode sees a message of a group: commands, replies to it, sent via it."""
        if message.via_bot or (message.reply_to and message.reply_to.sender == self.bot):
            return True
        command = message.text.partition(" ")[0].lower()
        return command.startswith("/") and ("@" not in command or f"@{self.bot.username.lower()}" in command)

    def _now(self) -> int:
        return int(self.clock())
