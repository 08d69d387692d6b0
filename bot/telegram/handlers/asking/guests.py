"""Guest mode: people mention the bot in chats where it is no member, and it sends one message."""

import math
from dataclasses import replace
from typing import Final

from telegram import InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent, Message, Update
from telegram.ext import ContextTypes

from bot.storage import Turn
from bot.telegram.handlers.asking.mentions import group_of, is_from_bot, question_in, replied_to
from bot.telegram.handlers.asking.question import ChatQuestion, store_turn, turn_of_buttons
from bot.telegram.handlers.services import Services
from bot.telegram.messages.html import Html
from bot.telegram.messages.turns import view
from bot.telegram.origin import sender_of
from bot.telegram.rate_limiter import once
from retrieval.library import PUBLIC

_RESULT_ID: Final = "answer"


class GuestHandlers:
    """Answers questions of guest mode from the public documents.

    The chat id of a guest message is ambiguous: a chat of two people has the id of one of them, like the
    private chat of that person with the bot. So turns are stored without it, like those of inline queries.

    Args:
        services: Answer pool, database, languages and rules.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    async def called(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A guest message: sends the answer to its question, or how to ask."""
        message = update.guest_message
        if message is None or message.from_user is None or message.guest_query_id is None:
            return
        group = group_of(message.chat)
        allowance, user = self._services.allowance, sender_of(message)
        if not self._services.rules.access.admits(user, group):
            return
        translator = await self._services.translators.of(message.from_user)
        question = question_in(message)
        wait = allowance.take(user, group)
        with once(self._services.state.pending_updates, update.update_id):
            if wait:
                if allowance.tells(user, group):
                    await _answer(message, translator.say("too-many", seconds=math.ceil(wait)))
            elif not question:
                await _answer(message, translator.say("how-to-ask"))
            else:
                turn = await self._turn(message, question)
                await store_turn(self._services.state.turns, turn)
                await _answer(message, *view(turn, translator))

    async def _turn(self, message: Message, question: str) -> Turn:
        asked = ChatQuestion(message, question, await self._turn_before(message))
        turn = await asked.turn(self._services.answer_pool, frozenset({PUBLIC}))
        return replace(turn, chat=None, thread=None, inline=True, chosen=0)

    async def _turn_before(self, message: Message) -> Turn | None:
        """The turn whose answer a message replies to, found by the buttons under that answer, or None."""
        replied = replied_to(message)
        if replied is None or not is_from_bot(replied):
            return None
        turn = await turn_of_buttons(replied, self._services.state.turns)
        return turn if turn and turn.inline else None


async def _answer(message: Message, html: Html, keyboard: InlineKeyboardMarkup | None = None) -> None:
    content = InputTextMessageContent(html)
    result = InlineQueryResultArticle(_RESULT_ID, _RESULT_ID, content, reply_markup=keyboard)
    await message.answer_guest_query(result)
