"""The Telegram bot: how it is put together, started and stopped."""

import asyncio
import gc
import os
import secrets
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ApplicationBuilder

from bot.access import Rules
from bot.carrier import Carrier
from bot.desk import Answerer, Desk
from bot.discretion import discreet
from bot.errors import BotError
from bot.handlers import BotApplication, register
from bot.handlers.commands import publish
from bot.handlers.failures import note
from bot.handlers.house import House
from bot.intake import Attendance, Intake
from bot.languages import load_phrases
from bot.line import Line
from bot.shelf import Shelf
from bot.state import State

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

_STARTING_PAUSES_S: Final = (1.0, 2.0, 4.0, 8.0)
_CONNECTIONS: Final = 64
# A poll that is cut off, to stop, in the moment in which its answer comes keeps its connection for good
# (httpcore 1.0); the last poll, which confirms what came, then needs another.
_POLLING_CONNECTIONS: Final = 2
_AT_ONCE: Final = 256
# Each time a question lets go of the interpreter, it waits so long for the thread that reads a document.
_TURN_S: Final = 0.0005
_GRACE_S: Final = 4.0
"""How long what is under way may go on when the bot is told to stop; the next run takes up the rest."""
# Whether a message arrived is unknown where no answer came, so that is waited for longer than for updates.
_CALL_S: Final = 20.0
_POLL_S: Final = 5.0
# After each call of the system the event loop waits so long for a thread that answers, ten times as long by
# default; with dozens of calls in a row that would add up.
_SWITCHING_S: Final = 0.0005

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram delivers updates, instead of being polled for them.

    Attributes:
        url: The public address, https.
        listen: The address to listen on.
        port: The port to listen on.
        path: The path to listen on; "" takes that of `url`.
        secret_token: What Telegram shows to prove itself, 1 to 256 of A-Z a-z 0-9 _ -; None for a new one.
    """

    url: str
    listen: str = "127.0.0.1"
    port: int = 8443
    path: str = ""
    secret_token: str | None = field(default=None, repr=False)

    def check(self) -> None:
        """See that the address can be listened on.

        Raises:
            BotError: It cannot.
        """
        family = socket.AF_INET6 if ":" in self.listen else socket.AF_INET
        try:
            socket.create_server((self.listen, self.port), family=family).close()
        except OSError as error:
            raise BotError(
                f"The webhook cannot listen on {self.listen}:{self.port} ({error.strerror}). "
                "Choose another address or port."
            ) from None

    def options(self) -> dict[str, Any]:
        """The arguments of python-telegram-bot's webhook methods."""
        return {
            "webhook_url": self.url,
            "listen": self.listen,
            "port": self.port,
            "url_path": (self.path or urlsplit(self.url).path).strip("/"),
            "secret_token": self.secret_token or secrets.token_urlsafe(32),
        }


