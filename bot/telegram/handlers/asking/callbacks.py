"""Buttons under answers, pressed."""

import time

from telegram import CallbackQuery, Update
from telegram.ext import ContextTypes

from bot.services.nearest import nearest
from bot.storage import Turn
from bot.telegram.handlers.sending import rewrite, settle
from bot.telegram.handlers.services import Services
from bot.telegram.messages.buttons import ButtonAction, Press
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
        press = Press.of(query.data or "") if query else None
        if query is None:
            return
        translator = await self._services.translators.of(query.from_user)
        turn = await self._services.state.turns.find(press.turn) if press else None
        if press is None or turn is None or not self._belongs(turn, query):
            await settle(query, translator.plain("turn-gone"))
            return
        match press.action:
            case ButtonAction.USEFUL | ButtonAction.USELESS:
                await self._vote(query, turn, press, translator, pressed_at)
            case ButtonAction.NEAREST:
                await self._show_nearest(query, turn, press.position, translator)
            case ButtonAction.ANSWER | ButtonAction.CONTEXT:
                await self._show(query, turn, press, translator)

    def _belongs(self, turn: Turn, query: CallbackQuery) -> bool:
        """Whether a press comes from the chat of the turn: its id is secret, but a press can be made up."""
        message = query.message
        return turn.inline if message is None else turn.chat == message.chat.id

    async def _vote(
        self, query: CallbackQuery, turn: Turn, press: Press, translator: Translator, pressed_at: float
    ) -> None:
        useful = press.action is ButtonAction.USEFUL
        cast = await self._services.state.votes.cast(
            turn.id, query.from_user.id, useful=useful, position=press.position, at=pressed_at
        )
        await settle(query, translator.plain("voted" if cast else "turn-gone"))

    async def _show(self, query: CallbackQuery, turn: Turn, press: Press, translator: Translator) -> None:
        if press.position not in pages(turn) or not turn.found:
            await settle(query, translator.plain("turn-gone"))
        elif around := await self._around(query, turn.reply.answers[press.position].passage, translator):
            wide = press.action is ButtonAction.CONTEXT
            await rewrite(query, *view(turn, translator, press.position, around if wide else ()))

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
