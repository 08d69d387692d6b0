"""/unanswered: the questions that found no answer; an owner answers them, or takes them home as a file."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from telegram import CallbackQuery, InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.services.faq.service import FaqService
from bot.services.squad_export import as_squad, encoded
from bot.storage import Unanswered
from bot.telegram.handlers.owners.figures import local_zone
from bot.telegram.handlers.owners.prompts import AnswerPrompts
from bot.telegram.handlers.sending import answer_callback, edit, reply
from bot.telegram.handlers.services import Services
from bot.telegram.messages.button_kinds import ExportButton, UnansweredAnswerButton, UnansweredPageButton
from bot.telegram.messages.html import Html
from bot.telegram.messages.owners.statistics import render_unanswered
from bot.telegram.messages.translations import Translator
from retrieval.library import PUBLIC

PAGE: Final = 10
"""Questions in a message."""

FILE: Final = "yuanwen-feedback.json"
"""The name of the exported file."""

_BUTTONS_A_ROW: Final = 5


class UnansweredCommand:
    """Sends unanswered questions to owners, and asks for an answer where they want to give one.

    Args:
        services: Database and languages.
        faq: Knows what has been answered since; None where nothing can be.
        prompts: Asks for answers; None where none can be given.
    """

    def __init__(
        self, services: Services, faq: FaqService | None = None, prompts: AnswerPrompts | None = None
    ) -> None:
        self._services = services
        self._faq = faq
        self._prompts = prompts

    async def unanswered(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/unanswered: sends the first page of the questions without an answer."""
        if message := update.message:
            translator = await self._services.translators.of(message.from_user)
            await reply(message, *await self._page(0, translator))

    async def turned(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A press of "newer" or "older" under the list: shows an owner that page of it."""
        query = update.callback_query
        if query is None:
            return
        translator = await self._services.translators.of(query.from_user)
        button = UnansweredPageButton.decode(query.data)
        if button is None or not self._is_owner(query):
            await answer_callback(query, translator.plain("old-button"))
            return
        await answer_callback(query)
        await edit(query, *await self._page(button.page, translator))

    async def exported(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A press of "export" under the list: sends an owner what `yuanwen feedback export` writes."""
        query = update.callback_query
        if query is None:
            return
        translator = await self._services.translators.of(query.from_user)
        if not self._is_owner(query):
            await answer_callback(query, translator.plain("old-button"))
            return
        await answer_callback(query)
        await self._send_export(query, translator)

    async def chosen(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A press of "answer" under the list: asks an owner for the answer of that question."""
        query = update.callback_query
        if query is None:
            return
        translator = await self._services.translators.of(query.from_user)
        button = UnansweredAnswerButton.decode(query.data)
        if button is None or self._prompts is None or not self._is_owner(query):
            await answer_callback(query, translator.plain("old-button"))
            return
        asked = await self._services.state.statistics.asked_in(button.turn)
        await answer_callback(query, translator.plain("faq-question-gone") if asked is None else "")
        if asked is not None:
            (shown,) = await self._shown([asked])
            await self._prompts.send(query.get_bot(), query.from_user.id, shown.question, translator)

    def _is_owner(self, query: CallbackQuery) -> bool:
        return self._services.rules.access.is_owner(query.from_user.id)

    async def _page(self, page: int, translator: Translator) -> tuple[Html, InlineKeyboardMarkup]:
        """A page of the list, from 0; the first page where the list has become too short."""
        found = await self._services.state.statistics.unanswered(
            PAGE + 1, page * PAGE, without=await self._answered()
        )
        if page and not found:
            return await self._page(0, translator)
        shown = await self._shown(found[:PAGE])
        html = render_unanswered(shown, page * PAGE + 1, local_zone(), translator)
        return html, self._buttons(found, page, translator)

    async def _shown(self, found: Sequence[Unanswered]) -> list[Unanswered]:
        """Questions as owners may see them: without words of documents that are not public, so as typed."""
        return [each if await self._is_open(each) else replace(each, question=each.typed) for each in found]

    async def _is_open(self, asked: Unanswered) -> bool:
        """Whether a question holds no words but its asker's and those of public documents."""
        documents = self._services.document_service
        if asked.typed in {"", asked.question} or documents is None:
            return True
        if asked.understood_from is None:
            return False
        return await documents.holds(asked.understood_from, {PUBLIC})

    async def _answered(self) -> list[str]:
        """The questions that owners have answered."""
        return [entry.question for entry in await self._faq.entries()] if self._faq else []

    def _buttons(
        self, found: Sequence[Unanswered], page: int, translator: Translator
    ) -> InlineKeyboardMarkup:
        """The buttons under a page: one to answer each question, those for other pages, and the export."""
        answer = translator.plain("button-answer")
        answers = [
            UnansweredAnswerButton(each.turn).labelled(f"{answer} {number}")
            for number, each in enumerate(found[:PAGE], page * PAGE + 1)
            if self._prompts
        ]
        pages = []
        if page:
            pages.append(UnansweredPageButton(page - 1).labelled(translator.plain("button-newer")))
        if len(found) > PAGE:
            pages.append(UnansweredPageButton(page + 1).labelled(translator.plain("button-older")))
        export = ExportButton().labelled(translator.plain("button-export"))
        starts = range(0, len(answers), _BUTTONS_A_ROW)
        rows = [*(answers[start : start + _BUTTONS_A_ROW] for start in starts), pages, [export]]
        return InlineKeyboardMarkup([row for row in rows if row])

    async def _send_export(self, query: CallbackQuery, translator: Translator) -> None:
        """Send votes and unanswered questions to the private chat of whoever pressed."""
        state = self._services.state
        votes = await state.votes.all()
        unanswered = await self._shown(await state.statistics.unanswered(without=await self._answered()))
        await query.get_bot().send_document(
            query.from_user.id,
            await asyncio.to_thread(lambda: encoded(as_squad(votes, unanswered))),
            filename=FILE,
            caption=translator.say("export-caption"),
        )
