"""Buttons under answers, pressed."""

import time

from telegram import CallbackQuery, Update
from telegram.ext import ContextTypes

from bot.services.nearest import nearest
from bot.storage import Turn
from bot.telegram.handlers.context import House
from bot.telegram.handlers.sending import rewrite, settle
from bot.telegram.messages.buttons import Press, Verb
from bot.telegram.messages.translations import Voice
from bot.telegram.messages.turns import pages, view, view_nearest
from retrieval.documents import Passage


class Buttons:
    """Does what the buttons under answers say.

    Args:
        house: Where answers are remembered.
    """

    def __init__(self, house: House) -> None:
        self._house = house

    async def pressed(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A button was pressed; by anyone who sees the answer."""
        query, pressed_at = update.callback_query, time.time()
        press = Press.of(query.data or "") if query else None
        if query is None:
            return
        voice = await self._house.voices.of(query.from_user)
        turn = await self._house.state.turns.find(press.turn) if press else None
        if press is None or turn is None or not self._belongs(turn, query):
            await settle(query, voice.plain("turn-gone"))
            return
        match press.verb:
            case Verb.USEFUL | Verb.USELESS:
                await self._vote(query, turn, press, voice, pressed_at)
            case Verb.NEAREST:
                await self._show_nearest(query, turn, press.position, voice)
            case Verb.ANSWER | Verb.CONTEXT:
                await self._show(query, turn, press, voice)

    def _belongs(self, turn: Turn, query: CallbackQuery) -> bool:
        """Whether a press comes from the chat of the turn: its id is secret, but a press can be made up."""
        message = query.message
        return turn.inline if message is None else turn.chat == message.chat.id

    async def _vote(
        self, query: CallbackQuery, turn: Turn, press: Press, voice: Voice, pressed_at: float
    ) -> None:
        useful = press.verb is Verb.USEFUL
        cast = await self._house.state.votes.cast(
            turn.id, query.from_user.id, useful=useful, position=press.position, at=pressed_at
        )
        await settle(query, voice.plain("voted" if cast else "turn-gone"))

    async def _show(self, query: CallbackQuery, turn: Turn, press: Press, voice: Voice) -> None:
        if press.position not in pages(turn) or not turn.found:
            await settle(query, voice.plain("turn-gone"))
        elif around := await self._around(query, turn.reply.answers[press.position].passage, voice):
            wide = press.verb is Verb.CONTEXT
            await rewrite(query, *view(turn, voice, press.position, around if wide else ()))

    async def _show_nearest(self, query: CallbackQuery, turn: Turn, position: int, voice: Voice) -> None:
        places = nearest(turn.reply)
        if position >= len(places) or turn.found:
            await settle(query, voice.plain("turn-gone"))
        elif await self._around(query, places[position].passage, voice):
            await rewrite(query, *view_nearest(turn, voice, position))

    async def _around(self, query: CallbackQuery, passage: Passage, voice: Voice) -> tuple[Passage, ...]:
        """A passage and its neighbours; what has left the documents is not shown, and that is said."""
        around = await self._house.desk.around(passage)
        await settle(query, "" if around else voice.plain("passage-gone"))
        return around
