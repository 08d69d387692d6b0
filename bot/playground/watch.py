"""A watch on the bot: what can be seen of it, and waited for."""

from typing import Final

from bot.playground.chats import Chat, Message, Topic, User
from bot.playground.profile import Commands
from bot.playground.queries import CallbackAnswer, CallbackQuery, InlineAnswer, InlineQuery
from bot.playground.world import Request, World

PATIENCE_SECONDS: Final = 60.0


class Watch(World):
    """Whatever waits raises TimeoutError where it does not come in time."""

    async def answer_to(self, message: Message, *, seconds: float = PATIENCE_SECONDS) -> Message:
        """The bot's first reply to a message, as a guest, too."""

        def look() -> Message | None:
            return next(iter(self.replies(message)), None)

        return await self.bell.until(look, timeout=seconds)

    async def change_of(self, message: Message, *, seconds: float = PATIENCE_SECONDS) -> Message:
        """A message as soon as it is another than the one given."""

        def look() -> Message | None:
            current = self.current(message)
            return current if current != message else None

        return await self.bell.until(look, timeout=seconds)

    async def offers_for(self, query: InlineQuery, *, seconds: float = PATIENCE_SECONDS) -> InlineAnswer:
        """What the bot offers for an inline query."""
        return await self.bell.until(lambda: query.answer, timeout=seconds)

    async def notice_for(self, query: CallbackQuery, *, seconds: float = PATIENCE_SECONDS) -> CallbackAnswer:
        """What a person sees after pressing a button; its text may be empty."""
        return await self.bell.until(lambda: query.answer, timeout=seconds)

    async def confirmed(self, *, seconds: float = PATIENCE_SECONDS) -> None:
        """Nothing, as soon as the bot has confirmed all updates."""
        await self.bell.until(lambda: not self.updates.pending, timeout=seconds)

    def replies(self, message: Message) -> list[Message]:
        """All that the bot has replied to a message so far."""
        return [m for m in self.said(message.chat) if m.reply_to and m.reply_to.id == message.id]

    def said(self, place: Chat | Topic) -> list[Message]:
        """All that the bot has said in a chat or a topic so far."""
        chat, thread = (place.chat, place.id) if isinstance(place, Topic) else (place, None)
        own = [message for message in self.chats.history(chat) if message.sender == self.bot]
        return [message for message in own if thread is None or message.thread_id == thread]

    def current(self, message: Message) -> Message | None:
        """A message as it stands now, or None where it is gone."""
        return self.chats.find(message.chat, message.id)

    def offered(self, user: User, chat: Chat | None = None) -> Commands:
        """The commands that a person is offered in a chat, the private one with the bot by default."""
        place = chat or self.chats.private(user)
        return self.profile.offered(place, user, is_admin=self.members.of(place, user).is_admin)

    def calls(self, *methods: str) -> list[Request]:
        """What the bot has asked of the Bot API so far, of all methods or of some."""
        wanted = {method.lower() for method in methods}
        return [request for request in self.requests if not wanted or request.method.lower() in wanted]
