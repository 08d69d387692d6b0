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

from bot.log_redaction import redact_token
from bot.playground.explaining_answerer import ExplainingAnswerer
from bot.playground.loopback import Loopback
from bot.playground.simulation.id_counters import IdCounters
from bot.playground.suggestions import suggestions
from bot.playground.web import PageServer
from bot.playground.web.status import BotStatus
from bot.services.access import Rules
from bot.services.documents import DocumentService
from bot.storage import State
from bot.telegram.application import Plan, build_application
from bot.telegram.serving import heed_signals, serving
from embeddings import YuanwenError
from retrieval.engine import Engine
from retrieval.explanation import Explanation

FOLDER: Final = "playground"
"""Where in the home the playground's bot remembers things; that on Telegram has a memory of its own."""

_BOT_ID: Final = 4_000_000_000_000


@dataclass(frozen=True, slots=True)
class Playground:
    """What is to be played.

    Attributes:
        home: The home, whose documents are asked.
        port: Where the page is to be, None for the usual port or any that is free.
        rules: What the owner lays down.
        has_token: Whether there is the token of a real bot.
        shows: Whether to open the page in a browser.
    """

    home: Path
    port: int | None = None
    rules: Rules = field(default_factory=Rules)
    has_token: bool = False
    shows: bool = False


def run(playground: Playground, open_engine: Callable[[], Engine], tell: Callable[[str], None]) -> bool:
    """Run the playground until it is told to stop (SIGINT, SIGTERM).

    Args:
        playground: What is to be played.
        open_engine: Gives the engine over the home; called on a thread while the page is already there.
        tell: Says something to whoever started it.

    Returns:
        Whether the bot could answer.

    Raises:
        PortError: The port cannot be had.
        StoreError: The home cannot be used.
    """
    suggestions(playground.home)  # a home that cannot be used is told of at once
    with suppress(asyncio.CancelledError):  # told twice
        return asyncio.run(_play(playground, open_engine, tell))
    return True


async def _play(
    playground: Playground, open_engine: Callable[[], Engine], tell: Callable[[str], None]
) -> bool:
    heed_signals()
    token = f"{_BOT_ID}:{secrets.token_urlsafe(32)}"
    redact_token(token)
    async with Loopback(token=token, id_counters=IdCounters.apart(time.time())) as telegram:
        site = PageServer(
            telegram,
            suggestions=lambda: suggestions(playground.home),
            token_hint=not playground.has_token,
        )
        site.listen(playground.port)
        tell(f"The playground is at {site.address} (Ctrl-C ends it).")
        try:
            if playground.shows and _has_screen():
                threading.Thread(target=webbrowser.open, args=(site.address,), daemon=True).start()
            return await _answer(playground, open_engine, tell, telegram, site.news)
        finally:
            await site.close()


async def _answer(
    playground: Playground,
    open_engine: Callable[[], Engine],
    tell: Callable[[str], None],
    telegram: Loopback,
    news: BotStatus,
) -> bool:
    """Run the bot until the task is cancelled; gives whether it could answer."""
    with suppress(asyncio.CancelledError):
        try:
            with closing(await asyncio.to_thread(open_engine)) as engine:
                state = await asyncio.to_thread(State.open, playground.home / FOLDER)
                await state.pending_updates.abandon()  # whoever asked was gone when the former run ended
                async with serving(build_application(_plan(playground, engine, state, telegram, news))):
                    news.ready()
                    await asyncio.Event().wait()
        except (YuanwenError, OSError) as error:
            news.failed(str(error))
            tell(f"The bot cannot answer: {error}")
            await asyncio.Event().wait()
    return news.failure is None


def _plan(playground: Playground, engine: Engine, state: State, telegram: Loopback, news: BotStatus) -> Plan:
    """The bot as it is on Telegram, but that the page hears how it found each answer."""
    loop = asyncio.get_running_loop()

    def explained(explanation: Explanation) -> None:
        loop.call_soon_threadsafe(news.explained, explanation)

    return Plan(
        telegram.token,
        ExplainingAnswerer(engine, explained),
        document_service=DocumentService.of(engine),
        state=state,
        rules=playground.rules,
        base_url=telegram.base_url,
    )


def _has_screen() -> bool:
    """Whether a browser would open in a window, and not in this terminal, if there is one at all."""
    if not sys.stdout.isatty():
        return False
    return sys.platform in {"darwin", "win32"} or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())
