"""/docs: lists the documents that a chat can see, and removes them."""

from telegram import CallbackQuery, Chat, Update, User
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.services.documents import DocumentService
from bot.services.visibility import own_collection
from bot.telegram.handlers.admission import admitted
from bot.telegram.handlers.permissions import is_from_group_admin, is_group_admin
from bot.telegram.handlers.sending import answer_callback, edit, reply
from bot.telegram.handlers.services import Services
from bot.telegram.messages.button_kinds import DocumentAction, DocumentButton, DocumentScope
from bot.telegram.messages.documents import DocumentList, render_page, render_question
from bot.telegram.messages.translations import Translator
from retrieval.library import PUBLIC, SAMPLE


class DocumentListHandlers:
    """Lists documents, and removes them for people with the right to do so.

    Documents of a person are removed by that person, those of a group by its admins, public ones by the bot's
    owners.

    Args:
        services: Rules and languages.
        document_service: Keeps the documents.
    """

    def __init__(self, services: Services, document_service: DocumentService) -> None:
        self._services = services
        self._document_service = document_service

    async def listed(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/docs: sends the first page of the list, with a remove button for each document one may remove."""
        message = update.message
        if message is None or not await admitted(self._services, message):
            return
        user, chat = message.from_user, message.chat
        translator = await self._services.translators.of(user)
        removable = set()
        if chat.type == ChatType.PRIVATE or await is_from_group_admin(message):
            removable.add(DocumentScope.OWN)
        if user and self._services.rules.access.is_owner(user.id):
            removable.add(DocumentScope.PUBLIC)
        await reply(message, *render_page(await self._document_list(chat), 0, removable, translator))

    async def pressed(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A press under the list: edits in another page, asks before a removal, or removes a document.

        Anyone can make up callback data, so rights are checked again.
        """
        query = update.callback_query
        if query is None:
            return
        translator = await self._services.translators.of(query.from_user)
        button = DocumentButton.decode(query.data)
        if button is None or query.message is None or not self._admits(query.from_user, query.message.chat):
            await answer_callback(query, translator.plain("old-button"))
        elif button.action is DocumentAction.LIST:
            await answer_callback(query)
            await self._show(query, query.message.chat, button.page, translator)
        elif not await self._may_change(button.scope, query.message.chat, query.from_user):
            await answer_callback(query, translator.plain("docs-not-yours"))
        elif button.action is DocumentAction.ASK:
            await self._ask(query, query.message.chat, button, translator)
        else:
            await self._remove(query, query.message.chat, button, translator)

    async def _ask(
        self, query: CallbackQuery, chat: Chat, button: DocumentButton, translator: Translator
    ) -> None:
        entry = (await self._document_list(chat)).find(button)
        if entry is None:
            await answer_callback(query, translator.plain("docs-gone"))
            await self._show(query, chat, button.page, translator)
            return
        await answer_callback(query)
        await edit(query, *render_question(entry, button, translator))

    async def _remove(
        self, query: CallbackQuery, chat: Chat, button: DocumentButton, translator: Translator
    ) -> None:
        collection = own_collection(chat.id) if button.scope is DocumentScope.OWN else PUBLIC
        removed = await self._document_service.discard(button.document, collection)
        await answer_callback(query, translator.plain("docs-removed" if removed else "docs-gone"))
        await self._show(query, chat, button.page, translator)

    async def _show(self, query: CallbackQuery, chat: Chat, page: int, translator: Translator) -> None:
        """Edit the message into a page of the list, with the buttons for whoever pressed."""
        removable = [scope for scope in DocumentScope if await self._may_change(scope, chat, query.from_user)]
        await edit(query, *render_page(await self._document_list(chat), page, removable, translator))

    async def _document_list(self, chat: Chat) -> DocumentList:
        """The documents that a chat can see."""
        public = await self._document_service.entries(PUBLIC)
        own = await self._document_service.entries(own_collection(chat.id))
        return DocumentList(
            own=own,
            public=public,
            sample=[] if public or own else await self._document_service.entries(SAMPLE),
            most=self._services.rules.documents,
            is_group=chat.type != ChatType.PRIVATE,
        )

    async def _may_change(self, scope: DocumentScope, chat: Chat, user: User) -> bool:
        if scope is DocumentScope.PUBLIC:
            return self._services.rules.access.is_owner(user.id)
        if chat.type == ChatType.PRIVATE:
            return chat.id == user.id
        return await is_group_admin(chat, user)

    def _admits(self, user: User, chat: Chat) -> bool:
        return self._services.rules.access.admits(user.id, chat.id)
