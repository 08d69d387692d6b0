"""The site: the page's server."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from importlib.resources.abc import Traversable
from typing import Any, Final

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.playground.bot_api.server import ADDRESS
from bot.playground.errors import PortError
from bot.playground.loopback import Loopback
from bot.playground.web.actions import Action, Actions, Worlds
from bot.playground.web.context import PageContext
from bot.playground.web.documents import Downloads, Uploads
from bot.playground.web.events import EventStream
from bot.playground.web.handler import Nothing
from bot.playground.web.scene import Scene
from bot.playground.web.security import RequestGuard
from bot.playground.web.static_files import PAGE, Pages
from bot.playground.web.status import BotStatus

PORT: Final = 8100
"""Where the page is, as long as nothing else is there."""

_BODY_BYTES: Final = 256 << 10


class PageServer:
    """Serves the page on this machine alone, and lets whoever sees it act in the playground.

    Args:
        telegram: The playground.
        suggestions: Questions that can be answered; asked for on a thread, at each load of the page.
        token_hint: Whether to tell where the token of a real bot goes.
        page: The folder with the files of the page.

    Attributes:
        news: How the bot fares, to be told by whoever runs it.
        scene: The person at the page and their chats.
    """

    def __init__(
        self,
        telegram: Loopback,
        *,
        suggestions: Callable[[], Sequence[str]] = tuple,
        token_hint: bool = False,
        page: Traversable = PAGE,
    ) -> None:
        self.scene = Scene(telegram)
        self.news = BotStatus(telegram.event_log)
        self._telegram = telegram
        self._suggestions = suggestions
        self._token_hint = token_hint
        self._page = page
        self._http: HTTPServer | None = None
        self._guard = RequestGuard(0)

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://{ADDRESS}:{self._guard.port}"

    @property
    def key(self) -> str:
        """What the page shows with all it asks for."""
        return self._guard.key

    def listen(self, port: int | None = None) -> None:
        """Begin to serve.

        Args:
            port: Where; 0 for any that is free, None for the usual one or any that is free.

        Raises:
            PortError: The port cannot be had.
        """
        try:
            bound = _bound(PORT if port is None else port)
        except OSError as error:
            if port is not None:
                raise PortError(
                    f"Port {port} cannot be had ({error.strerror}). Choose another with --port, or leave "
                    "that out: then any that is free will do."
                ) from None
            bound = _bound(0)
        self._guard = RequestGuard(int(bound.getsockname()[1]))
        self._http = HTTPServer(self._routes(), max_body_size=_BODY_BYTES)
        self._http.add_socket(bound)

    async def close(self) -> None:
        """Serve no more; open streams are cut."""
        if self._http:
            self._http.stop()
            await self._http.close_all_connections()
            self._http = None

    def _routes(self) -> Application:
        stage = PageContext.of(self._guard, self._telegram, self.scene, self.news)
        alone = {"stage": stage}
        acting = {"stage": stage, "actions": Actions(stage)}
        paged = {"stage": stage, "page": self._page}
        return Application(
            [
                (r"/", Pages, paged),
                (r"/static/(.+)", Pages, paged),
                (r"/api/world", Worlds, acting | {"extras": self._extras}),
                (r"/api/events", EventStream, alone),
                (r"/api/file", Downloads, alone),
                (r"/api/upload", Uploads, acting),
                (r"/api/(\w+)", Action, acting),
            ],
            default_handler_class=Nothing,
            default_handler_args=alone,
            log_function=_no_log,
        )

    async def _extras(self) -> dict[str, Any]:
        suggestions = await asyncio.to_thread(self._suggestions)
        return {"suggestions": list(suggestions), "token_hint": self._token_hint}


def _bound(port: int) -> socket.socket:
    bound = socket.create_server((ADDRESS, port))
    bound.setblocking(False)
    return bound


def _no_log(_handler: RequestHandler) -> None:
    """Log nothing: addresses may hold the key."""
