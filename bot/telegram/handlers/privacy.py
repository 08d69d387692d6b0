"""/forget: deletes a person's data."""

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.services.visibility import own_collection
from bot.telegram.handlers.sending import answer_callback, edit, reply
from bot.telegram.handlers.services import Services
from bot.telegram.messages.button_kinds import ForgetButton, ForgetChoice
from bot.telegram.messages.html import Html, joined
from bot.telegram.messages.translations import Translator


class ForgetCommand:
    """Deletes all data of a person, after asking them.

    Args:
        services: Database, documents and languages.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    async def ask(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/forget: sends what would be deleted, and asks."""
        message = update.message
        if message is None or message.from_user is None:
            return
        translator = await self._services.translators.of(message.from_user)
        if message.sender_chat:  # anonymous: Telegram does not tell who it is
            await reply(message, translator.say("forget-in-private"))
        else:
            await reply(message, translator.say("forget-ask"), _buttons(message.from_user.id, translator))

    async def pressed(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A press of yes or no by the person who was asked: deletes their data or not, and says so."""
        query = update.callback_query
        if query is None:
            return
        translator = await self._services.translators.of(query.from_user)
        button = ForgetButton.decode(query.data)
        if button is None or button.user != query.from_user.id:
            await answer_callback(query, translator.plain("forget-not-yours"))
        elif button.choice is ForgetChoice.KEEP:
            await answer_callback(query)
            await edit(query, translator.say("forget-kept"))
        else:
            text = await self._forget(query.from_user.id, translator)
            await answer_callback(query)
            await edit(query, text if _is_private(query) else translator.say("forgotten"))

    async def _forget(self, user: int, translator: Translator) -> Html:
        """Delete all data of a person, and return the message that says how much it was."""
        document_service = self._services.document_service
        gone = await self._services.state.forget(user)
        # After the database: a document being downloaded now is dropped once the person counts as forgotten.
        documents = await document_service.clear(own_collection(user)) if document_service else 0
        lines = [translator.say("forgotten")]
        if gone.questions:
            lines.append(translator.say("forgotten-questions", count=gone.questions))
        if gone.votes:
            lines.append(translator.say("forgotten-votes", count=gone.votes))
        if documents:
            lines.append(translator.say("forgotten-documents", count=documents))
        if gone.settings:
            lines.append(translator.say("forgotten-language"))
        return joined(lines)


def _buttons(user: int, translator: Translator) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup.from_row(
        [
            ForgetButton(ForgetChoice.DELETE, user).labelled(translator.plain("button-forget")),
            ForgetButton(ForgetChoice.KEEP, user).labelled(translator.plain("button-keep")),
        ]
    )


def _is_private(query: CallbackQuery) -> bool:
    return isinstance(query.message, Message) and query.message.chat.type == ChatType.PRIVATE
