"""A bot at work: within an event loop, for as long as a block runs."""

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from typing import Any, Final

from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError

from bot.errors import BotError
from bot.telegram.handlers import BotApplication
from bot.telegram.handlers.errors import note
from bot.telegram.updates import UpdateProcessor
from bot.telegram.webhook import Webhook

ALLOWED_UPDATES: Final = (
    "message",
    "edited_message",
    "guest_message",
    "my_chat_member",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
)
"""The kinds of updates the bot asks Telegram for; it has no use for others."""

_GRACE_S: Final = 4.0
"""How long what is under way may go on when the bot is told to stop; the next run takes up the rest."""
# Whoever wants the interpreter waits so long for the thread that has it, ten times as long by default: the
# event loop after each call of the system, dozens of times in a row, and a question whenever it has let go.
_SWITCHING_S: Final = 0.0005


@asynccontextmanager
async def serving(
    application: BotApplication, *, webhook: Webhook | None = None, pauses: Sequence[float] = ()
) -> AsyncIterator[None]:
    """Run a bot within an event loop that has other things to do, for as long as the block runs.

    Args:
        application: The bot.
        webhook: Where updates are delivered; without it the bot polls for them.
        pauses: Seconds to wait before each further try, where Telegram cannot be reached at the start.

    Raises:
        BotError: Telegram refuses the token or the webhook, or cannot be reached.
        YuanwenError: The answerer cannot be made ready.
    """
    switching = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCHING_S)
    try:
        with _told_plainly(webhook):
            await _begin(application, webhook, pauses)
        yield
    finally:
        await _end(application)
        gc.unfreeze()
        sys.setswitchinterval(switching)


def heed_signals() -> None:
    """Let the current task be cancelled when the process is told to stop (SIGINT, SIGTERM)."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    for told in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # where there are no signals, Ctrl-C cancels the task, too
            loop.add_signal_handler(told, task.cancel if task else loop.stop)


async def _begin(application: BotApplication, webhook: Webhook | None, pauses: Sequence[float]) -> None:
    """Make a bot ready, and let updates come."""
    updater = application.updater
    if updater is None:
        raise BotError("This application cannot fetch updates; make it with build_application().")
    if webhook is not None:
        webhook.check()
    await _met(application, pauses)
    if application.post_init:
        await application.post_init(application)
    gc.freeze()  # looking through what was loaded to stay would hold up all threads
    again: dict[str, Any] = {"allowed_updates": ALLOWED_UPDATES, "bootstrap_retries": len(pauses)}
    if webhook is None:
        await updater.start_polling(**again, error_callback=partial(note, "polling_failed"))
    else:
        await updater.start_webhook(**again, **webhook.options())
    await application.start()


async def _end(application: BotApplication) -> None:
    """Let no more updates come, and put a bot away."""
    if application.updater and application.updater.running:
        with suppress(InvalidToken):  # what ended the polling
            await application.updater.stop()
    if application.running:
        await _stopped(application)
    await application.shutdown()
    await application.bot.shutdown()
    if application.post_shutdown:
        await application.post_shutdown(application)


async def _met(application: BotApplication, pauses: Sequence[float]) -> None:
    """Ask Telegram who the bot is, again after each pause where nobody answers."""
    for pause in pauses:
        try:
            await application.initialize()
        except NetworkError as error:
            note("telegram_not_reached", error)
            await asyncio.sleep(pause)
        else:
            return
    await application.initialize()


async def _stopped(application: BotApplication) -> None:
    """Let what is under way come to its end, for as long as that may take."""
    attendance, loop = application.update_processor, asyncio.get_running_loop()
    late = loop.call_later(_GRACE_S, attendance.dismiss) if isinstance(attendance, UpdateProcessor) else None
    try:
        await application.stop()
    finally:
        if late:
            late.cancel()


@contextmanager
def _told_plainly(webhook: Webhook | None) -> Iterator[None]:
    """Turn Telegram's refusals at the start into errors that say what to do, and never the token."""
    try:
        yield
    except InvalidToken:
        raise BotError(
            "Telegram does not know this bot token. Copy it again from @BotFather into TELEGRAM_BOT_TOKEN."
        ) from None
    except TelegramError as error:
        if webhook and isinstance(error, BadRequest):
            raise BotError(
                f"Telegram refuses the webhook {webhook.url}: {error.message}. "
                "It must be a public https address on port 443, 80, 88 or 8443."
            ) from None
        raise BotError(
            f"Telegram cannot be reached ({type(error).__name__}). Check the connection and try again."
        ) from None
