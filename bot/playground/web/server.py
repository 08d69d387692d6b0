"""The server of the page."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.resources.abc import Traversable
from typing import Any, Final

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.playground.bot_api.server import ADDRESS
from bot.playground.errors import PortError
from bot.playground.line_breaks import unbroken
from bot.playground.loopback import Loopback
from bot.playground.sample import SampleArticle
from bot.playground.web.actions import ActionHandler, Actions, WorldHandler
from bot.playground.web.context import PageContext
from bot.playground.web.demo_chats import DemoChats
from bot.playground.web.documents import DownloadHandler, UploadHandler
from bot.playground.web.events import EventStream
from bot.playground.web.handler import NotFoundHandler
from bot.playground.web.security import RequestGuard
from bot.playground.web.static_files import PAGE, StaticFileHandler
from bot.playground.web.status import BotStatus
from retrieval.ingestion.loaders import SUFFIXES

PORT: Final = 8100
"""The default port."""

_MAX_BODY_BYTES: Final = 256 << 10


class PageServer:
    """Serves the page and its API, on this machine only.

    Args:
        telegram: The simulated Telegram.
        suggestions: Gives the questions that the page suggests to a person, by their id; called on a thread
            at each load of the page.
        sample: Gives the sample page; called likewise.
        token_hint: Whether the page tells where to put the token of a real bot.
        page: The folder with the files of the page.

    Attributes:
        bot_status: Whether the bot answers; set by whoever runs it.
        demo_chats: The person at the page and their chats.
    """

    def __init__(
        self,
        telegram: Loopback,
        *,
        suggestions: Callable[[int], Sequence[str]] = lambda _: (),
        sample: Callable[[int], Sequence[SampleArticle]] = lambda _: (),
        token_hint: bool = False,
        page: Traversable = PAGE,
    ) -> None:
        self.demo_chats = DemoChats(telegram)
        self.bot_status = BotStatus(telegram.event_log)
        self._telegram = telegram
        self._suggestions = suggestions
        self._sample = sample
        self._token_hint = token_hint
        self._page = page
        self._http: HTTPServer | None = None
        self._guard = RequestGuard(0)

    @property
    def address(self) -> str:
        """Its URL."""
        return f"http://{ADDRESS}:{self._guard.port}"

    @property
    def key(self) -> str:
        """The page's key, which its requests need."""
        return self._guard.key

    def listen(self, port: int | None = None) -> None:
        """Start to serve.

        Args:
            port: The port; 0 for any free one, None for the default or else any free one.

        Raises:
            PortError: The port is taken or not allowed.
        """
        try:
            bound = _bind(PORT if port is None else port)
        except OSError as error:
            if port is not None:
                raise PortError(
                    f"Port {port} cannot be had ({error.strerror}). Choose another with --port, or leave "
                    "that out: then any that is free will do."
                ).phrased("port-taken", port=port, reason=error.strerror) from None
            bound = _bind(0)
        self._guard = RequestGuard(int(bound.getsockname()[1]))
        self._http = HTTPServer(self._routes(), max_body_size=_MAX_BODY_BYTES)
        self._http.add_socket(bound)

    async def close(self) -> None:
        """Stop serving; open streams are closed."""
        if self._http:
            self._http.stop()
            await self._http.close_all_connections()
            self._http = None

    def _routes(self) -> Application:
        context = PageContext.of(self._guard, self._telegram, self.demo_chats, self.bot_status)
        plain = {"context": context}
        with_actions = {"context": context, "actions": Actions(context)}
        with_page = {"context": context, "page": self._page}
        return Application(
            [
                (r"/", StaticFileHandler, with_page),
                (r"/static/(.+)", StaticFileHandler, with_page),
                (r"/api/world", WorldHandler, with_actions | {"extras": self._extras}),
                (r"/api/events", EventStream, plain),
                (r"/api/file", DownloadHandler, plain),
                (r"/api/upload", UploadHandler, with_actions),
                (r"/api/(\w+)", ActionHandler, with_actions),
            ],
            default_handler_class=NotFoundHandler,
            default_handler_args=plain,
            log_function=_no_log,
        )

    async def _extras(self) -> dict[str, Any]:
        me = self.demo_chats.me.id
        suggestions = await asyncio.to_thread(self._suggestions, me)
        sample = await asyncio.to_thread(self._sample, me)
        return {
            "suggestions": list(suggestions),
            "pieces": await asyncio.to_thread(lambda: [unbroken(text) for text in suggestions]),
            "sample": [asdict(article) for article in sample],
            "token_hint": self._token_hint,
            "suffixes": sorted(SUFFIXES),
        }


def _bind(port: int) -> socket.socket:
    bound = socket.create_server((ADDRESS, port))
    bound.setblocking(False)
    return bound


def _no_log(_handler: RequestHandler) -> None:
    """Log no requests: their addresses may hold the key."""
