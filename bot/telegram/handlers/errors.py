"""Errors of handlers and of polling: logged, and reported to the person who waits for an answer."""

from contextlib import suppress
from pathlib import Path
from traceback import extract_tb

import structlog
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.telegram.handlers.sending import answer_callback, reply
from bot.telegram.messages.translations import Translators

_log = structlog.get_logger(__name__)


class ErrorHandler:
    """Handles the errors of handlers.

    Args:
        translators: The language of each person.
    """

    def __init__(self, translators: Translators) -> None:
        self._translators = translators

    async def report(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """An update whose handler failed: logs the error, and replies that something went wrong."""
        error = context.error
        if error is None:
            return
        note("update_failed" if update else "polling_failed", error)
        if not isinstance(update, Update):
            return
        # Where Telegram refused a call, it would likely refuse this message, too.
        if isinstance(error, TelegramError):
            return
        translator = await self._translators.of(update.effective_user)
        with suppress(TelegramError):
            if update.message:
                await reply(update.message, translator.say("trouble"))
            elif update.callback_query:
                await answer_callback(update.callback_query, translator.plain("trouble"))


def note(event: str, error: Exception) -> None:
    """Log an error.

    Errors may quote questions or the token, so their text is logged at the debug level only; otherwise just
    their type and place.
    """
    log = _log.warning if isinstance(error, TelegramError) else _log.error
    log(event, error=type(error).__name__, at=_place(error))
    _log.debug("failed_because", exc_info=error)


def _place(error: Exception) -> str:
    """The file and line that raised an error: "reader.py:120"."""
    frames = extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
