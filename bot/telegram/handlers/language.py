"""/language: which language the bot speaks with someone."""

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.telegram.handlers.sending import reply, rewrite, settle
from bot.telegram.messages.callback_data import LanguageButton
from bot.telegram.messages.translations import Language, Translator, Translators


class LanguageMenu:
    """Offers the languages and remembers what people choose.

    Args:
        voices: How to speak with each person.
    """

    def __init__(self, translators: Translators) -> None:
        self._translators = translators

    async def offer(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/language."""
        if message := update.message:
            translator = await self._translators.of(message.from_user)
            await reply(message, translator.say("language-menu"), _menu(translator))

    async def choose(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A pressed button: it counts for whoever pressed it, and the menu follows whoever called for it."""
        query = update.callback_query
        button = LanguageButton.decode(query.data) if query else None
        if query is None or button is None:
            return
        translator = await self._translators.choose(query.from_user, button.language)
        await settle(query, translator.plain("language-chosen"))
        if _is_own_menu(query):
            await rewrite(query, translator.say("language-chosen"), _menu(translator))


def _menu(translator: Translator) -> InlineKeyboardMarkup:
    """A button for each language, under its own name; the one that is spoken has a mark."""
    return InlineKeyboardMarkup.from_column(
        [
            LanguageButton(language).labelled(
                ("✓ " if language == translator.language else "")
                + Translator(language).plain("language-name")
            )
            for language in Language
        ]
    )


def _is_own_menu(query: CallbackQuery) -> bool:
    """Whether the menu answers whoever pressed it, and Telegram still lets it change."""
    menu = query.message
    if not isinstance(menu, Message):
        return False
    called = menu.reply_to_message
    own = called is not None and called.from_user == query.from_user
    return own or menu.chat.type == ChatType.PRIVATE
