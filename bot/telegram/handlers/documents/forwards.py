"""Messages that someone forwards to the bot: a document together, or questions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Self

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.services.visibility import own_collection
from bot.telegram.handlers.asking.mentions import addresses_bot, is_question, topic_of
from bot.telegram.handlers.asking.questions import QuestionHandlers
from bot.telegram.handlers.documents.gathering import Gatherings
from bot.telegram.handlers.documents.progress import Progress
from bot.telegram.handlers.documents.reception import Reception
from bot.telegram.handlers.documents.sources.source import Sent
from bot.telegram.handlers.documents.targets import forward_keyboard
from bot.telegram.handlers.sending import answer_callback, edit, reply
from bot.telegram.handlers.services import Services
from bot.telegram.messages.button_kinds import ForwardButton, ForwardChoice
from bot.telegram.origin import sender_of
from bot.telegram.rate_limiter import once
from retrieval.library import PUBLIC

_MOST: Final = 101
"""The most messages that Telegram forwards at once, and the comment before them."""
_REMEMBERED: Final = 50
"""Times that someone forwarded something whose messages are remembered, for whoever adds them later."""
_MOST_ASKED: Final = 5
"""The most messages that are answered as questions at a press."""

_Key = tuple[int, int | None, int, int]
"""Chat, topic, sender and the number of the first message."""


@dataclass(frozen=True, slots=True)
class _Forwards:
    """What somebody sent at once.

    Attributes:
        texts: The forwarded messages, in order.
        call: The /add that came with them, or None.
    """

    texts: tuple[Message, ...]
    call: Message | None = None

    @classmethod
    def of(cls, messages: Sequence[Message]) -> Self:
        """The forwarded messages, and the one that is none, of those that came together."""
        calls = [message for message in messages if message.forward_origin is None]
        texts = tuple(message for message in messages if message.forward_origin is not None)
        return cls(texts, calls[0] if calls else None)

    @property
    def are_together(self) -> bool:
        """Whether they are one document, or it is to be asked whether they are."""
        if not self.texts or self.call is not None:
            return bool(self.texts)
        return len(self.texts) > 1 and self.texts[0].chat.type == ChatType.PRIVATE

    def questions(self) -> Sequence[Message]:
        """Those that ask something, at most `_MOST_ASKED`; the last one where none has the words of it."""
        asking = (message for message in self.texts if is_question(message.text or ""))
        return tuple(islice(asking, _MOST_ASKED)) or self.texts[-1:]


class ForwardHandlers:
    """Makes a document of messages that are forwarded with /add, and asks what several without are.

    Args:
        services: Rules, languages and the database.
        reception: Adds documents.
        questions: Answers questions.
    """

    def __init__(self, services: Services, reception: Reception, questions: QuestionHandlers) -> None:
        self._services = services
        self._reception = reception
        self._questions = questions
        self._gatherings: Gatherings[_Key] = Gatherings(_MOST, _REMEMBERED)
        self._in_progress: set[tuple[int, int]] = set()

    async def sent(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A forwarded text: added, or asked about, together with others; alone it is like any other text."""
        message = update.message
        if message is None:
            return
        is_admitted = self._services.rules.access.admits(sender_of(message), message.chat.id)
        if is_admitted and self._services.takes_documents and await self._gather(message, update.update_id):
            return
        is_call = addresses_bot(message)
        await (self._questions.asked if is_call else self._questions.overheard)(update, context)

    async def called(self, message: Message, update_id: int) -> bool:
        """Add the texts that are forwarded with an /add; False where there are none."""
        return await self._gather(message, update_id)

    def of(self, message: Message) -> tuple[Message, ...]:
        """The texts that were forwarded with a message; it alone where none are remembered."""
        key = self._gatherings.key_of(message)
        known = self._gatherings.of(key) if key and message.forward_origin else ()
        return _Forwards.of(known).texts or (message,)

    async def chosen(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A press by which someone chooses what the texts that they forwarded are."""
        query = update.callback_query
        if query is None:
            return
        translator = await self._services.translators.of(query.from_user)
        prompt, button = query.message, ForwardButton.decode(query.data)
        first = prompt.reply_to_message if isinstance(prompt, Message) else None
        if not isinstance(prompt, Message) or first is None or not self._may_choose(query, button, first):
            await answer_callback(query, translator.plain("old-button"))
            return
        texts = self.of(first)
        if len(texts) < 2:
            await answer_callback(query, translator.plain("forwards-forgotten"))
            return
        place = prompt.chat.id, prompt.message_id
        if button is None or place in self._in_progress:
            await answer_callback(query)
            return
        self._in_progress.add(place)
        try:
            await answer_callback(query)
            if button.choice is ForwardChoice.ASK:
                await edit(query, translator.say("forwards-asked"))
                for asking in _Forwards(texts).questions():
                    await self._questions.answer(asking, asking.text or "")
            else:
                is_public = button.choice is ForwardChoice.PUBLIC
                collection = PUBLIC if is_public else own_collection(prompt.chat.id)
                # The buttons stay until the end: if the process ends before, they can be pressed again.
                progress = Progress(first, prompt, prompt.reply_markup)
                added = await self._reception.receive(texts[0], Sent(texts), collection, progress)
                await self._reception.answer(added)
        finally:
            self._in_progress.discard(place)

    def _may_choose(self, query: CallbackQuery, button: ForwardButton | None, first: Message) -> bool:
        """Whether a press is of whoever forwarded, and of a bot owner for a public document."""
        user = query.from_user.id
        if button is None or first.chat.id != user or first.forward_origin is None:
            return False
        return button.choice is not ForwardChoice.PUBLIC or self._services.rules.access.is_owner(user)

    async def _gather(self, message: Message, update_id: int) -> bool:
        """Have a message worked on with those that come with it; False where it is to be taken by itself."""
        async with self._gatherings.gathered(self._key(message), message) as gathered:
            forwards = _Forwards.of(gathered.messages)
            if gathered.is_first and forwards.are_together:
                await self._take(forwards, update_id)
        return forwards.are_together

    async def _take(self, forwards: _Forwards, update_id: int) -> None:
        """Add what was forwarded with /add, or ask what it is."""
        first, count = forwards.texts[0], len(forwards.texts)
        if forwards.call is not None:
            added = await self._reception.receive(forwards.call, Sent(forwards.texts))
            await self._reception.answer(added, update_id)
        elif await self._questions.admitted(first):
            translator = await self._services.translators.of(first.from_user)
            is_owner = self._services.rules.access.is_owner(sender_of(first))
            with once(self._services.state.pending_updates, update_id):
                keyboard = forward_keyboard(translator, is_owner=is_owner)
                await reply(first, translator.say("forwards-what", count=count), keyboard)

    def _key(self, message: Message) -> _Key:
        """The key of what a message is sent with, from the first message on until no more come."""
        sender = message.chat.id, topic_of(message), sender_of(message)
        under_way: Iterator[_Key] = (key for key in self._gatherings.under_way if key[:3] == sender)
        return next(under_way, (*sender, message.message_id))
