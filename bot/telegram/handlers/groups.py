"""Groups, besides answering: the bot greets them, and lets their admins choose."""

from typing import Final

from telegram import CallbackQuery, Chat, InlineKeyboardMarkup, Update
from telegram.constants import ChatMemberStatus
from telegram.ext import ContextTypes

from bot.services.visibility import own_collection
from bot.telegram.handlers.asking.mentions import group_of
from bot.telegram.handlers.permissions import is_admin_of, is_from_admin
from bot.telegram.handlers.sending import reply, rewrite, settle
from bot.telegram.handlers.services import Services
from bot.telegram.messages.callback_data import GroupButton, GroupReplies
from bot.telegram.messages.html import Html, joined
from bot.telegram.messages.translations import Translator

_PRESENT: Final = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR)


class Groups:
    """Greets groups, keeps their settings, and takes these and their documents along.

    Args:
        house: Where both are kept.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    async def settings(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/settings: in a group for those who run it; in private the language is all there is to choose."""
        message = update.message
        if message is None:
            return
        translator = await self._services.translators.of(message.from_user)
        if group_of(message.chat) is None:
            await reply(message, translator.say("settings-private"))
        elif not await is_from_admin(message):
            await reply(message, translator.say("settings-admins-only"))
        else:
            only_called = (await self._services.state.chats.get(message.chat.id)).only_called
            told = await _told(message.chat, translator, only_called)
            await reply(message, told, _menu(translator, only_called))

    async def pressed(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """The button of /settings: whoever runs the group may press it, whoever called for it."""
        query = update.callback_query
        button = GroupButton.decode(query.data) if query else None
        if query is None or query.message is None or button is None:
            return
        translator = await self._services.translators.of(query.from_user)
        if not await self._may_change(query):
            await settle(query, translator.plain("settings-admins-only"))
            return
        only_called = button.replies is GroupReplies.CALLED
        await self._services.state.chats.set_only_called(query.message.chat.id, only_called)
        await settle(query, translator.plain("settings-changed"))
        told = await _told(query.message.chat, translator, only_called)
        await rewrite(query, told, _menu(translator, only_called))

    async def joined(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The bot has come into a group: it says in short how to ask."""
        change = update.my_chat_member
        if change is None or group_of(change.chat) is None:
            return
        was, now = change.old_chat_member.status, change.new_chat_member.status
        if was in _PRESENT or now not in _PRESENT:
            return
        if self._services.rules.access.admits(change.from_user.id, change.chat.id):
            translator = await self._services.translators.of(change.from_user)
            greeting = translator.say("hello-group", bot=context.bot.username)
            await context.bot.send_message(change.chat.id, greeting)

    async def moved(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A group has become a supergroup, with another id. Both chats say so; hearing either will do."""
        message = update.message
        if message and message.migrate_to_chat_id:
            await self._take_along(message.chat.id, message.migrate_to_chat_id)
        elif message and message.migrate_from_chat_id:
            await self._take_along(message.migrate_from_chat_id, message.chat.id)

    async def _take_along(self, old: int, new: int) -> None:
        await self._services.state.chats.move(old, new)
        if self._services.document_service is not None:
            await self._services.document_service.rename(own_collection(old), own_collection(new))

    async def _may_change(self, query: CallbackQuery) -> bool:
        chat = query.message.chat if query.message else None
        return chat is not None and group_of(chat) is not None and await is_admin_of(chat, query.from_user)


async def _told(chat: Chat, translator: Translator, only_called: bool) -> Html:
    """How it is set; where the bot is to hear all and cannot, what it takes."""
    if only_called:
        return translator.say("settings-only-called")
    if await _hears_all(chat):
        return translator.say("settings-all")
    return joined([translator.say("settings-all"), translator.say("settings-privacy")])


async def _hears_all(chat: Chat) -> bool:
    """Whether Telegram shows the bot all that is said; in privacy mode only where it runs the group."""
    bot = chat.get_bot()
    me = await bot.get_me()  # anew: its owner may have changed the mode
    return bool(me.can_read_all_group_messages) or await is_admin_of(chat, me)


def _menu(translator: Translator, only_called: bool) -> InlineKeyboardMarkup:
    """The one button: it says what it changes to."""
    label = translator.plain("button-answer-all" if only_called else "button-only-called")
    button = GroupButton(GroupReplies.ALL if only_called else GroupReplies.CALLED)
    return InlineKeyboardMarkup.from_button(button.labelled(label))
