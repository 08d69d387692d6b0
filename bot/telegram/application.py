"""The Telegram bot: built from its parts, and run until it is stopped."""

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from telegram.ext import Application, ApplicationBuilder

from bot.errors import BotError
from bot.log_redaction import redact
from bot.metrics import Metrics
from bot.services.access import Rules
from bot.services.answering import Answerer, AnswerPool
from bot.services.documents import DocumentService
from bot.services.monitoring import Monitoring, monitored
from bot.storage import State, tolerated
from bot.telegram.handlers import BotApplication, register
from bot.telegram.handlers.commands import publish
from bot.telegram.handlers.sending import DEFAULTS
from bot.telegram.handlers.services import Services
from bot.telegram.limits import UpdateLimits
from bot.telegram.messages.translations import load_phrases
from bot.telegram.observation import ObservedApplication
from bot.telegram.rate_limiter import RateLimiter
from bot.telegram.requests import BotApiRequest, UpdatesRequest
from bot.telegram.serving import heed_signals, serving
from bot.telegram.updates import UpdateProcessor, UpdateQueue
from bot.telegram.webhook import Webhook

_STARTING_PAUSES_S: Final = (1.0, 2.0, 4.0, 8.0)
_CONNECTIONS: Final = 64
# When the bot stops, the running getUpdates is cancelled, and may leak its connection (httpcore 1.0).
# The last getUpdates, which confirms the updates received, then needs a second one.
_POLLING_CONNECTIONS: Final = 2
# A time-out leaves unknown whether a message was sent, so calls wait longer for their response than polls do.
_CALL_TIMEOUT_S: Final = 20.0
_POLL_TIMEOUT_S: Final = 5.0

_Builder = ApplicationBuilder[Any, Any, Any, Any, Any, Any]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of a bot.

    Attributes:
        token: The bot's token.
        answerer: Answers the questions; warmed up before the first update is handled.
        document_service: Keeps the documents that people send; closed with the bot. None: no uploads.
        state: The bot's database; closed with the bot. None: one in memory.
        rules: The owner's settings; by default the bot is open to everyone.
        base_url: Address of a Bot API server, as "http://127.0.0.1:8081"; Telegram's own by default.
        threads: How many questions are answered at the same time.
        metrics: What is measured of it.
    """

    token: str = field(repr=False)
    answerer: Answerer
    document_service: DocumentService | None = None
    state: State | None = None
    rules: Rules = field(default_factory=Rules)
    base_url: str | None = field(default=None, repr=False)
    threads: int = 2
    metrics: Metrics = field(default_factory=Metrics, repr=False)


def build_application(plan: Plan, on_token_refused: Callable[[], None] | None = None) -> BotApplication:
    """Build a bot.

    Args:
        plan: Its parts.
        on_token_refused: Called when Telegram no longer knows the token; the bot then gets no more updates.
    """
    # Durations as timedelta, which the next major version of python-telegram-bot gives by default.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    state = plan.state or State()
    update_queue = UpdateQueue(state.pending_updates, UpdateLimits(plan.rules))
    answer_pool = AnswerPool(plan.answerer, threads=plan.threads, metrics=plan.metrics)
    services = Services.of(answer_pool, state, plan.rules, plan.document_service)
    processor = UpdateProcessor(state.pending_updates, update_queue)
    builder: _Builder = Application.builder().application_class(
        ObservedApplication, {"metrics": plan.metrics}
    )
    _watch(plan.metrics, update_queue, services)
    _connect(builder, plan, on_token_refused or partial(_log.error, "token_refused"))
    builder.job_queue(None).rate_limiter(RateLimiter())
    builder.update_queue(update_queue).concurrent_updates(processor)
    builder.post_init(partial(_make_ready, services, update_queue)).post_shutdown(partial(_close, services))
    application = builder.build()
    register(application, services)
    return application


def run(plan: Plan, webhook: Webhook | None = None, monitoring: Monitoring | None = None) -> None:
    """Run a bot until the process receives SIGINT or SIGTERM.

    Args:
        plan: The parts of the bot.
        webhook: Where updates are delivered; without it the bot polls for them.
        monitoring: Where health and metrics are served; by default nowhere.

    Raises:
        BotError: Telegram refuses the token or the webhook, or cannot be reached.
        YuanwenError: The models or the index cannot be loaded.
    """
    redact(_secrets(plan, webhook))
    refused = asyncio.Event()
    application = build_application(plan, refused.set)
    with suppress(asyncio.CancelledError):
        asyncio.run(_run_until_stopped(application, plan.metrics, webhook, monitoring, refused))


async def _run_until_stopped(
    application: BotApplication,
    metrics: Metrics,
    webhook: Webhook | None,
    monitoring: Monitoring | None,
    refused: asyncio.Event,
) -> None:
    """Run a bot until a signal cancels the task.

    Raises:
        BotError: Telegram no longer knows the token.
    """
    heed_signals()
    async with (
        monitored(monitoring, metrics, lambda: application.running),
        serving(application, webhook=webhook, pauses=_STARTING_PAUSES_S),
    ):
        await refused.wait()
        _log.error("token_refused")
    raise BotError(
        "Telegram no longer knows this bot token: it was revoked, or the bot deleted. "
        "Copy the new one from @BotFather into TELEGRAM_BOT_TOKEN, and start again: nothing asked is lost."
    ).phrased("token-revoked")


def _secrets(plan: Plan, webhook: Webhook | None) -> Iterator[str]:
    """What must not be logged: token, secret of the webhook, password of the Bot API server."""
    yield plan.token
    if webhook and webhook.secret_token:
        yield webhook.secret_token
    if plan.base_url and (password := urlsplit(plan.base_url).password):
        yield password


def _watch(metrics: Metrics, update_queue: UpdateQueue, services: Services) -> None:
    """Have the lengths of the bot's queues among its metrics."""
    metrics.watch_queue("updates", lambda: update_queue.waiting)
    metrics.watch_queue("questions", lambda: services.answer_pool.under_way)
    if documents := services.document_service:
        metrics.watch_queue("files", lambda: documents.waiting)


