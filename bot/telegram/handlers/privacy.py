"""/forget: a person's data leaves."""

from typing import Final

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.services.visibility import own_collection
from bot.telegram.handlers.context import House
from bot.telegram.handlers.sending import reply, rewrite, settle
from bot.telegram.messages.html import Html, joined
from bot.telegram.messages.translations import Voice

_MARK = "forget:"
_YES = f"{_MARK}yes:"
_NO = f"{_MARK}no:"

PRESSED: Final = rf"^{_MARK}(?:yes|no):\d{{1,19}}$"
"""What these buttons say when they are pressed: the answer, and whose it is to give."""


class Privacy:
    """Deletes what is kept of a person, once they have said that they mean it.

    Args:
        house: Where it is kept.
    """

    def __init__(self, house: House) -> None:
        self._house = house

    async def ask(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/forget: say what would be deleted, and ask."""
        message = update.message
        if message is None or message.from_user is None:
            return
        voice = await self._house.voices.of(message.from_user)
        if message.sender_chat:  # Telegram does not tell who speaks in the name of a group or channel
            await reply(message, voice.say("forget-in-private"))
        else:
            await reply(message, voice.say("forget-ask"), _buttons(message.from_user.id, voice))

    async def pressed(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Yes or no; it is for whoever called for it to say, and only their own data can ever leave."""
        query = update.callback_query
        if query is None:
            return
        voice = await self._house.voices.of(query.from_user)
        answer = query.data or ""
        if not answer.endswith(f":{query.from_user.id}"):
            await settle(query, voice.plain("forget-not-yours"))
        elif answer.startswith(_NO):
            await settle(query)
            await rewrite(query, voice.say("forget-kept"))
        else:
            told = await self._forget(query.from_user.id, voice)
            await settle(query)
            await rewrite(query, told if _is_private(query) else voice.say("forgotten"))

    async def _forget(self, user: int, voice: Voice) -> Html:
        """Delete everything of someone, and tell how much that was."""
        shelf = self._house.shelf
        gone = await self._house.state.forget(user)
        # Afterwards, as a document that is being fetched is no longer kept from then on.
        documents = await shelf.clear(own_collection(user)) if shelf else 0
        told = [voice.say("forgotten")]
        if gone.questions:
            told.append(voice.say("forgotten-questions", count=gone.questions))
        if gone.votes:
            told.append(voice.say("forgotten-votes", count=gone.votes))
        if documents:
            told.append(voice.say("forgotten-documents", count=documents))
        if gone.settings:
            told.append(voice.say("forgotten-language"))
        return joined(told)


def _buttons(user: int, voice: Voice) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup.from_row(
        [
            InlineKeyboardButton(voice.plain("button-forget"), callback_data=f"{_YES}{user}"),
            InlineKeyboardButton(voice.plain("button-keep"), callback_data=f"{_NO}{user}"),
        ]
    )


def _is_private(query: CallbackQuery) -> bool:
    return isinstance(query.message, Message) and query.message.chat.type == ChatType.PRIVATE
