"""The owner's commands: /stats, and /unanswered with the file that comes of it."""

import asyncio
from datetime import UTC, datetime, tzinfo
from typing import Final

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.services.squad_export import as_squad, encoded
from bot.storage.retention import ANSWERED_DAYS
from bot.telegram.handlers.sending import reply, rewrite, settle
from bot.telegram.handlers.services import Services
from bot.telegram.messages.html import Html
from bot.telegram.messages.statistics import StatisticsReport, render_statistics, render_unanswered
from bot.telegram.messages.translations import Translator

_MARK = "missing:"
_EXPORT: Final = f"{_MARK}export"

PRESSED: Final = rf"^{_MARK}(?:\d{{1,6}}|export)$"
"""What the buttons under the list of questions say when they are pressed."""

PAGE: Final = 10
"""Questions in a message."""

DAYS: Final = (1, 7, ANSWERED_DAYS)
"""The times that are looked back on; what is older is not kept whole."""

FILE: Final = "yuanwen-feedback.json"
"""What the exported file is called."""


class OwnerCommands:
    """Shows owners how their bot is doing; for all others, none of this is there.

    Args:
        house: Where that is known.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    async def stats(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/stats."""
        if message := update.message:
            translator = await self._services.translators.of(message.from_user)
            figures, zone = self._services.state.statistics, _here()
            activity = [(days, await figures.activity(days, zone)) for days in DAYS]
            document_service = self._services.document_service
            size = await document_service.size() if document_service else None
            votes = await self._services.state.votes.tally()
            statistics_report = StatisticsReport(activity, await figures.total(), size, votes)
            await reply(message, render_statistics(statistics_report, translator))

    async def unanswered(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/unanswered."""
        if message := update.message:
            translator = await self._services.translators.of(message.from_user)
            await reply(message, *await self._page(0, translator))

    async def pressed(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A button under the list; who is an owner no longer is shown nothing more."""
        query = update.callback_query
        if query is None:
            return
        translator = await self._services.translators.of(query.from_user)
        if not self._services.rules.access.is_admin(query.from_user.id):
            await settle(query, translator.plain("old-button"))
        elif query.data == _EXPORT:
            await self._export(query, translator)
        else:
            await settle(query)
            await rewrite(query, *await self._page(int((query.data or "").removeprefix(_MARK)), translator))

    async def _page(self, page: int, translator: Translator) -> tuple[Html, InlineKeyboardMarkup]:
        """A page of the list, from 0; the first where there are no longer so many."""
        found = await self._services.state.statistics.unanswered(PAGE + 1, page * PAGE)
        if page and not found:
            return await self._page(0, translator)
        html = render_unanswered(found[:PAGE], page * PAGE + 1, _here(), translator)
        return html, _buttons(page, translator, more=len(found) > PAGE)

    async def _export(self, query: CallbackQuery, translator: Translator) -> None:
        """Send an owner, in private, the file that `yuanwen feedback export` writes."""
        await settle(query)
        state = self._services.state
        votes, unanswered = await state.votes.all(), await state.statistics.unanswered()
        await query.get_bot().send_document(
            query.from_user.id,
            await asyncio.to_thread(lambda: encoded(as_squad(votes, unanswered))),
            filename=FILE,
            caption=translator.plain("export-caption"),
        )


def _buttons(page: int, translator: Translator, *, more: bool) -> InlineKeyboardMarkup:
    pages = []
    if page:
        pages.append(
            InlineKeyboardButton(translator.plain("button-newer"), callback_data=f"{_MARK}{page - 1}")
        )
    if more:
        pages.append(
            InlineKeyboardButton(translator.plain("button-older"), callback_data=f"{_MARK}{page + 1}")
        )
    export = InlineKeyboardButton(translator.plain("button-export"), callback_data=_EXPORT)
    return InlineKeyboardMarkup([row for row in (pages, [export]) if row])


def _here() -> tzinfo:
    """The time zone of this machine."""
    return datetime.now().astimezone().tzinfo or UTC
