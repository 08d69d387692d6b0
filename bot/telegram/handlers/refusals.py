"""Updates that were dropped, as there were too many: their senders are told so."""

import math

from telegram.ext import ContextTypes

from bot.telegram.handlers.sending import answer_callback, reply
from bot.telegram.messages.translations import Translators
from bot.telegram.updates import Refused


class RefusalHandler:
    """Tells people that they send too much.

    Args:
        translators: The language of each person.
    """

    def __init__(self, translators: Translators) -> None:
        self._translators = translators

    async def told(self, refused: Refused, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A dropped message, edit or press: sends when to try again, as a reply or as a notice."""
        update, seconds = refused.update, math.ceil(refused.seconds)
        translator = await self._translators.of(update.effective_user)
        if update.callback_query:
            await answer_callback(update.callback_query, translator.plain("too-fast", seconds=seconds))
        elif message := update.message or update.edited_message:
            await reply(message, translator.say("too-fast", seconds=seconds))
