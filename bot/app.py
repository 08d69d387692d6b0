"""The Telegram bot: how it is put together, started and stopped."""

import asyncio
import os
import secrets
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder
from telegram.request import HTTPXRequest

from bot.desk import Answerer, Desk
from bot.discretion import discreet
from bot.errors import BotError
from bot.handlers import BotApplication, register
from bot.handlers.failures import note
from bot.phrases import COMMANDS

ALLOWED_UPDATES: Final = ("message", "inline_query")
"""The kinds of updates the bot asks Telegram for; it has no use for others."""

_STARTING_RETRIES = 4
_CONNECTIONS = 64
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# The way to a server on this machine leads through no proxy, and needs none of the world's certificates,
# which take a tenth of a second to read.
_AT_HOME: Final = {"trust_env": False, "verify": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)}

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
    token: str, answerer: Answerer, *, base_url: str | None = None, threads: int = 2
) -> BotApplication:
    """Put a bot together.

    Args:
        token: The bot's token.
        answerer: Who answers the questions; warmed before the first update is taken.
        base_url: Address of a Bot API server, as "http://127.0.0.1:8081"; Telegram's own by default.
        threads: How many questions are answered at the same time.
    """
    # Times as timedelta, as the next major version of python-telegram-bot has them.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    desk = Desk(answerer, threads=threads)

    async def make_ready(application: BotApplication) -> None:
        await desk.warm()
        await _publish_commands(application)
        _log.info("bot_ready", username=application.bot.username)

    async def make_free(_application: BotApplication) -> None:
        await asyncio.to_thread(desk.close)

    builder: ApplicationBuilder[Any, Any, Any, Any, Any, Any] = Application.builder()
    builder.token(token).job_queue(None).concurrent_updates(True)
    builder.post_init(make_ready).post_shutdown(make_free)
    builder.request(_request(base_url, _CONNECTIONS)).get_updates_request(_request(base_url, 1))
    if base_url is not None:
        builder.base_url(f"{base_url.rstrip('/')}/bot")
    application = builder.build()
    register(application, desk)
    return application


def run(
    token: str, answerer: Answerer, *, base_url: str | None = None, webhook: Webhook | None = None
) -> None:
    """Run a bot until it is told to stop (SIGINT, SIGTERM).

    Args:
        token: The bot's token.
        answerer: Who answers the questions.
        base_url: As for `build_application`.
        webhook: Where updates are delivered; without it the bot polls for them.

    Raises:
        BotError: Telegram refuses the token or the webhook, or cannot be reached.
        YuanwenError: The answerer cannot be made ready.
    """
    discreet(token)
    application = build_application(token, answerer, base_url=base_url)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    options: dict[str, Any] = {
        "allowed_updates": ALLOWED_UPDATES,
        "bootstrap_retries": _STARTING_RETRIES,
        "close_loop": False,
    }
    try:
        with _told_plainly(webhook):
            if webhook is None:
                application.run_polling(**options)
            else:
                webhook.check()
                application.run_webhook(**options, **webhook.options())
    finally:
        # An application that could not start leaves its connections open.
        loop.run_until_complete(application.bot.shutdown())
        asyncio.set_event_loop(None)
        loop.close()


@asynccontextmanager
async def serving(application: BotApplication, *, webhook: Webhook | None = None) -> AsyncIterator[None]:
    """Run a bot within an event loop that has other things to do, for as long as the block runs.

    Raises:
        BotError: Telegram refuses the token or the webhook, or cannot be reached.
        YuanwenError: The answerer cannot be made ready.
    """
    updater = application.updater
    if updater is None:
        raise BotError("This application cannot fetch updates; make it with build_application().")
    try:
        with _told_plainly(webhook):
            if webhook is not None:
                webhook.check()
            await application.initialize()
            if application.post_init:
                await application.post_init(application)
            if webhook is None:
                await updater.start_polling(
                    allowed_updates=ALLOWED_UPDATES, error_callback=partial(note, "polling_failed")
                )
            else:
                await updater.start_webhook(allowed_updates=ALLOWED_UPDATES, **webhook.options())
            await application.start()
        yield
    finally:
        if updater.running:
            await updater.stop()
        if application.running:
            await application.stop()
        await application.shutdown()
        await application.bot.shutdown()
        if application.post_shutdown:
            await application.post_shutdown(application)


async def _publish_commands(application: BotApplication) -> None:
    """Tell Telegram the commands that clients offer; the bot answers without that, too."""
    try:
        await application.bot.set_my_commands(COMMANDS)
    except TelegramError as error:
        _log.warning("commands_not_published", error=type(error).__name__)


def _request(base_url: str | None, connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        httpx_kwargs=_AT_HOME if base_url and _is_at_home(base_url) else {},
    )


def _is_at_home(base_url: str) -> bool:
    """Whether a server is on this machine and speaks plain HTTP."""
    address = urlsplit(base_url)
    return address.scheme == "http" and address.hostname in _LOOPBACK


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
