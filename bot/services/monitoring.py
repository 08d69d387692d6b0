"""A small HTTP server for those who watch a bot: `/healthz` says whether it runs, `/metrics` how it does."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.errors import BotError
from bot.metrics import CONTENT_TYPE, Metrics
from retrieval.engine import Engine

_MOST_BYTES: Final = 1024
"""Of the body of a request; those that are meant have none."""


@dataclass(frozen=True, slots=True)
class Monitoring:
    """Where the server listens.

    Attributes:
        port: The port.
        listen: The address; by default this machine alone reaches it.
    """

    port: int
    listen: str = "127.0.0.1"


@asynccontextmanager
async def monitored(
    monitoring: Monitoring | None, metrics: Metrics, is_ready: Callable[[], bool]
) -> AsyncIterator[None]:
    """Serve health and metrics for as long as the block runs.

    Args:
        monitoring: Where; None for nowhere.
        metrics: What `/metrics` shows.
        is_ready: Whether the bot handles updates: `/healthz` responds with 200, or else with 503.

    Raises:
        BotError: The address cannot be listened on.
    """
    if monitoring is None:
        yield
        return
    application = Application(
        [("/healthz", _Health, {"is_ready": is_ready}), ("/metrics", _Metrics, {"metrics": metrics})],
        log_function=lambda _handler: None,
    )
    server = HTTPServer(application, max_body_size=_MOST_BYTES)
    server.add_socket(_listening(monitoring))
    try:
        yield
    finally:
        server.stop()
        await server.close_all_connections()


def _listening(monitoring: Monitoring) -> socket.socket:
    family = socket.AF_INET6 if ":" in monitoring.listen else socket.AF_INET
    try:
        listening = socket.create_server((monitoring.listen, monitoring.port), family=family)
    except OSError as error:
        raise BotError(
            f"Health and metrics cannot be served on {monitoring.listen}:{monitoring.port} "
            f"({error.strerror}). Choose another YUANWEN_MONITORING_LISTEN or YUANWEN_MONITORING_PORT."
        ) from None
    listening.setblocking(False)  # as asyncio needs it
    return listening


def watch_engine(metrics: Metrics, engine: Engine) -> None:
    """Have the size of an engine's index, and what is still to be embedded of it, among the metrics."""
    metrics.watch_index("documents", lambda: len(engine.library.documents()))
    metrics.watch_index("passages", lambda: engine.retriever.backlog().total)
    metrics.watch_index("passages_to_embed", lambda: engine.retriever.backlog().missing)


class _Health(RequestHandler):
    def initialize(self, is_ready: Callable[[], bool]) -> None:
        self._is_ready = is_ready

    def get(self) -> None:
        """The event loop runs, as this is answered; and the bot is ready, or is starting or stopping."""
        ready = self._is_ready()
        self.set_status(HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE)
        self.write({"status": "ok" if ready else "not ready"})


class _Metrics(RequestHandler):
    def initialize(self, metrics: Metrics) -> None:
        self._metrics = metrics

    async def get(self) -> None:
        """All metrics, collected on a thread: some are read from the disk."""
        content = await asyncio.to_thread(self._metrics.exposition)
        self.set_header("Content-Type", CONTENT_TYPE)
        self.write(content)
