"""Messages that are questions."""

import asyncio
import math
from dataclasses import replace
from weakref import WeakValueDictionary

from telegram import Message, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.services.visibility import visible
from bot.storage import Turn
from bot.telegram.handlers.admission import admitted
from bot.telegram.handlers.asking.mentions import group_of, is_from_bot, is_question, question_in, replied_to
from bot.telegram.handlers.asking.question import ChatQuestion, asker, keep, keep_sent, turn_under
from bot.telegram.handlers.sending import reply, rewrite_at, typing
from bot.telegram.handlers.services import Services
from bot.telegram.messages.turns import view
from bot.telegram.rate_limiter import once
from retrieval.followup import is_talk


class Questions:
    """Answers questions that come as messages.

    Args:
        house: Where they are answered, and what is remembered of it.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._busy: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()

    async def asked(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A message that calls the bot: in private any text, in a group /ask, a mention or a reply."""
        if message := update.message:
            await self.answer(message, question_in(message), update.update_id)

    async def overheard(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A question in a group that does not call the bot: answered where the group wants that."""
        message = update.message
        if message is None or replied_to(message) or not is_question(message.text or ""):
            return
        settings = await self._services.state.chats.get(message.chat.id)
        if not settings.only_called:
            await self.answer(message, message.text or "", update.update_id, unasked=True)

    async def edited(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A question that was changed: its answer changes, too. Other messages may change as they like."""
        message = update.edited_message
        if message is None:
            return
        async with self._alone(message):
            before = await self._services.state.turns.by_question(message.chat.id, message.message_id)
            question = question_in(message)
            if before is None or question == before.question or _asks_nothing(question):
                return
            if not await self._admitted(message):
                return
            turn = await self._turn(message, question)
            turn = replace(turn, id=before.id, answer_message=before.answer_message)
            await self._say_again(message, turn, update.update_id)

    async def answer(
        self, message: Message, question: str, update_id: int | None = None, *, unasked: bool = False
    ) -> None:
        """Answer a question as a reply to a message; without a question, say how to ask.

        Args:
            message: The message.
            question: The question.
            update_id: The update that brought it.
            unasked: Nobody called the bot: it says nothing where it has no sure answer.
        """
        question = question.strip()
        async with self._alone(message):
            if not await self._admitted(message, overheard=unasked):
                return
            if not question:
                translator = await self._services.translators.of(message.from_user)
                await reply(message, translator.say("how-to-ask"))
                return
            if is_talk(question):
                await self._return_courtesy(message)
                return
            async with typing(message):
                turn = await self._turn(message, question)
            if not unasked or turn.reply.band == "sure":
                await self._say(message, turn, update_id)

    async def _admitted(self, message: Message, *, overheard: bool = False) -> bool:
        """Whether someone may ask now; where not, they are told, unless the bot only overheard them."""
        if not await admitted(self._services, message, silent=overheard):
            return False
        allowance, user, group = self._services.allowance, asker(message), group_of(message.chat)
        if overheard:
            return group is not None and allowance.overhear(group)
        wait = allowance.take(user, group)
        if wait and allowance.tells(user, group):
            translator = await self._services.translators.of(message.from_user)
            await reply(message, translator.say("too-many", seconds=math.ceil(wait)))
        return not wait

    async def _return_courtesy(self, message: Message) -> None:
        """Thanks and greetings are no questions; in a group they need no answer."""
        if group_of(message.chat) is None:
            translator = await self._services.translators.of(message.from_user)
            await reply(message, translator.say("courtesy"))

    async def _turn(self, message: Message, question: str) -> Turn:
        """The question with its answer, understood with the one that it follows up."""
        asked = ChatQuestion(message, question, await self._before(message))
        return await asked.turn(self._services.answer_pool, visible(message.chat.id))

    async def _before(self, message: Message) -> Turn | None:
        """The turn whose answer a message replies to; of one that nobody said was sent, its buttons tell."""
        replied, turns = replied_to(message), self._services.state.turns
        if replied is None or not is_from_bot(replied):
            return None
        if turn := await turns.by_answer(message.chat.id, replied.message_id):
            return turn
        turn = await turn_under(replied, turns)
        return turn if turn and turn.chat == message.chat.id else None

    async def _say(self, message: Message, turn: Turn, update_id: int | None) -> None:
        """Send an answer. It is kept before that: it may arrive although nobody says so."""
        turns = self._services.state.turns
        await keep(turns, turn)
        await keep_sent(turns, turn, await self._send(message, turn, update_id))

    async def _say_again(self, message: Message, turn: Turn, update_id: int) -> None:
        """Put an answer in the place of the one before, or send it where that is gone."""
        if not await self._changed(message, turn):
            sent = await self._send(message, turn, update_id)
            turn = replace(turn, answer_message=sent.message_id)
        # Only now: a process that ends before is to take up the change again.
        await keep(self._services.state.turns, turn)

    async def _send(self, message: Message, turn: Turn, update_id: int | None) -> Message:
        translator = await self._services.translators.of(message.from_user)
        with once(self._services.state.pending_updates, update_id):
            return await reply(message, *view(turn, translator))

    async def _changed(self, message: Message, turn: Turn) -> bool:
        """Whether the answer before could be changed."""
        if turn.answer_message is None:
            return False
        translator = await self._services.translators.of(message.from_user)
        try:
            await rewrite_at(message.get_bot(), message.chat.id, turn.answer_message, *view(turn, translator))
        except BadRequest:
            return False
        return True

    def _alone(self, message: Message) -> asyncio.Lock:
        """Held while a message is answered: a change of it waits for its first answer."""
        return self._busy.setdefault((message.chat.id, message.message_id), asyncio.Lock())


def _asks_nothing(said: str) -> bool:
    """Whether what a question was changed into is none, but a command or thanks."""
    return not said or said.startswith("/") or is_talk(said)
