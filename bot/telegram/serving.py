"""Runs a bot in an event loop for as long as a block runs, and stops it."""

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
from bot.telegram.webhook import Webhook, limit_requests

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
"""Seconds that handlers may go on when the bot stops; the next run takes up the updates of the others."""
# Seconds that a thread waits for the GIL before it asks for it (5 ms by default). The event loop gives it up
# at each system call, so while another thread computes, one update would wait that long dozens of times.
_SWITCH_INTERVAL_S: Final = 0.0005


@asynccontextmanager
async def serving(
    application: BotApplication, *, webhook: Webhook | None = None, pauses: Sequence[float] = ()
) -> AsyncIterator[None]:
    """Run a bot within an event loop that has other things to do, for as long as the block runs.

    Args:
        application: The bot.
        webhook: Where updates are delivered; without it the bot polls for them.
        pauses: Seconds to wait before each further attempt, where Telegram cannot be reached at the start.

    Raises:
        BotError: Telegram refuses the token or the webhook, or cannot be reached.
        YuanwenError: The models or the index cannot be loaded.
    """
    switch_interval = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    try:
        with _startup_errors(webhook):
            await _start(application, webhook, pauses)
        yield
    finally:
        await _stop(application)
        gc.unfreeze()
        sys.setswitchinterval(switch_interval)


def heed_signals() -> None:
    """Cancel the current task when the process receives SIGINT or SIGTERM."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # where there are no signals, Ctrl-C cancels the task, too
            loop.add_signal_handler(signal_number, task.cancel if task else loop.stop)


async def _start(application: BotApplication, webhook: Webhook | None, pauses: Sequence[float]) -> None:
    """Connect to Telegram, load what answers need, and start to fetch and handle updates."""
    updater = application.updater
    if updater is None:
        raise BotError("This application cannot fetch updates; make it with build_application().")
    if webhook is not None:
        webhook.check()
    await _initialize(application, pauses)
    if application.post_init:
        await application.post_init(application)
    gc.freeze()  # a collection would scan all models and indexes, and stop every thread meanwhile
    options: dict[str, Any] = {"allowed_updates": ALLOWED_UPDATES, "bootstrap_retries": len(pauses)}
    if webhook is None:
        await updater.start_polling(**options, error_callback=partial(note, "polling_failed"))
    else:
        await updater.start_webhook(**options, **webhook.options())
        limit_requests(updater)
    await application.start()


async def _stop(application: BotApplication) -> None:
    """Stop fetching updates, end the handlers, and close connections and storage."""
    if application.updater and application.updater.running:
        with suppress(InvalidToken):  # the error that ended the polling
            await application.updater.stop()
    if application.running:
        await _stop_handlers(application)
    await application.shutdown()
    await application.bot.shutdown()
    if application.post_shutdown:
        await application.post_shutdown(application)


async def _initialize(application: BotApplication, pauses: Sequence[float]) -> None:
    """Call getMe, again after each pause where Telegram cannot be reached."""
    for pause in pauses:
        try:
            await application.initialize()
        except NetworkError as error:
            note("telegram_not_reached", error)
            await asyncio.sleep(pause)
        else:
            return
    await application.initialize()


async def _stop_handlers(application: BotApplication) -> None:
    """Wait for the handlers, and cancel those that have not ended after `_GRACE_S`."""
    processor, deadline = application.update_processor, None
    if isinstance(processor, UpdateProcessor):
        deadline = asyncio.get_running_loop().call_later(_GRACE_S, processor.cancel_all)
    try:
        await application.stop()
    finally:
        if deadline:
            deadline.cancel()


@contextmanager
def _startup_errors(webhook: Webhook | None) -> Iterator[None]:
    """Turn Telegram's errors into a `BotError` that says what to do, and does not hold the token."""
    try:
        yield
    except InvalidToken:
        raise BotError(
            "Telegram does not know this bot token. Copy it again from @BotFather into TELEGRAM_BOT_TOKEN."
        ).phrased("token-unknown") from None
    except TelegramError as error:
        if webhook and isinstance(error, BadRequest):
            raise BotError(
                f"Telegram refuses the webhook of YUANWEN_WEBHOOK_URL: {error.message}. "
                "It must be a public https address on port 443, 80, 88 or 8443."
            ).phrased("webhook-refused", reason=error.message) from None
        raise BotError(
            f"Telegram cannot be reached ({type(error).__name__}). Check the connection and try again."
        ).phrased("telegram-unreachable", reason=type(error).__name__) from None
