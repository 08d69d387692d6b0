"""The commands of the bot's owners: /stats, and /unanswered with its export."""

import asyncio
from datetime import UTC, datetime, tzinfo
from typing import Final

from telegram import CallbackQuery, InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.services.squad_export import as_squad, encoded
from bot.storage.retention import ANSWERED_DAYS
from bot.telegram.handlers.sending import answer_callback, edit, reply
from bot.telegram.handlers.services import Services
from bot.telegram.messages.button_kinds import ExportButton, UnansweredPageButton
from bot.telegram.messages.html import Html
from bot.telegram.messages.statistics import StatisticsReport, render_statistics, render_unanswered
from bot.telegram.messages.translations import Translator

PAGE: Final = 10
"""Questions in a message."""

DAYS: Final = (1, 7, ANSWERED_DAYS)
"""The periods of /stats in days; the longest is how long answered questions are stored."""

FILE: Final = "yuanwen-feedback.json"
"""The name of the exported file."""


class OwnerCommands:
    """Sends statistics and unanswered questions to owners. For everyone else these commands do not exist.

    Args:
        services: Database, documents and languages.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    async def stats(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/stats: sends numbers of questions, people, documents and votes."""
        if message := update.message:
            translator = await self._services.translators.of(message.from_user)
            statistics, zone = self._services.state.statistics, _local_zone()
            activity = [(days, await statistics.activity(days, zone)) for days in DAYS]
            document_service = self._services.document_service
            size = await document_service.size() if document_service else None
            votes = await self._services.state.votes.tally()
            statistics_report = StatisticsReport(activity, await statistics.total(), size, votes)
            await reply(message, render_statistics(statistics_report, translator))

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
        if button is None or not self._services.rules.access.is_owner(query.from_user.id):
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
        if not self._services.rules.access.is_owner(query.from_user.id):
            await answer_callback(query, translator.plain("old-button"))
            return
        await answer_callback(query)
        await self._send_export(query, translator)

    async def _page(self, page: int, translator: Translator) -> tuple[Html, InlineKeyboardMarkup]:
        """A page of the list, from 0; the first page where the list has become too short."""
        found = await self._services.state.statistics.unanswered(PAGE + 1, page * PAGE)
        if page and not found:
            return await self._page(0, translator)
        html = render_unanswered(found[:PAGE], page * PAGE + 1, _local_zone(), translator)
        return html, _buttons(page, translator, more=len(found) > PAGE)

    async def _send_export(self, query: CallbackQuery, translator: Translator) -> None:
        """Send votes and unanswered questions to the private chat of whoever pressed."""
        state = self._services.state
        votes, unanswered = await state.votes.all(), await state.statistics.unanswered()
        await query.get_bot().send_document(
            query.from_user.id,
            await asyncio.to_thread(lambda: encoded(as_squad(votes, unanswered))),
            filename=FILE,
            caption=translator.say("export-caption"),
        )


def _buttons(page: int, translator: Translator, *, more: bool) -> InlineKeyboardMarkup:
    pages = []
    if page:
        pages.append(UnansweredPageButton(page - 1).labelled(translator.plain("button-newer")))
    if more:
        pages.append(UnansweredPageButton(page + 1).labelled(translator.plain("button-older")))
    export = ExportButton().labelled(translator.plain("button-export"))
    return InlineKeyboardMarkup([row for row in (pages, [export]) if row])


def _local_zone() -> tzinfo:
    """The time zone of this machine."""
    return datetime.now().astimezone().tzinfo or UTC
