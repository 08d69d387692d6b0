"""Presses of the buttons under answers."""

import time

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from bot.storage import Turn
from bot.telegram.handlers.admission import refused
from bot.telegram.handlers.asking.everywhere import WiderSearch
from bot.telegram.handlers.asking.mentions import group_of
from bot.telegram.handlers.asking.originals import OriginalSender
from bot.telegram.handlers.sending import answer_callback, edit, reply
from bot.telegram.handlers.services import Services
from bot.telegram.messages.button_kinds import AnswerAction, AnswerButton
from bot.telegram.messages.buttons import with_vote
from bot.telegram.messages.html import Html
from bot.telegram.messages.suggestions import with_next_of
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.turns import View, pages, view, view_nearest
from bot.telegram.rate_limiter import once
from retrieval.documents import Passage
from retrieval.search.ranking.nearest import nearest


class AnswerButtonHandlers:
    """Handles presses of the buttons under answers.

    Args:
        services: Database, answer pool and languages.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._originals = OriginalSender(services)
        self._wider = WiderSearch(services)

    async def pressed(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A press under an answer, by anyone who sees it: a vote, another answer, or the original."""
        query, pressed_at = update.callback_query, time.time()
        button = AnswerButton.decode(query.data) if query else None
        if query is None:
            return
        translator = await self._services.translators.of(query.from_user)
        turn = await self._services.state.turns.find(button.turn) if button else None
        if button is None or turn is None or not self._belongs(turn, query):
            await answer_callback(query, translator.plain("turn-gone"))
            return
        if turn.inline and turn.chosen is None:
            # A message with buttons was chosen, though Telegram reports that only where feedback is on.
            await self._services.state.turns.chosen(turn.id, turn.asker, button.position)
        match button.action:
            case AnswerAction.USEFUL | AnswerAction.USELESS:
                await self._vote(query, turn, button, translator, pressed_at)
            case AnswerAction.NEAREST:
                await self._show_nearest(query, turn, button.position, translator)
            case AnswerAction.ANSWER | AnswerAction.CONTEXT:
                await self._show(query, turn, button, translator)
            case AnswerAction.EVERYWHERE:
                await self._wider.search(query, turn, translator)
            case AnswerAction.ALONE:
                with once(self._services.state.pending_updates, update.update_id):
                    await self._send_alone(query, turn, translator)
            case AnswerAction.PAGE | AnswerAction.FILE:
                with once(self._services.state.pending_updates, update.update_id):
                    await self._originals.send(query, turn, button, translator)

    def _belongs(self, turn: Turn, query: CallbackQuery) -> bool:
        """Whether a press comes from the chat of the turn: anyone can make up callback data."""
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
        await answer_callback(query, translator.plain("voted" if cast else "turn-gone"))
        if cast and (message := _own_message(query)) and message.reply_markup:
            marked = with_vote(message.reply_markup, button)
            if marked != message.reply_markup:
                await edit(query, Html(message.text_html), marked)

    async def _show(
        self, query: CallbackQuery, turn: Turn, button: AnswerButton, translator: Translator
    ) -> None:
        if not turn.found and button.action is AnswerAction.ANSWER and not turn.inline:
            await answer_callback(query)
            await _edit(query, view(turn, translator))  # the list of the nearest passages
            return
        if button.position not in pages(turn) or not turn.found:
            await answer_callback(query, translator.plain("turn-gone"))
            return
        wide, passage = button.action is AnswerAction.CONTEXT, turn.reply.answers[button.position].passage
        alone = translator.plain("no-context") if wide else ""
        if around := await self._around(query, passage, translator, alone):
            html, keyboard = view(turn, translator, button.position, around if wide else ())
            if keyboard and _own_message(query):
                keyboard = with_vote(keyboard, await self._vote_of(query.from_user.id, turn))
            await _edit(query, (html, keyboard))

    async def _send_alone(self, query: CallbackQuery, turn: Turn, translator: Translator) -> None:
        """Send the answer of one of several questions with all its buttons; counts as a question."""
        if not isinstance(query.message, Message) or turn.inline:
            await answer_callback(query, translator.plain("turn-gone"))
        elif await refused(self._services, query, query.message.chat, translator):
            return
        elif not turn.found:
            await answer_callback(query)
            await reply(query.message, *view(turn, translator, asked=True))
        elif await self._around(query, turn.reply.answers[0].passage, translator):
            await reply(query.message, *view(turn, translator, asked=True))

    async def _vote_of(self, voter: int, turn: Turn) -> AnswerButton | None:
        """The button by which somebody voted on a turn, or None."""
        vote = await self._services.state.votes.of(turn.id, voter)
        if vote is None:
            return None
        action = AnswerAction.USEFUL if vote.useful else AnswerAction.USELESS
        return AnswerButton(turn.id, action, vote.position)

    async def _show_nearest(
        self, query: CallbackQuery, turn: Turn, position: int, translator: Translator
    ) -> None:
        places = nearest(turn.reply)
        if position >= len(places) or turn.found:
            await answer_callback(query, translator.plain("turn-gone"))
        elif await self._around(query, places[position].passage, translator):
            await _edit(query, view_nearest(turn, translator, position))

    async def _around(
        self, query: CallbackQuery, passage: Passage, translator: Translator, alone: str = ""
    ) -> tuple[Passage, ...]:
        """A passage and its neighbours, or () and a notice where it was removed. Answers the press.

        Args:
            query: The press.
            passage: The passage.
            translator: The language of the notice.
            alone: The notice where it has no neighbours.
        """
        around = await self._services.answer_pool.around(passage)
        notice = alone if len(around) == 1 else ""
        await answer_callback(query, notice if around else translator.plain("passage-gone"))
        return around


def _own_message(query: CallbackQuery) -> Message | None:
    """The message that was pressed, where nobody but whoever pressed sees it: else its buttons are of all."""
    message = query.message
    return message if isinstance(message, Message) and group_of(message.chat) is None else None


async def _edit(query: CallbackQuery, shown: View) -> None:
    """Show something else in the message that was pressed; the next questions below it stay."""
    html, keyboard = shown
    if isinstance(query.message, Message):
        keyboard = with_next_of(keyboard, query.message)
    await edit(query, html, keyboard)
