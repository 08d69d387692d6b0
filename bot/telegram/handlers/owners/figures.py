"""/stats: the figures of the bot."""

from datetime import UTC, datetime, tzinfo
from typing import Final

from telegram import Update
from telegram.ext import ContextTypes

from bot.storage.retention import ANSWERED_DAYS
from bot.telegram.handlers.sending import reply
from bot.telegram.handlers.services import Services
from bot.telegram.messages.owners.statistics import StatisticsReport, render_statistics

DAYS: Final = (1, 7, ANSWERED_DAYS)
"""The periods of /stats in days; the longest is how long answered questions are stored."""


class FiguresCommand:
    """Sends statistics to owners.

    Args:
        services: Database, documents and languages.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    async def stats(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/stats: sends numbers of questions, people, documents and votes."""
        if message := update.message:
            translator = await self._services.translators.of(message.from_user)
            statistics, zone = self._services.state.statistics, local_zone()
            activity = [(days, await statistics.activity(days, zone)) for days in DAYS]
            document_service = self._services.document_service
            size = await document_service.size() if document_service else None
            votes = await self._services.state.votes.tally()
            statistics_report = StatisticsReport(activity, await statistics.total(), size, votes)
            await reply(message, render_statistics(statistics_report, translator))


def local_zone() -> tzinfo:
    """The time zone of this machine."""
    return datetime.now().astimezone().tzinfo or UTC
