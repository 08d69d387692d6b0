"""Groups: the greeting, /settings, and the move to a supergroup."""

from typing import Final

from telegram import CallbackQuery, Chat, InlineKeyboardMarkup, Update
from telegram.constants import ChatMemberStatus
from telegram.ext import ContextTypes

from bot.services.visibility import own_collection
from bot.telegram.handlers.asking.mentions import group_of
from bot.telegram.handlers.permissions import is_from_group_admin, is_group_admin
from bot.telegram.handlers.sending import answer_callback, edit, reply
from bot.telegram.handlers.services import Services
from bot.telegram.messages.button_kinds import GroupButton, GroupReplies
from bot.telegram.messages.html import Html, joined
from bot.telegram.messages.translations import Translator

_MEMBER_STATUSES: Final = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR)


class GroupHandlers:
    """Greets groups, changes their settings, and moves their data when their id changes.

    Args:
        services: Database, documents and languages.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    async def settings(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/settings: sends group admins the setting, with a button to change it; others, who may do that."""
        message = update.message
        if message is None:
            return
        translator = await self._services.translators.of(message.from_user)
        if group_of(message.chat) is None:
            await reply(message, translator.say("settings-private"))
        elif not await is_from_group_admin(message):
            await reply(message, translator.say("settings-admins-only"))
        else:
            only_called = (await self._services.state.chats.get(message.chat.id)).only_called
            text = await _settings_text(message.chat, translator, only_called)
            await reply(message, text, _keyboard(translator, only_called))

    async def pressed(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A press of the button of /settings by a group admin: changes the setting and the message."""
        query = update.callback_query
        button = GroupButton.decode(query.data) if query else None
        if query is None or query.message is None or button is None:
            return
        translator = await self._services.translators.of(query.from_user)
        if not await self._may_change(query):
            await answer_callback(query, translator.plain("settings-admins-only"))
            return
        only_called = button.replies is GroupReplies.CALLED
        await self._services.state.chats.set_only_called(query.message.chat.id, only_called)
        await answer_callback(query, translator.plain("settings-changed"))
        text = await _settings_text(query.message.chat, translator, only_called)
        await edit(query, text, _keyboard(translator, only_called))

    async def joined(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The bot was added to a group: sends how to ask."""
        change = update.my_chat_member
        if change is None or group_of(change.chat) is None:
            return
        was, now = change.old_chat_member.status, change.new_chat_member.status
        if was in _MEMBER_STATUSES or now not in _MEMBER_STATUSES:
            return
        if self._services.rules.access.admits(change.from_user.id, change.chat.id):
            translator = await self._services.translators.of(change.from_user)
            greeting = translator.say("hello-group", bot=context.bot.username)
            await context.bot.send_message(change.chat.id, greeting)

    async def migrated(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A group became a supergroup, which both chats report: moves its data to the new id."""
        message = update.message
        if message and message.migrate_to_chat_id:
            await self._migrate(message.chat.id, message.migrate_to_chat_id)
        elif message and message.migrate_from_chat_id:
            await self._migrate(message.migrate_from_chat_id, message.chat.id)

    async def _migrate(self, old: int, new: int) -> None:
        await self._services.state.chats.move(old, new)
        await self._services.state.scopes.move(old, new)
        if self._services.document_service is not None:
            await self._services.document_service.rename(own_collection(old), own_collection(new))

    async def _may_change(self, query: CallbackQuery) -> bool:
        chat = query.message.chat if query.message else None
        return chat is not None and group_of(chat) is not None and await is_group_admin(chat, query.from_user)


async def _settings_text(chat: Chat, translator: Translator, only_called: bool) -> Html:
    """The text of the setting; where privacy mode hides messages that the bot should answer, what to do."""
    if only_called:
        return translator.say("settings-only-called")
    if await _sees_all_messages(chat):
        return translator.say("settings-all")
    return joined([translator.say("settings-all"), translator.say("settings-privacy")])


async def _sees_all_messages(chat: Chat) -> bool:
    """Whether the bot gets all messages: privacy mode is off, or the bot is an admin of the group."""
    bot = chat.get_bot()
    me = await bot.get_me()  # not cached: privacy mode may have been changed since the start
    return bool(me.can_read_all_group_messages) or await is_group_admin(chat, me)


def _keyboard(translator: Translator, only_called: bool) -> InlineKeyboardMarkup:
    """The button, labelled with the setting that it changes to."""
    label = translator.plain("button-answer-all" if only_called else "button-only-called")
    button = GroupButton(GroupReplies.ALL if only_called else GroupReplies.CALLED)
    return InlineKeyboardMarkup.from_button(button.labelled(label))
