"""Help messages: /start, /help, and replies to what the bot cannot handle."""

from typing import Final

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.services.rate_limit import MINUTE_S, RateLimit
from bot.services.visibility import visible
from bot.telegram.handlers.asking.questions import QuestionHandlers
from bot.telegram.handlers.deep_links import decode_question
from bot.telegram.handlers.sending import answer_callback, reply
from bot.telegram.handlers.services import Services
from bot.telegram.messages.html import Html, joined
from bot.telegram.messages.suggestions import suggestion_buttons
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.uploads.problems import FILE_TYPES
from bot.telegram.origin import sender_of

_EXAMPLES: Final = 3
"""Questions that are shown as examples."""
_OF_OWNERS: Final = frozenset({"stats", "unanswered", "faq"})


class HelpMessages:
    """Tells people how to use the bot.

    Args:
        services: Languages, and whether documents are accepted.
        questions: Answers the question of a deep link.
    """

    def __init__(self, services: Services, questions: QuestionHandlers) -> None:
        self._services = services
        self._questions = questions
        self._text_only_notices = RateLimit(1, MINUTE_S)

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/start: sends a welcome; after a deep link, the answer to its question, or that one can ask now."""
        message = update.message
        if message is None:
            return
        translator = await self._services.translators.of(message.from_user)
        parameter = context.args[0] if context.args else ""
        if not parameter or message.chat.type != ChatType.PRIVATE:
            html = self._welcome(translator, context.bot.username)
            await reply(message, html, await self._examples(message))
        elif question := decode_question(parameter):
            await self._questions.answer(message, question, update.update_id, is_linked=True)
        else:
            await reply(message, translator.say("ready"))

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/help: sends how to use the bot."""
        if message := update.message:
            translator = await self._services.translators.of(message.from_user)
            html = self._usage(translator, context.bot.username)
            await reply(message, html, await self._examples(message))

    async def unknown_command(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """An unknown command in a private chat: sends that there is none.

        Where the bot has no owner, as in the playground, the commands of owners say how they are tried.
        """
        if message := update.message:
            translator = await self._services.translators.of(message.from_user)
            word = (message.text or "").lower().removeprefix("/").partition("@")[0].split()
            if word[:1] and word[0] in _OF_OWNERS and not self._services.rules.access.owners:
                await reply(message, translator.say("no-owner"))
            else:
                await reply(message, translator.say("unknown-command"))

    async def without_text(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A picture, a sticker or the like in private: sends, once a minute, that only text can be read."""
        message = update.message
        if message and not self._text_only_notices.take(message.chat.id):
            translator = await self._services.translators.of(message.from_user)
            await reply(message, translator.say("text-only"))

    async def unknown_button(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A press that no other handler takes: notes that the button is old."""
        if query := update.callback_query:
            translator = await self._services.translators.of(query.from_user)
            await answer_callback(query, translator.plain("old-button"))

    async def _examples(self, message: Message) -> InlineKeyboardMarkup | None:
        """Buttons with questions that the documents of a private chat answer, for those who may ask."""
        suggestions, chat = self._services.suggestions, message.chat
        if suggestions is None or chat.type != ChatType.PRIVATE:
            return None
        if not self._services.rules.access.admits(sender_of(message), chat.id):
            return None
        return suggestion_buttons(await suggestions.examples(visible(chat.id), _EXAMPLES))

    def _welcome(self, translator: Translator, username: str) -> Html:
        lines = [translator.say("welcome", bot=username)]
        if self._services.takes_documents:
            lines.append(translator.say("welcome-documents"))
        return joined(lines)

    def _usage(self, translator: Translator, username: str) -> Html:
        chapters = [translator.say("usage", bot=username), translator.say("usage-more")]
        if self._services.takes_documents:
            chapters.insert(1, translator.say("usage-documents", kinds=FILE_TYPES))
        return joined(chapters, "\n\n")
