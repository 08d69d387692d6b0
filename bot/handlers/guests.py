"""Chats where the bot is no member: someone calls it, it answers once, and sees nothing else."""

import asyncio
import time
from typing import Final

import structlog
from telegram import InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent, Message, Update
from telegram.constants import ChatType, ParseMode
from telegram.ext import ContextTypes

from bot.access import Verdict
from bot.carrier import once
from bot.handlers.calls import is_from_bot, question_in, replied_to
from bot.handlers.house import House
from bot.handlers.questions import dressed
from bot.handlers.replies import NO_PREVIEW
from bot.keyboard import Press
from bot.markup import Html
from bot.state import StateError, Turn
from retrieval.followup import understood
from retrieval.library import PUBLIC

_log = structlog.get_logger(__name__)

_RESULT: Final = "answer"
_GROUPS: Final = (ChatType.GROUP, ChatType.SUPERGROUP)


class Guests:
    """Answers from the public documents alone.

    The id of a guest's chat says nothing: that of two people has the id of one of them, as their private
    chat with the bot has. Hence turns are kept without it, like those sent by way of the bot.

    Args:
        house: Where questions are answered.
    """

    def __init__(self, house: House) -> None:
        self._house = house

    async def called(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A message in a chat of others calls the bot."""
        message = update.guest_message
        if message is None or message.from_user is None or message.guest_query_id is None:
            return
        group = message.chat.id if message.chat.type in _GROUPS else None
        if not self._house.rules.access.admits(message.from_user.id, group):
            return
        voice = await self._house.voices.of(message.from_user)
        question = question_in(message)
        verdict = self._house.allowance.take(message.from_user.id, group)
        with once(self._house.state.inbox, update.update_id):
            if verdict is Verdict.LATER:
                await _answer(message, voice.say("too-many"))
            elif verdict is Verdict.NOW and not question:
                await _answer(message, voice.say("how-to-ask"))
            elif verdict is Verdict.NOW:
                turn = await self._answered(message, question)
                await self._keep(turn)
                await _answer(message, *dressed(turn, voice))

    async def _answered(self, message: Message, question: str) -> Turn:
        began = time.perf_counter()
        before = await self._before(message)
        full, near = question, None
        if before is not None:
            answer = before.reply.answer
            full = await asyncio.to_thread(
                understood, before.understood, answer.text if answer else "", question
            )
            near = answer.passage if answer else None
        found = await self._house.desk.ask(full, frozenset({PUBLIC}), near)
        return Turn(
            chat=None,
            asker=message.from_user.id if message.from_user else 0,
            question=question,
            understood=full,
            reply=found,
            took_ms=(time.perf_counter() - began) * 1000,
            inline=True,
            chosen=0,
            question_message=message.message_id,
        )

    async def _keep(self, turn: Turn) -> None:
        try:
            await self._house.state.turns.put(turn)
        except StateError as error:
            _log.warning("turn_not_kept", error=str(error))

    async def _before(self, message: Message) -> Turn | None:
        """The turn whose answer a message replies to: the bot knows its own messages by their buttons."""
        replied = replied_to(message)
        if replied is None or replied.reply_markup is None or not is_from_bot(replied):
            return None
        for row in replied.reply_markup.inline_keyboard:
            for button in row:
                press = Press.of(str(button.callback_data))
                turn = await self._house.state.turns.find(press.turn) if press else None
                if turn is not None:
                    return turn if turn.inline else None
        return None


async def _answer(message: Message, html: Html, keyboard: InlineKeyboardMarkup | None = None) -> None:
    content = InputTextMessageContent(html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW)
    result = InlineQueryResultArticle(_RESULT, _RESULT, content, reply_markup=keyboard)
    await message.answer_guest_query(result)
