"""The guide for all that is no question: greetings, help, what the bot cannot read, buttons of old."""

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.telegram.handlers.asking.questions import Questions
from bot.telegram.handlers.deep_links import question_in
from bot.telegram.handlers.sending import reply, settle
from bot.telegram.handlers.services import Services
from bot.telegram.messages.html import Html, joined
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.uploads import KINDS


class HelpMessages:
    """Shows people how to ask.

    Args:
        house: What there is to use, and how to speak with each person.
        questions: Who answers a question that a deep link carries.
    """

    def __init__(self, services: Services, questions: Questions) -> None:
        self._services = services
        self._questions = questions

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/start; a link from an inline query brings its question, or at least leads to asking one."""
        message = update.message
        if message is None:
            return
        translator = await self._services.translators.of(message.from_user)
        parameter = context.args[0] if context.args else ""
        if not parameter or message.chat.type != ChatType.PRIVATE:
            await reply(message, self._welcome(translator, context.bot.username))
        elif question := question_in(parameter):
            await self._questions.answer(message, question, update.update_id)
        else:
            await reply(message, translator.say("ready"))

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/help."""
        if message := update.message:
            translator = await self._services.translators.of(message.from_user)
            await reply(message, self._usage(translator, context.bot.username))

    async def unknown(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A command that does not exist, in a private chat."""
        if message := update.message:
            translator = await self._services.translators.of(message.from_user)
            await reply(message, translator.say("unknown-command"))

    async def wordless(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A picture, a sticker or anything else without text, in a private chat."""
        if message := update.message:
            translator = await self._services.translators.of(message.from_user)
            await reply(message, translator.say("text-only"))

    async def outlived(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A button that no longer means anything."""
        if query := update.callback_query:
            translator = await self._services.translators.of(query.from_user)
            await settle(query, translator.plain("old-button"))

    def _welcome(self, translator: Translator, username: str) -> Html:
        lines = [translator.say("welcome", bot=username)]
        if self._services.takes_documents:
            lines.append(translator.say("welcome-documents"))
        return joined(lines)

    def _usage(self, translator: Translator, username: str) -> Html:
        chapters = [translator.say("usage", bot=username), translator.say("usage-more")]
        if self._services.takes_documents:
            chapters.insert(1, translator.say("usage-documents", kinds=KINDS))
        return joined(chapters, "\n\n")
