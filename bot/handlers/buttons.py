"""The buttons under answers."""

from collections.abc import Sequence

from telegram import CallbackQuery, Update
from telegram.ext import ContextTypes

from bot.audience import open_to_all
from bot.handlers.house import House
from bot.handlers.replies import rewrite, settle
from bot.keyboard import Press, Verb, answer_buttons, nearest_buttons
from bot.languages import Voice
from bot.render import ANSWERS, name, nearest, render, render_nearest
from bot.state import Turn
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
        query = update.callback_query
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
                await self._vote(query, turn, press, voice)
            case Verb.NEAREST:
                await self._show_nearest(query, turn, press.position, voice)
            case Verb.ANSWER | Verb.CONTEXT:
                await self._show(query, turn, press, voice)

    def _belongs(self, turn: Turn, query: CallbackQuery) -> bool:
        """Whether a press comes from the chat of the turn: its id is secret, but a press can be made up."""
        message = query.message
        return turn.inline if message is None else turn.chat == message.chat.id

    async def _vote(self, query: CallbackQuery, turn: Turn, press: Press, voice: Voice) -> None:
        useful = press.verb is Verb.USEFUL
        cast = await self._house.state.votes.cast(
            turn.id, query.from_user.id, useful=useful, position=press.position
        )
        await settle(query, voice.plain("voted" if cast else "turn-gone"))

    async def _show(self, query: CallbackQuery, turn: Turn, press: Press, voice: Voice) -> None:
        pages = _pages(turn)
        if press.position not in pages or not turn.found:
            await settle(query, voice.plain("turn-gone"))
            return
        around = await self._around(query, turn.reply.answers[press.position].passage, voice)
        if not around:
            return
        wide = press.verb is Verb.CONTEXT
        followed = turn.understood if turn.understood != turn.question else ""
        card = render(
            turn.reply,
            voice,
            understood=followed,
            position=press.position,
            around=around if wide else (),
            asked=turn.inline and turn.question_message is None,
        )
        await rewrite(query, card.html, answer_buttons(turn.id, press.position, pages, voice, wide=wide))

    async def _show_nearest(self, query: CallbackQuery, turn: Turn, position: int, voice: Voice) -> None:
        places = nearest(turn.reply)
        if position >= len(places) or turn.found:
            await settle(query, voice.plain("turn-gone"))
            return
        passage = places[position].passage
        if not await self._around(query, passage, voice):
            return
        names = [name(answer.passage) for answer in places]
        html = render_nearest(passage, voice)
        await rewrite(query, html, nearest_buttons(turn.id, names, shown=position))

    async def _around(self, query: CallbackQuery, passage: Passage, voice: Voice) -> tuple[Passage, ...]:
        """A passage and its neighbours; what has left the documents is not shown, and that is said."""
        around = await self._house.desk.around(passage)
        await settle(query, "" if around else voice.plain("passage-gone"))
        return around


def _pages(turn: Turn) -> Sequence[int]:
    """The answers that can be paged through; one sent by way of the bot is seen by people who did not ask."""
    found = open_to_all(turn.reply) if turn.inline else range(len(turn.reply.answers))
    return found[:ANSWERS]
