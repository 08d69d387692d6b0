"""Guests' calls, in chats where the bot is no member: it answers once, and sees nothing else."""

import math
from dataclasses import replace
from typing import Final

from telegram import InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent, Message, Update
from telegram.constants import ParseMode
from telegram.ext import ContextTypes

from bot.storage import Turn
from bot.telegram.handlers.asking.mentions import group_of, is_from_bot, question_in, replied_to
from bot.telegram.handlers.asking.question import ChatQuestion, keep, turn_under
from bot.telegram.handlers.sending import NO_PREVIEW
from bot.telegram.handlers.services import Services
from bot.telegram.messages.html import Html
from bot.telegram.messages.turns import view
from bot.telegram.rate_limiter import once
from retrieval.library import PUBLIC

_RESULT: Final = "answer"


class Guests:
    """Answers from the public documents alone.

    The id of a guest's chat says nothing: that of two people has the id of one of them, as their private
    chat with the bot has. Hence turns are kept without it, like those sent by way of the bot.

    Args:
        house: Where questions are answered.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    async def called(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A message in a chat of others calls the bot."""
        message = update.guest_message
        if message is None or message.from_user is None or message.guest_query_id is None:
            return
        group = group_of(message.chat)
        if not self._services.rules.access.admits(message.from_user.id, group):
            return
        translator = await self._services.translators.of(message.from_user)
        question = question_in(message)
        allowance, user = self._services.allowance, message.from_user.id
        wait = allowance.take(user, group)
        with once(self._services.state.pending_updates, update.update_id):
            if wait:
                if allowance.tells(user, group):
                    await _answer(message, translator.say("too-many", seconds=math.ceil(wait)))
            elif not question:
                await _answer(message, translator.say("how-to-ask"))
            else:
                turn = await self._turn(message, question)
                await keep(self._services.state.turns, turn)
                await _answer(message, *view(turn, translator))

    async def _turn(self, message: Message, question: str) -> Turn:
        asked = ChatQuestion(message, question, await self._before(message))
        turn = await asked.turn(self._services.answer_pool, frozenset({PUBLIC}))
        return replace(turn, chat=None, thread=None, inline=True, chosen=0)

    async def _before(self, message: Message) -> Turn | None:
        """The turn whose answer a message replies to: the bot knows its own messages by their buttons."""
        replied = replied_to(message)
        if replied is None or not is_from_bot(replied):
            return None
        turn = await turn_under(replied, self._services.state.turns)
        return turn if turn and turn.inline else None


async def _answer(message: Message, html: Html, keyboard: InlineKeyboardMarkup | None = None) -> None:
    content = InputTextMessageContent(html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW)
    result = InlineQueryResultArticle(_RESULT, _RESULT, content, reply_markup=keyboard)
    await message.answer_guest_query(result)
