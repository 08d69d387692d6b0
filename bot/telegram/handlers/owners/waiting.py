"""Those who asked in private what found no answer then: they are sent the answer once there is one."""

import asyncio
from contextlib import suppress

from telegram import Bot, ReplyParameters, User
from telegram.error import BadRequest, Forbidden

from bot.services.visibility import visible
from bot.storage import Turn
from bot.telegram.handlers.services import Services
from bot.telegram.messages.html import joined
from bot.telegram.messages.turns import view


class WaitingAskers:
    """Knows who asked a question in vain, as long as the bot remembers it, and sends them its answer.

    Args:
        services: Database, answer pool, rules and languages.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._telling = asyncio.Lock()

    async def turns(self, question: str) -> list[Turn]:
        """The turns of those who may still use the bot; the owners, who answer, are left out."""
        access = self._services.rules.access
        waiting = await self._services.state.turns.waiting(question)
        return [turn for turn in waiting if access.admits(turn.asker) and not access.is_owner(turn.asker)]

    async def tell(self, bot: Bot, question: str) -> int:
        """Send everyone the answer below their question, once; gives how many got it."""
        async with self._telling:
            return sum([await self._tell(bot, turn) for turn in await self.turns(question)])

    async def _tell(self, bot: Bot, waiting: Turn) -> bool:
        """Send someone the answer, if there is one; a turn that has an answer waits no more."""
        state = self._services.state
        reply = await self._services.answer_pool.ask(
            waiting.asker, waiting.understood, visible(waiting.asker)
        )
        if reply.answer is None or waiting.question_message is None:
            return False
        turn = waiting.answered(reply)
        await state.turns.put(turn)  # first: what may have been sent is not sent again
        if await state.has_left(turn.asker, turn.asked_at):
            return False
        translator = await self._services.translators.of(User(turn.asker, "", is_bot=False))
        html, keyboard = view(turn, translator)
        with suppress(BadRequest, Forbidden):  # they left, or blocked the bot
            sent = await bot.send_message(
                turn.asker,
                joined([translator.say("faq-now-answered"), html], "\n\n"),
                reply_markup=keyboard,
                reply_parameters=ReplyParameters(waiting.question_message, allow_sending_without_reply=True),
            )
            await state.turns.sent(turn.id, sent.message_id)
            return True
        return False
