"""Buttons under answers, pressed."""

import time

from telegram import CallbackQuery, Update
from telegram.ext import ContextTypes

from bot.services.nearest import nearest
from bot.storage import Turn
from bot.telegram.handlers.sending import rewrite, settle
from bot.telegram.handlers.services import Services
from bot.telegram.messages.callback_data import AnswerAction, AnswerButton
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.turns import pages, view, view_nearest
from retrieval.documents import Passage


class Buttons:
    """Does what the buttons under answers say.

    Args:
        house: Where answers are remembered.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    async def pressed(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A button was pressed; by anyone who sees the answer."""
        query, pressed_at = update.callback_query, time.time()
        button = AnswerButton.decode(query.data) if query else None
        if query is None:
            return
        translator = await self._services.translators.of(query.from_user)
        turn = await self._services.state.turns.find(button.turn) if button else None
        if button is None or turn is None or not self._belongs(turn, query):
            await settle(query, translator.plain("turn-gone"))
            return
        match button.action:
            case AnswerAction.USEFUL | AnswerAction.USELESS:
                await self._vote(query, turn, button, translator, pressed_at)
            case AnswerAction.NEAREST:
                await self._show_nearest(query, turn, button.position, translator)
            case AnswerAction.ANSWER | AnswerAction.CONTEXT:
                await self._show(query, turn, button, translator)

    def _belongs(self, turn: Turn, query: CallbackQuery) -> bool:
        """Whether a press comes from the chat of the turn: its id is secret, but a press can be made up."""
        message = query.message
        return turn.inline if message is None else turn.chat == message.chat.id

    async def _vote(
        self,
        query: CallbackQuery,
        turn: Turn,
        button: AnswerButton,
        translator: Translator,
        pressed_at: float,
    ) -> None:
        useful = button.action is AnswerAction.USEFUL
        cast = await self._services.state.votes.cast(
            turn.id, query.from_user.id, useful=useful, position=button.position, at=pressed_at
        )
        await settle(query, translator.plain("voted" if cast else "turn-gone"))

    async def _show(
        self, query: CallbackQuery, turn: Turn, button: AnswerButton, translator: Translator
    ) -> None:
        if button.position not in pages(turn) or not turn.found:
            await settle(query, translator.plain("turn-gone"))
        elif around := await self._around(query, turn.reply.answers[button.position].passage, translator):
            wide = button.action is AnswerAction.CONTEXT
            await rewrite(query, *view(turn, translator, button.position, around if wide else ()))

    async def _show_nearest(
        self, query: CallbackQuery, turn: Turn, position: int, translator: Translator
    ) -> None:
        places = nearest(turn.reply)
        if position >= len(places) or turn.found:
            await settle(query, translator.plain("turn-gone"))
        elif await self._around(query, places[position].passage, translator):
            await rewrite(query, *view_nearest(turn, translator, position))

    async def _around(
        self, query: CallbackQuery, passage: Passage, translator: Translator
    ) -> tuple[Passage, ...]:
        """A passage and its neighbours; what has left the documents is not shown, and that is said."""
        around = await self._services.answer_pool.around(passage)
        await settle(query, "" if around else translator.plain("passage-gone"))
        return around
