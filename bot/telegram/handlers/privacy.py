"""/forget: a person's data leaves."""

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.services.visibility import own_collection
from bot.telegram.handlers.sending import reply, rewrite, settle
from bot.telegram.handlers.services import Services
from bot.telegram.messages.callback_data import ForgetButton, ForgetChoice
from bot.telegram.messages.html import Html, joined
from bot.telegram.messages.translations import Translator


class ForgetCommand:
    """Deletes what is kept of a person, once they have said that they mean it.

    Args:
        house: Where it is kept.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    async def ask(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/forget: say what would be deleted, and ask."""
        message = update.message
        if message is None or message.from_user is None:
            return
        translator = await self._services.translators.of(message.from_user)
        if message.sender_chat:  # Telegram does not tell who speaks in the name of a group or channel
            await reply(message, translator.say("forget-in-private"))
        else:
            await reply(message, translator.say("forget-ask"), _buttons(message.from_user.id, translator))

    async def pressed(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Yes or no; it is for whoever called for it to say, and only their own data can ever leave."""
        query = update.callback_query
        if query is None:
            return
        translator = await self._services.translators.of(query.from_user)
        button = ForgetButton.decode(query.data)
        if button is None or button.user != query.from_user.id:
            await settle(query, translator.plain("forget-not-yours"))
        elif button.choice is ForgetChoice.KEEP:
            await settle(query)
            await rewrite(query, translator.say("forget-kept"))
        else:
            told = await self._forget(query.from_user.id, translator)
            await settle(query)
            await rewrite(query, told if _is_private(query) else translator.say("forgotten"))

    async def _forget(self, user: int, translator: Translator) -> Html:
        """Delete everything of someone, and tell how much that was."""
        document_service = self._services.document_service
        gone = await self._services.state.forget(user)
        # Afterwards, as a document that is being fetched is no longer kept from then on.
        documents = await document_service.clear(own_collection(user)) if document_service else 0
        told = [translator.say("forgotten")]
        if gone.questions:
            told.append(translator.say("forgotten-questions", count=gone.questions))
        if gone.votes:
            told.append(translator.say("forgotten-votes", count=gone.votes))
        if documents:
            told.append(translator.say("forgotten-documents", count=documents))
        if gone.settings:
            told.append(translator.say("forgotten-language"))
        return joined(told)


def _buttons(user: int, translator: Translator) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup.from_row(
        [
            ForgetButton(ForgetChoice.DELETE, user).labelled(translator.plain("button-forget")),
            ForgetButton(ForgetChoice.KEEP, user).labelled(translator.plain("button-keep")),
        ]
    )


def _is_private(query: CallbackQuery) -> bool:
    return isinstance(query.message, Message) and query.message.chat.type == ChatType.PRIVATE
