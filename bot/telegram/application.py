"""The Telegram bot: what it is put together from, and how it runs until it is told to stop."""

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import structlog
from telegram.ext import Application, ApplicationBuilder

from bot.errors import BotError
from bot.log_redaction import redact_token
from bot.services.access import Rules
from bot.services.answering import Answerer, AnswerPool
from bot.services.documents import DocumentService
from bot.storage import State
from bot.telegram.handlers import BotApplication, register
from bot.telegram.handlers.commands import publish
from bot.telegram.handlers.services import Services
from bot.telegram.messages.translations import load_phrases
from bot.telegram.rate_limiter import RateLimiter
from bot.telegram.requests import BotApiRequest
from bot.telegram.serving import heed_signals, serving
from bot.telegram.updates import UpdateProcessor, UpdateQueue
from bot.telegram.webhook import Webhook

_STARTING_PAUSES_S: Final = (1.0, 2.0, 4.0, 8.0)
_CONNECTIONS: Final = 64
# A poll that is cut off, to stop, in the moment in which its answer comes keeps its connection for good
# (httpcore 1.0); the last poll, which confirms what came, then needs another.
_POLLING_CONNECTIONS: Final = 2
_AT_ONCE: Final = 256
# Whether a message arrived is unknown where no answer came, so that is waited for longer than for updates.
_CALL_S: Final = 20.0
_POLL_S: Final = 5.0

_Builder = ApplicationBuilder[Any, Any, Any, Any, Any, Any]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a bot is put together from.

    Attributes:
        token: The bot's token.
        answerer: Who answers the questions; warmed before the first update is taken.
        shelf: Keeps documents that people send; closed with the bot. Without it, none are taken.
        state: What the bot remembers; closed with the bot. Without it, the bot forgets when it stops.
        rules: What the owner lays down; by default, the bot is open to all.
        base_url: Address of a Bot API server, as "http://127.0.0.1:8081"; Telegram's own by default.
        threads: How many questions are answered at the same time.
    """

    token: str = field(repr=False)
    answerer: Answerer
    document_service: DocumentService | None = None
    state: State | None = None
    rules: Rules = field(default_factory=Rules)
    base_url: str | None = None
    threads: int = 2


def build_application(plan: Plan, refused: Callable[[], None] | None = None) -> BotApplication:
    """Put a bot together.

    Args:
        plan: What from.
        refused: Called when Telegram no longer knows the token; the bot then gets no more updates.
    """
    # Times as timedelta, as the next major version of python-telegram-bot has them.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    state = plan.state or State()
    update_queue = UpdateQueue(state.pending_updates)
    services = Services.of(
        AnswerPool(plan.answerer, threads=plan.threads), state, plan.rules, plan.document_service
    )
    builder: _Builder = Application.builder()
    _connect(builder, plan, refused or partial(_log.error, "token_refused"))
    builder.job_queue(None).rate_limiter(RateLimiter())
    builder.update_queue(update_queue).concurrent_updates(UpdateProcessor(state.pending_updates, _AT_ONCE))
    builder.post_init(partial(_make_ready, services, update_queue)).post_shutdown(partial(_close, services))
    application = builder.build()
    register(application, services)
    return application


def run(plan: Plan, webhook: Webhook | None = None) -> None:
    """Run a bot until it is told to stop (SIGINT, SIGTERM).

    Args:
        plan: What the bot is put together from.
        webhook: Where updates are delivered; without it the bot polls for them.

    Raises:
        BotError: Telegram refuses the token or the webhook, or cannot be reached.
        YuanwenError: The answerer cannot be made ready.
    """
    redact_token(plan.token)
    refused = asyncio.Event()
    application = build_application(plan, refused.set)
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


def _connect(builder: _Builder, plan: Plan, refused: Callable[[], None]) -> None:
    """Say how Telegram is reached."""
    base_url = plan.base_url
    builder.token(plan.token)
    builder.request(BotApiRequest(base_url, _CONNECTIONS, refused, _CALL_S))
    builder.get_updates_request(BotApiRequest(base_url, _POLLING_CONNECTIONS, refused, _POLL_S))
    if base_url is not None:
        builder.base_url(f"{base_url.rstrip('/')}/bot").base_file_url(f"{base_url.rstrip('/')}/file/bot")


async def _make_ready(services: Services, update_queue: UpdateQueue, application: BotApplication) -> None:
    """Load all that the first answer needs, and take up what a former run began."""
    if services.document_service is not None:
        await services.document_service.erase_from(services.state)
    await services.answer_pool.warm()
    await asyncio.to_thread(load_phrases)
    await publish(application.bot, services.rules.access.admins)
    await update_queue.resume(application.bot)
    _log.info("bot_ready", username=application.bot.username)


async def _close(services: Services, _application: BotApplication) -> None:
    """Put away all that a bot works with, what is answered last before what remembers it."""
    await services.rest()
    await asyncio.to_thread(services.answer_pool.close)
    if services.document_service is not None:
        await asyncio.to_thread(services.document_service.close)
    await services.state.close()