def _connect(builder: _Builder, plan: Plan, on_token_refused: Callable[[], None]) -> None:
    """Set token, message defaults and connections."""
    base_url, metrics = plan.base_url, plan.metrics
    builder.token(plan.token).defaults(DEFAULTS)
    builder.request(BotApiRequest(base_url, _CONNECTIONS, on_token_refused, _CALL_TIMEOUT_S, metrics))
    builder.get_updates_request(
        UpdatesRequest(base_url, _POLLING_CONNECTIONS, on_token_refused, _POLL_TIMEOUT_S, metrics)
    )
    if base_url is not None:
        builder.base_url(f"{base_url.rstrip('/')}/bot").base_file_url(f"{base_url.rstrip('/')}/file/bot")


async def _make_ready(services: Services, update_queue: UpdateQueue, application: BotApplication) -> None:
    """Load models and phrases, publish the commands, and take up the updates of the previous run."""
    if services.document_service is not None:
        await asyncio.to_thread(services.document_service.prepare)
        await services.document_service.erase_from(services.state)
    await services.answer_pool.warm()
    await asyncio.to_thread(load_phrases)
    await publish(application.bot, services.rules.access.owners)
    await update_queue.resume(application.bot)
    services.run_in_background(update_queue.keep_up(application.bot))
    if services.suggestions is not None:
        services.run_in_background(services.suggestions.make_missing())
    _log.info("bot_ready", username=application.bot.username)


async def _close(services: Services, _application: BotApplication) -> None:
    """Stop background tasks, then close answer pool, documents and, last, the database they write to."""
    await services.cancel_background_tasks()
    await asyncio.to_thread(services.answer_pool.close)
    if services.document_service is not None:
        await asyncio.to_thread(services.document_service.close)
    with tolerated("run_not_ended"):
        await services.state.pending_updates.leave()
    await services.state.close()
