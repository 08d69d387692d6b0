"""What is no question: greetings, help, what the bot cannot read, and buttons of old."""

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.handlers.links import question_in
from bot.handlers.questions import Questions
from bot.handlers.replies import reply, settle
from bot.languages import Voices


class Guide:
    """Shows people how to ask.

    Args:
        questions: Who answers a question that a deep link carries.
        voices: How to speak with each person.
    """

    def __init__(self, questions: Questions, voices: Voices) -> None:
        self._questions = questions
        self._voices = voices

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/start; a link from an inline query brings its question, or at least leads to asking one."""
        message = update.message
        if message is None:
            return
        voice = await self._voices.of(message.from_user)
        parameter = context.args[0] if context.args else ""
        if not parameter or message.chat.type != ChatType.PRIVATE:
            await reply(message, voice.say("welcome", bot=context.bot.username))
        elif question := question_in(parameter):
            await self._questions.answer(message, question, update.update_id)
        else:
            await reply(message, voice.say("ready"))

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/help."""
        if message := update.message:
            voice = await self._voices.of(message.from_user)
            await reply(message, voice.say("usage", bot=context.bot.username))

    async def unknown(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A command that does not exist, in a private chat."""
        if message := update.message:
            voice = await self._voices.of(message.from_user)
            await reply(message, voice.say("unknown-command"))

    async def wordless(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A picture, a sticker or anything else without text, in a private chat."""
        if message := update.message:
            voice = await self._voices.of(message.from_user)
            await reply(message, voice.say("text-only"))

    async def outlived(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A button that no longer means anything."""
        if query := update.callback_query:
            voice = await self._voices.of(query.from_user)
            await settle(query, voice.plain("old-button"))