def build_application(
    token: str,
    answerer: Answerer,
    *,
    shelf: Shelf | None = None,
    state: State | None = None,
    rules: Rules | None = None,
    base_url: str | None = None,
    threads: int = 2,
    refused: Callable[[], None] | None = None,
) -> BotApplication:
    """Put a bot together.

    Args:
        token: The bot's token.
        answerer: Who answers the questions; warmed before the first update is taken.
        shelf: Keeps documents that people send; closed with the application. Without it, none are taken.
        state: What the bot remembers; closed with the application. Without it, the bot forgets when it stops.
        rules: What the owner lays down; without it, the bot is open to all.
        base_url: Address of a Bot API server, as "http://127.0.0.1:8081"; Telegram's own by default.
        threads: How many questions are answered at the same time.
        refused: Called when Telegram no longer knows the token; the bot then gets no more updates.
    """
    # Times as timedelta, as the next major version of python-telegram-bot has them.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    sys.setswitchinterval(_TURN_S)
    desk = Desk(answerer, threads=threads)
    state, rules = state or State(), rules or Rules()
    intake = Intake(state.inbox)

    async def make_ready(application: BotApplication) -> None:
        await desk.warm()
        await asyncio.to_thread(load_phrases)
        await publish(application.bot, rules.access.admins)
        await intake.resume(application.bot)
        _log.info("bot_ready", username=application.bot.username)

    async def make_free(_application: BotApplication) -> None:
        await asyncio.to_thread(desk.close)
        if shelf is not None:
            await asyncio.to_thread(shelf.close)
        await state.close()

    builder: ApplicationBuilder[Any, Any, Any, Any, Any, Any] = Application.builder()
    builder.token(token).job_queue(None)
    builder.update_queue(intake).concurrent_updates(Attendance(state.inbox, _AT_ONCE))
    builder.post_init(make_ready).post_shutdown(make_free)
    gone = refused or partial(_log.error, "token_refused")
    builder.request(Line(base_url, _CONNECTIONS, gone, _CALL_S))
    builder.get_updates_request(Line(base_url, _POLLING_CONNECTIONS, gone, _POLL_S))
    builder.rate_limiter(Carrier())
    if base_url is not None:
        builder.base_url(f"{base_url.rstrip('/')}/bot").base_file_url(f"{base_url.rstrip('/')}/file/bot")
    application = builder.build()
    register(application, House.of(desk, state, rules, shelf))
    return application


def run(
    token: str,
    answerer: Answerer,
    *,
    shelf: Shelf | None = None,
    state: State | None = None,
    rules: Rules | None = None,
    base_url: str | None = None,
    webhook: Webhook | None = None,
) -> None:
    """Run a bot until it is told to stop (SIGINT, SIGTERM).

    Args:
        token: The bot's token.
        answerer: Who answers the questions.
        shelf: As for `build_application`.
        state: Likewise.
        rules: Likewise.
        base_url: As for `build_application`.
        webhook: Where updates are delivered; without it the bot polls for them.

    Raises:
        BotError: Telegram refuses the token or the webhook, or cannot be reached.
        YuanwenError: The answerer cannot be made ready.
    """
    discreet(token)
    refused = asyncio.Event()
    application = build_application(
        token,
        answerer,
        shelf=shelf,
        state=state,
        rules=rules,
        base_url=base_url,
        refused=refused.set,
    )
    with suppress(asyncio.CancelledError):
        asyncio.run(_until_told(application, webhook, refused))


async def _until_told(application: BotApplication, webhook: Webhook | None, refused: asyncio.Event) -> None:
    """Run a bot until the task is cancelled, which a signal does, or Telegram refuses the token."""
    heed_signals()
    async with serving(application, webhook=webhook, pauses=_STARTING_PAUSES_S):
        await refused.wait()
        _log.error("token_refused")
    raise BotError(
        "Telegram no longer knows this bot token: it was revoked, or the bot deleted. "
        "Copy the new one from @BotFather into TELEGRAM_BOT_TOKEN, and start again: nothing asked is lost."
    )


def heed_signals() -> None:
    """Let the current task be cancelled when the process is told to stop (SIGINT, SIGTERM)."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    for told in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # where there are no signals, Ctrl-C cancels the task, too
            loop.add_signal_handler(told, task.cancel if task else loop.stop)


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
    updater = application.updater
    if updater is None:
        raise BotError("This application cannot fetch updates; make it with build_application().")
    switching = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCHING_S)
    try:
        with _told_plainly(webhook):
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
        yield
    finally:
        if updater.running:
            with suppress(InvalidToken):  # what ended the polling
                await updater.stop()
        if application.running:
            await _stopped(application)
        await application.shutdown()
        await application.bot.shutdown()
        if application.post_shutdown:
            await application.post_shutdown(application)
        gc.unfreeze()
        sys.setswitchinterval(switching)


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
    late = loop.call_later(_GRACE_S, attendance.dismiss) if isinstance(attendance, Attendance) else None
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
