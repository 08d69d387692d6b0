"""What the bot has done so far, and waiting for what it does next."""

from typing import Any, Final

from bot.playground.simulation.chats import Chat, Message, Topic, User
from bot.playground.simulation.profile import Commands
from bot.playground.simulation.queries import CallbackAnswer, CallbackQuery, InlineAnswer, InlineQuery
from bot.playground.simulation.world import Request, World
from bot.telegram.messages.button_kinds import SuggestionButton

PATIENCE_SECONDS: Final = 60.0
"""The default for how long to wait."""


class Observer(World):
    """Looks at what the bot does. The methods that wait raise TimeoutError."""

    async def answer_to(self, message: Message, *, seconds: float = PATIENCE_SECONDS) -> Message:
        """Wait for the bot's first reply to a message."""

        def look() -> Message | None:
            return next(iter(self.replies(message)), None)

        return await self.notifier.until(look, timeout=seconds)

    async def change_of(self, message: Message, *, seconds: float = PATIENCE_SECONDS) -> Message:
        """Wait until a message is edited; returns the edited message."""

        def look() -> Message | None:
            current = self.current(message)
            return current if current != message else None

        return await self.notifier.until(look, timeout=seconds)

    async def offers_for(self, query: InlineQuery, *, seconds: float = PATIENCE_SECONDS) -> InlineAnswer:
        """Wait for the bot's answer to an inline query."""
        return await self.notifier.until(lambda: query.answer, timeout=seconds)

    async def notice_for(self, query: CallbackQuery, *, seconds: float = PATIENCE_SECONDS) -> CallbackAnswer:
        """Wait for the bot's answer to a pressed button; its text may be empty."""
        return await self.notifier.until(lambda: query.answer, timeout=seconds)

    async def confirmed(self, *, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until the bot has confirmed all updates."""
        await self.notifier.until(lambda: not self.updates.pending, timeout=seconds)

    def replies(self, message: Message) -> list[Message]:
        """The bot's replies to a message so far."""
        return [m for m in self.said(message.chat) if m.reply_to and m.reply_to.id == message.id]

    def said(self, place: Chat | Topic) -> list[Message]:
        """The bot's messages in a chat or a topic so far."""
        chat, thread = (place.chat, place.id) if isinstance(place, Topic) else (place, None)
        own = [message for message in self.chats.history(chat) if message.sender == self.bot]
        return [message for message in own if thread is None or message.thread_id == thread]

    def question(self, update: int) -> Message | None:
        """The message that an update brought, or whose answer it presses a button of.

        Args:
            update: The id of the update.

        Returns:
            The message with the button, where that is a question of its own; None for an inline query, or
            where the update is no longer logged or the message gone.
        """
        payload = self._payload(update)
        message = payload.get("message", {})
        message = (message if self.presses_question(update) else message.get("reply_to_message")) or payload
        chat = self.chats.get(message["chat"]["id"]) if "chat" in message else None
        return self.chats.find(chat, message["message_id"]) if chat else None

    def presses_question(self, update: int) -> bool:
        """Whether an update is the press of a button that is a question."""
        return SuggestionButton.decode(self._payload(update).get("data")) is not None

    def _payload(self, update: int) -> dict[str, Any]:
        return next((one.payload for one in reversed(self.updates.log) if one.id == update), {})

    def current(self, message: Message) -> Message | None:
        """The newest version of a message, or None where it was deleted."""
        return self.chats.find(message.chat, message.id)

    def offered(self, user: User, chat: Chat | None = None) -> Commands:
        """The commands that a person sees in a chat, by default the private chat with the bot."""
        where = chat or self.chats.private(user)
        return self.profile.offered(where, user, is_admin=self.members.of(where, user).is_admin)

    def calls(self, *methods: str) -> list[Request]:
        """The bot's newest requests, of all methods or of some."""
        wanted = {method.lower() for method in methods}
        return [request for request in self.requests if not wanted or request.method.lower() in wanted]
