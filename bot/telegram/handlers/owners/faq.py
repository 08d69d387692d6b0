"""/faq: the questions that owners answered are listed, changed, removed, exported and imported."""

import asyncio
from datetime import datetime
from typing import Final

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes, filters

from bot.services.faq.csv_file import FaqFileError, decoded, encoded
from bot.services.faq.service import FaqService
from bot.telegram.handlers.documents.downloads import downloaded
from bot.telegram.handlers.owners.figures import local_zone
from bot.telegram.handlers.owners.prompts import AnswerPrompts
from bot.telegram.handlers.owners.waiting import WaitingAskers
from bot.telegram.handlers.sending import answer_callback, edit, reply
from bot.telegram.handlers.services import Services
from bot.telegram.messages.button_kinds import FaqAction, FaqButton
from bot.telegram.messages.html import Html
from bot.telegram.messages.owners.faq import (
    render_faults,
    render_imported,
    render_list,
    render_removal,
    render_told,
)
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.uploads.problems import Problem
from bot.telegram.places import give_up_place

FILE: Final = "yuanwen-faq.csv"
"""The name of the exported file."""

FAQ_FILE: Final = filters.Document.ALL & filters.CaptionRegex(r"^\s*/faq(?:@\w+)?\s*$")
"""Files to be imported."""

_MOST_MEGABYTES: Final = 5


class FaqCommand:
    """Shows owners the FAQ, and changes it for them.

    Args:
        services: Rules and languages.
        faq: Keeps the entries.
        prompts: Asks for answers.
        waiting: Those who asked before there was an answer.
    """

    def __init__(
        self, services: Services, faq: FaqService, prompts: AnswerPrompts, waiting: WaitingAskers
    ) -> None:
        self._services = services
        self._faq = faq
        self._prompts = prompts
        self._waiting = waiting

    async def listed(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/faq: sends the first page of the list; with a question behind it, asks for its answer."""
        message = update.message
        if message is None or message.from_user is None:
            return
        translator = await self._services.translators.of(message.from_user)
        question = (message.text or "").split(maxsplit=1)[1:]
        if question:
            await self._prompts.send(message.get_bot(), message.from_user.id, question[0], translator)
        else:
            await reply(message, *render_list(await self._faq.entries(), 0, translator))

    async def pressed(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A press of an owner under the list or an entry. Anyone can make up callback data."""
        query = update.callback_query
        if query is None:
            return
        translator = await self._services.translators.of(query.from_user)
        button = FaqButton.decode(query.data)
        if button is None or not self._services.rules.access.is_owner(query.from_user.id):
            await answer_callback(query, translator.plain("old-button"))
            return
        match button.action:
            case FaqAction.LIST:
                await answer_callback(query)
                await self._show(query, button.page, translator)
            case FaqAction.CHANGE | FaqAction.ASK | FaqAction.TELL:
                await self._begin(query, button, translator)
            case FaqAction.REMOVE:
                removed = await self._faq.remove(button.entry)
                await answer_callback(query, translator.plain("docs-removed" if removed else "docs-gone"))
                await self._show(query, button.page, translator)
            case FaqAction.EXPORT:
                await answer_callback(query)
                await self._export(query, translator)

    async def imported(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A file with the caption /faq: imports its entries, or says what is wrong in which line."""
        if message := update.message:
            translator = await self._services.translators.of(message.from_user)
            await reply(message, await self._import(message, translator))

    async def _begin(self, query: CallbackQuery, button: FaqButton, translator: Translator) -> None:
        """Ask for another answer of an entry, or whether to remove it; or send it to those who asked."""
        entry = await self._faq.find(button.entry)
        await answer_callback(query, "" if entry else translator.plain("docs-gone"))
        if entry is None:
            await self._show(query, button.page, translator)
        elif button.action is FaqAction.CHANGE:
            await self._prompts.send(query.get_bot(), query.from_user.id, entry.question, translator)
        elif button.action is FaqAction.ASK:
            await edit(query, *render_removal(entry, button.page, translator))
        else:
            give_up_place()  # it may be many
            told = await self._waiting.tell(query.get_bot(), entry.question)
            await edit(query, *render_told(entry, told, translator))

    async def _show(self, query: CallbackQuery, page: int, translator: Translator) -> None:
        await edit(query, *render_list(await self._faq.entries(), page, translator))

    async def _export(self, query: CallbackQuery, translator: Translator) -> None:
        entries = await self._faq.entries()
        await query.get_bot().send_document(
            query.from_user.id,
            await asyncio.to_thread(lambda: encoded(entries)),
            filename=FILE,
            caption=translator.say("faq-export-caption"),
        )

    async def _import(self, message: Message, translator: Translator) -> Html:
        """Import the file of a message; gives the message that says what became of it."""
        document = message.document
        if document is None or (document.file_size or 0) > _MOST_MEGABYTES << 20:
            return translator.say("faq-import-file", megabytes=_MOST_MEGABYTES)
        data = await downloaded(document.get_file)
        if isinstance(data, Problem):
            return translator.say("upload-lost", name=document.file_name or FILE)
        today = datetime.now(local_zone()).date()
        try:
            entries = await asyncio.to_thread(lambda: decoded(data, today))
        except FaqFileError as error:
            return render_faults(error, translator)
        return render_imported(await self._faq.put(entries), translator)
