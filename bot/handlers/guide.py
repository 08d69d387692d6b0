"""Messages that are no questions: greetings, help, and what the bot cannot read."""

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.handlers.links import question_in
from bot.handlers.questions import Questions
from bot.handlers.replies import reply
from bot.phrases import READY, TEXT_ONLY, UNKNOWN_COMMAND, usage, welcome


class Guide:
    """Shows people how to ask.

    Args:
        questions: Who answers a question that a deep link carries.
    """

    def __init__(self, questions: Questions) -> None:
        self._questions = questions

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/start; a link from an inline query brings its question, or at least leads to asking one."""
        message = update.message
        if message is None:
            return
        parameter = context.args[0] if context.args else ""
        if not parameter or message.chat.type != ChatType.PRIVATE:
            await reply(message, welcome(context.bot.username))
        elif question := question_in(parameter):
            await self._questions.answer(message, question)
        else:
            await reply(message, READY)

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/help."""
        if update.message:
            await reply(update.message, usage(context.bot.username))

    async def unknown(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A command that does not exist, in a private chat."""
        if update.message:
            await reply(update.message, UNKNOWN_COMMAND)

    async def wordless(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A picture, a sticker or anything else without text, in a private chat."""
        if update.message:
            await reply(update.message, TEXT_ONLY)
