"""A question that was asked of some documents is asked of all."""

from telegram import CallbackQuery, Message

from bot.services.visibility import visible
from bot.storage import Turn
from bot.telegram.handlers.admission import refused
from bot.telegram.handlers.asking.question import store_turn
from bot.telegram.handlers.sending import answer_callback, edit
from bot.telegram.handlers.services import Services
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.turns import view


class WiderSearch:
    """Answers a question from all documents that its chat can see, in place of its answer from some.

    Args:
        services: Answer pool, database and rules.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    async def search(self, query: CallbackQuery, turn: Turn, translator: Translator) -> None:
        """Edit the new answer in; counts as a question of whoever pressed."""
        message = query.message
        if not isinstance(message, Message) or turn.chat is None or not turn.reply.within:
            await answer_callback(query, translator.plain("turn-gone"))
            return
        if await refused(self._services, query, message.chat, translator):
            return
        await answer_callback(query)
        reply = await self._services.answer_pool.ask(query.from_user.id, turn.understood, visible(turn.chat))
        wider = turn.answered(reply)
        await store_turn(self._services.state.turns, wider)
        await edit(query, *view(wider, translator))
