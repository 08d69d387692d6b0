"""The playground in one process: the loopback Bot API, the bot over it, and the page."""

import asyncio
import os
import secrets
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from structlog.contextvars import get_contextvars

from bot.log_redaction import redact
from bot.playground.loopback import Loopback
from bot.playground.sample import sample_articles
from bot.playground.simulation.id_counters import IdCounters
from bot.playground.suggestions import suggestions
from bot.playground.web import PageServer
from bot.playground.web.status import BotStatus
from bot.services.access import Rules
from bot.services.documents import DocumentService
from bot.services.explaining_answerer import ExplainingAnswerer
from bot.storage import State
from bot.telegram.application import Plan, build_application
from bot.telegram.serving import heed_signals, serving
from embeddings import YuanwenError
from retrieval.engine import Engine
from retrieval.explanation import Explanation
from retrieval.storage.databases import Address

STATE_FOLDER: Final = "playground"
"""The folder in the home for the state of the playground's bot; the bot on Telegram has its own."""

_BOT_ID: Final = 4_000_000_000_000


@dataclass(frozen=True, slots=True)
class PlaygroundOptions:
    """The options of `yuanwen playground`.

    Attributes:
        home: The home that holds the documents.
        database: Where they are kept instead, or None; what the playground's bot remembers stays in the home.
        port: The port of the page; None for the default port, or any free one where that is taken.
        rules: The owner's rules.
        has_token: Whether the token of a real bot is configured.
        opens_browser: Whether to open the page in a browser.
    """

    home: Path
    port: int | None = None
    rules: Rules = field(default_factory=Rules)
    has_token: bool = False
    opens_browser: bool = False
    database: Address | None = None


def run(
    options: PlaygroundOptions,
    open_engine: Callable[[], Engine],
    opened: Callable[[str], None],
    failed: Callable[[Exception], None],
) -> bool:
    """Run the playground until SIGINT or SIGTERM.

    Args:
        options: The options.
        open_engine: Opens the engine over the home; called on a thread while the page is served already.
        opened: Called with the address of the page once it is served.
        failed: Called with why the bot cannot answer, where it cannot.

    Returns:
        Whether the bot could answer.

    Raises:
        PortError: The port is taken or not allowed.
        StoreError: The home cannot be used.
    """
    suggestions(options.home, options.database)  # raises at once where the home cannot be used
    with suppress(asyncio.CancelledError):  # a second signal
        return asyncio.run(_serve(options, open_engine, opened, failed))
    return True


async def _serve(
    options: PlaygroundOptions,
    open_engine: Callable[[], Engine],
    opened: Callable[[str], None],
    failed: Callable[[Exception], None],
) -> bool:
    heed_signals()
    token = f"{_BOT_ID}:{secrets.token_urlsafe(32)}"
    redact([token])
    async with Loopback(token=token, id_counters=IdCounters.across_restarts(time.time())) as telegram:
        telegram.inline_feedback = True  # as the README sets up a bot
        server = PageServer(
            telegram,
            suggestions=lambda me: suggestions(options.home, options.database, me),
            sample=lambda me: sample_articles(options.home, options.database, me),
            token_hint=not options.has_token,
        )
        server.listen(options.port)
        opened(server.address)
        try:
            if options.opens_browser and _has_screen():
                threading.Thread(target=webbrowser.open, args=(server.address,), daemon=True).start()
            return await _run_bot(options, open_engine, failed, telegram, server.bot_status)
        finally:
            await server.close()


async def _run_bot(
    options: PlaygroundOptions,
    open_engine: Callable[[], Engine],
    failed: Callable[[Exception], None],
    telegram: Loopback,
    bot_status: BotStatus,
) -> bool:
    """Run the bot until the task is cancelled; returns whether it could answer."""
    with suppress(asyncio.CancelledError):
        try:
            with closing(await asyncio.to_thread(open_engine)) as engine:
                state = await asyncio.to_thread(State.open, options.home / STATE_FOLDER)
                await state.pending_updates.abandon()  # the messages of the last run are gone
                async with serving(build_application(_plan(options, engine, state, telegram, bot_status))):
                    bot_status.ready()
                    await asyncio.Event().wait()
        except (YuanwenError, OSError) as error:
            bot_status.failed(str(error))
            failed(error)
            await asyncio.Event().wait()
    return bot_status.failure is None


def _plan(
    options: PlaygroundOptions, engine: Engine, state: State, telegram: Loopback, bot_status: BotStatus
) -> Plan:
    """The plan of the bot: as on Telegram, but the page is told how each answer was found."""
    loop = asyncio.get_running_loop()

    def explained(explanation: Explanation) -> None:
        update = int(get_contextvars().get("request", 0))  # the thread has the context of the update
        loop.call_soon_threadsafe(bot_status.explained, update, explanation)

    return Plan(
        telegram.token,
        ExplainingAnswerer(engine, explained),
        document_service=DocumentService.of(engine),
        state=state,
        rules=options.rules,
        base_url=telegram.base_url,
    )


def _has_screen() -> bool:
    """Whether a browser would open in a window of its own, not in this terminal."""
    if not sys.stdout.isatty():
        return False
    return sys.platform in {"darwin", "win32"} or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())
