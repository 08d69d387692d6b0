"""/language: the menu of languages."""

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.telegram.handlers.sending import answer_callback, edit, reply
from bot.telegram.messages.button_kinds import LanguageButton
from bot.telegram.messages.translations import Language, Translator, Translators


class LanguageMenu:
    """Sends the menu of languages, and stores what people choose.

    Args:
        translators: The language of each person.
    """

    def __init__(self, translators: Translators) -> None:
        self._translators = translators

    async def offer(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/language: sends the menu."""
        if message := update.message:
            translator = await self._translators.of(message.from_user)
            await reply(message, translator.say("language-menu"), _menu(translator))

    async def choose(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A press in the menu: sets the language of whoever pressed, and updates the menu if it is theirs."""
        query = update.callback_query
        button = LanguageButton.decode(query.data) if query else None
        if query is None or button is None:
            return
        translator = await self._translators.choose(query.from_user, button.language)
        await answer_callback(query, translator.plain("language-chosen"))
        if _is_own_menu(query):
            await edit(query, translator.say("language-chosen"), _menu(translator))


def _menu(translator: Translator) -> InlineKeyboardMarkup:
    """A button for each language, labelled in that language; the current one has a check mark."""
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
    """Whether the menu is a reply to whoever pressed, or in a private chat, and can still be edited."""
    menu = query.message
    if not isinstance(menu, Message):
        return False
    command = menu.reply_to_message
    own = command is not None and command.from_user == query.from_user
    return own or menu.chat.type == ChatType.PRIVATE
