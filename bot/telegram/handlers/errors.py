"""Failures: of a handler, or where Telegram cannot be asked for updates."""

from contextlib import suppress
from pathlib import Path
from traceback import extract_tb

import structlog
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.telegram.handlers.sending import reply, settle
from bot.telegram.messages.translations import Translators

_log = structlog.get_logger(__name__)


class ErrorHandler:
    """Deals with handlers that fail.

    Args:
        voices: How to speak with whoever is waiting.
    """

    def __init__(self, translators: Translators) -> None:
        self._translators = translators

    async def report(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log what went wrong, and tell the person who is waiting."""
        error = context.error
        if error is None:
            return
        if not isinstance(update, Update):
            note("polling_failed", error)
            return
        note("update_failed", error)
        # Where Telegram itself refused something, one more message would fare no better.
        if isinstance(error, TelegramError):
            return
        translator = await self._translators.of(update.effective_user)
        with suppress(TelegramError):
            if update.message:
                await reply(update.message, translator.say("trouble"))
            elif update.callback_query:
                await settle(update.callback_query, translator.plain("trouble"))


def note(event: str, error: Exception) -> None:
    """Log an error.

    Errors may quote questions or the token, so above the debug level only their kind and place are logged.
    """
    log = _log.warning if isinstance(error, TelegramError) else _log.error
    log(event, error=type(error).__name__, at=_place(error))
    _log.debug("failed_because", exc_info=error)


def _place(error: Exception) -> str:
    """File and line that raised an error: "reader.py:120"."""
    frames = extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
