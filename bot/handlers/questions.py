"""Messages that are questions."""

import asyncio
import time
from dataclasses import replace
from typing import Final
from weakref import WeakValueDictionary

import structlog
from telegram import InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.access import Verdict
from bot.audience import visible
from bot.carrier import once
from bot.handlers.calls import is_from_bot, is_question, question_in, replied_to
from bot.handlers.house import House
from bot.handlers.replies import reply, rewrite_at, typing
from bot.keyboard import answer_buttons, nearest_buttons
from bot.languages import Voice
from bot.markup import Html
from bot.render import ANSWERS, name, nearest, render
from bot.state import StateError, Turn
from retrieval.followup import understood

_SURE: Final = 0.5
_GROUPS: Final = (ChatType.GROUP, ChatType.SUPERGROUP)

_log = structlog.get_logger(__name__)


class Questions:
    """Answers questions that come as messages.

    Args:
        house: Where they are answered, and what is remembered of it.
    """

    def __init__(self, house: House) -> None:
        self._house = house
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
        settings = await self._house.state.chats.get(message.chat.id)
        if not settings.only_called:
            await self.answer(message, message.text or "", update.update_id, unasked=True)

    async def edited(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A question that was changed: its answer changes, too. Other messages may change as they like."""
        message = update.edited_message
        if message is None:
            return
        async with self._alone(message):
            before = await self._house.state.turns.by_question(message.chat.id, message.message_id)
            question = question_in(message)
            if before is None or not question or question == before.question:
                return
            if not await self._admitted(message):
                return
            turn = await self._answered(message, question)
            turn = replace(turn, id=before.id, answer_message=before.answer_message)
            await self._say_again(message, turn)

    async def answer(
        self, message: Message, question: str, update_id: int | None = None, *, unasked: bool = False
    ) -> None:
        """Answer a question as a reply to a message; without a question, say how to ask.

        Args:
            message: The message.
            question: The question.
            update_id: The update that brought it.
            unasked: Nobody called the bot: it says nothing where it has no answer.
        """
        question = question.strip()
        async with self._alone(message):
            if not await self._admitted(message, silent=unasked):
                return
            if not question:
                voice = await self._house.voices.of(message.from_user)
                await reply(message, voice.say("how-to-ask"))
                return
            async with typing(message):
                turn = await self._answered(message, question)
            if not unasked or _is_sure(turn):
                await self._say(message, turn, update_id)

    async def _admitted(self, message: Message, *, silent: bool = False) -> bool:
        """Whether someone may ask now; where not, they are told, a group only once in a while."""
        user, chat = _asker(message), message.chat
        group = chat.id if chat.type in _GROUPS else None
        voice = await self._house.voices.of(message.from_user)
        if not self._house.rules.access.admits(user, chat.id):
            if group is None and not silent:
                await reply(message, voice.say("not-admitted", id=user))
            return False
        verdict = self._house.allowance.take(user, group)
        if verdict is Verdict.LATER and not silent:
            await reply(message, voice.say("too-many"))
        return verdict is Verdict.NOW

    async def _answered(self, message: Message, question: str) -> Turn:
        """The question with its answer, understood with the one that it follows up."""
        began = time.perf_counter()
        before = await self._before(message)
        full, near = question, None
        if before is not None:
            answer = before.reply.answer
            full = await asyncio.to_thread(
                understood, before.understood, answer.text if answer else "", question
            )
            near = answer.passage if answer else None
        found = await self._house.desk.ask(full, visible(message.chat.id), near)
        return Turn(
            chat=message.chat.id,
            thread=message.message_thread_id if message.is_topic_message else None,
            asker=_asker(message),
            question=question,
            understood=full,
            reply=found,
            took_ms=(time.perf_counter() - began) * 1000,
            question_message=message.message_id,
        )

    async def _before(self, message: Message) -> Turn | None:
        """The turn whose answer a message replies to."""
        replied = replied_to(message)
        if replied is None or not is_from_bot(replied):
            return None
        return await self._house.state.turns.by_answer(message.chat.id, replied.message_id)

    async def _say(self, message: Message, turn: Turn, update_id: int | None) -> None:
        voice = await self._house.voices.of(message.from_user)
        html, keyboard = dressed(turn, voice)
        with once(self._house.state.inbox, update_id):
            sent = await reply(message, html, keyboard)
        await self._keep(replace(turn, answer_message=sent.message_id))

    async def _say_again(self, message: Message, turn: Turn) -> None:
        """Put an answer in the place of the one before, or send it where that is gone."""
        voice = await self._house.voices.of(message.from_user)
        html, keyboard = dressed(turn, voice)
        try:
            if turn.answer_message is None:
                raise BadRequest("there is no answer to change")
            await rewrite_at(message.get_bot(), message.chat.id, turn.answer_message, html, keyboard)
        except BadRequest:
            sent = await reply(message, html, keyboard)
            turn = replace(turn, answer_message=sent.message_id)
        await self._keep(turn)

    async def _keep(self, turn: Turn) -> None:
        try:
            await self._house.state.turns.put(turn)
        except StateError as error:
            _log.warning("turn_not_kept", error=str(error))

    def _alone(self, message: Message) -> asyncio.Lock:
        """Held while a message is answered: a change of it waits for its first answer."""
        return self._busy.setdefault((message.chat.id, message.message_id), asyncio.Lock())


def _is_sure(turn: Turn) -> bool:
    """Whether an answer is good enough to be given to people who did not call."""
    return turn.reply.answer is not None and turn.reply.answer.confidence >= _SURE


def dressed(turn: Turn, voice: Voice) -> tuple[Html, InlineKeyboardMarkup | None]:
    """The message that answers a turn, and the buttons under it."""
    followed = turn.understood if turn.understood != turn.question else ""
    card = render(turn.reply, voice, understood=followed)
    if card.found:
        pages = range(len(turn.reply.answers))[:ANSWERS]
        return card.html, answer_buttons(turn.id, 0, pages, voice)
    return card.html, nearest_buttons(turn.id, [name(answer.passage) for answer in nearest(turn.reply)])


def _asker(message: Message) -> int:
    """Who wrote a message; an anonymous admin writes in the name of the group."""
    return message.from_user.id if message.from_user else message.chat.id
