"""/in: keeps a chat to one document, until /in again."""

from collections.abc import Sequence
from dataclasses import replace

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from bot.services.turns import Turns
from bot.telegram.handlers.admission import admitted
from bot.telegram.handlers.asking.mentions import group_of, in_command
from bot.telegram.handlers.asking.scope import ScopeFinder, place_of, version_of
from bot.telegram.handlers.sending import answer_callback, edit, reply
from bot.telegram.handlers.services import Services
from bot.telegram.messages.button_kinds import ScopeButton
from bot.telegram.messages.scopes import render_choice, render_kept, render_unknown
from bot.telegram.messages.translations import Translator
from bot.telegram.origin import sender_of
from retrieval.documents import DocumentName
from retrieval.naming import Matches, matching


class ScopeCommand:
    """Keeps a private chat, or a person in a group, to one of the documents that the chat can see.

    Args:
        services: Database, documents and languages.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._scopes = ScopeFinder(services)
        self._turns = Turns(1)

    async def given(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/in and a name, or /in as a reply to a document: keeps to it; /in alone lifts that."""
        message = update.message
        if message is None or not await admitted(self._services, message):
            return
        translator = await self._services.translators.of(message.from_user)
        names = await self._scopes.names(message.chat.id)
        if name := in_command(message):
            await self._look(message, name, names, translator)
        elif version := await self._scopes.replied_document(message):
            replied = [each for each in names if version_of(each) == version]
            if replied:
                await self._keep(message, replied[0], translator)
            else:
                await reply(message, translator.say("scope-gone"))
        elif await self._services.state.scopes.lift(place_of(message)):
            await reply(message, translator.say("scope-lifted"))
        else:
            await reply(message, translator.say("scope-how"))

    async def pressed(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A press of a document's name: keeps whoever pressed to it, if the chat can see it."""
        query = update.callback_query
        button = ScopeButton.decode(query.data) if query else None
        if query is None or not isinstance(query.message, Message) or button is None:
            return
        translator = await self._services.translators.of(query.from_user)
        chat = query.message.chat
        names = {name.id: name for name in await self._scopes.names(chat.id)}
        name = names.get(button.document)
        if name is None or not self._admits(query, chat.id):
            await answer_callback(query, translator.plain("old-button"))
            return
        place = replace(place_of(query.message), person=query.from_user.id)
        await self._services.state.scopes.keep(place, version_of(name))
        kept = render_kept(name, translator)
        if group_of(chat) is None:
            await answer_callback(query)
            await edit(query, kept)
        else:  # the buttons stay for others, who have scopes of their own
            await answer_callback(query, translator.plain("scope-kept-notice"))

    async def _look(
        self, message: Message, name: str, names: Sequence[DocumentName], translator: Translator
    ) -> None:
        matches = await self._matching(sender_of(message), name, names)
        if len(matches.found) == 1:
            await self._keep(message, matches.found[0], translator)
        elif matches.found:
            await reply(message, *render_choice(name, matches.found, translator))
        else:
            await reply(message, *render_unknown(name, matches.nearest, translator))

    async def _matching(self, person: int, name: str, names: Sequence[DocumentName]) -> Matches:
        """What a name stands for; of very many documents it takes a second to tell, so people take turns."""
        if (documents := self._services.document_service) is None:
            return Matches()
        async with self._turns.turn(person):
            return await documents.look(lambda _: matching(name, names))

    async def _keep(self, message: Message, name: DocumentName, translator: Translator) -> None:
        await self._services.state.scopes.keep(place_of(message), version_of(name))
        await reply(message, render_kept(name, translator))

    def _admits(self, query: CallbackQuery, chat: int) -> bool:
        return self._services.rules.access.admits(query.from_user.id, chat)
