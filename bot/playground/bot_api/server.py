"""The Bot API over HTTP on this machine."""

import asyncio
import hmac
import json
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot.playground.bot_api.arguments import Arguments, Upload
from bot.playground.bot_api.methods import Methods
from bot.playground.bot_api.refusals import Refusal, bad_request, unauthorized
from bot.playground.simulation.faults import DOWNLOAD, Delay, Silence
from bot.playground.simulation.world import World

ADDRESS = "127.0.0.1"

Answer = tuple[int, str, bytes]
"""Status, type and body."""


class Server:
    """Serves the Bot API of a playground at http://127.0.0.1:PORT/botTOKEN/METHOD.

    Files are at http://127.0.0.1:PORT/file/botTOKEN/PATH.

    Args:
        world: The playground.
    """

    def __init__(self, world: World) -> None:
        methods = Methods(world)
        self._routes = Application(
            [
                (r"/bot([^/]+)/(\w+)", _Request, {"world": world, "methods": methods}),
                (r"/file/bot([^/]+)/(.+)", _Download, {"world": world, "methods": methods}),
            ],
            log_function=_no_log,
        )
        self._http: HTTPServer | None = None
        self.port = 0

    def listen(self, port: int = 0) -> None:
        """Begin to serve.

        Args:
            port: The port, 0 for any that is free.
        """
        sockets = bind_sockets(port, ADDRESS)
        self._http = HTTPServer(self._routes, xheaders=False)
        self._http.add_sockets(sockets)
        self.port = int(sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Serve no more; what is under way is cut."""
        if self._http:
            self._http.stop()
            await self._http.close_all_connections()
            self._http = None


class _Handler(RequestHandler):
    """Something the bot wants over HTTP."""

    def initialize(self, world: World, methods: Methods) -> None:
        self._world = world
        self._methods = methods
        self._work: asyncio.Task[Answer | None] | None = None

    async def respond(self, token: str, name: str) -> None:
        """Answer, unless that takes longer than the bot waits, or is never to come."""
        self._work = asyncio.ensure_future(self.answer(token, name))
        try:
            answer = await self._work
        except asyncio.CancelledError:
            if self._work.cancelled():
                return  # The bot hung up while it was waiting; nobody is there to answer.
            raise
        if answer is None:
            self.detach().close()
            return
        status, kind, body = answer
        self.set_status(status)
        self.set_header("Content-Type", kind)
        self.finish(body)

    get = post = respond

    async def answer(self, token: str, name: str) -> Answer | None:
        """What comes back, or None where the connection is closed without a word."""
        raise NotImplementedError

    def on_connection_close(self) -> None:
        if self._work:
            self._work.cancel()

    def check(self, token: str) -> None:
        """Refuse all but the bot."""
        if not hmac.compare_digest(token.encode(), self._world.token.encode()):
            raise unauthorized()

    async def meet(self, name: str) -> Silence | None:
        """Meet the trouble that is planned for this call.

        Returns:
            A silence that is to fall, or None.
        """
        trouble = self._world.faults.next(name)
        if isinstance(trouble, Refusal):
            raise trouble
        if isinstance(trouble, Delay):
            await asyncio.sleep(trouble.seconds)
        return trouble if isinstance(trouble, Silence) else None


class _Request(_Handler):
    """A call of a method."""

    async def answer(self, token: str, name: str) -> Answer | None:
        values: dict[str, Any] = {}
        status, body = 200, {"ok": False}
        silence: Silence | None = None
        try:
            try:
                values, uploads = _values(self.request), _uploads(self.request)
            finally:
                self.check(token)
            silence = await self.meet(name)
            if silence is None or silence.done:
                body = {"ok": True, "result": await self._methods.call(name, Arguments(values, uploads))}
        except Refusal as refusal:
            status, body = refusal.code, refusal.body()
        self._world.record(name, values, body)
        if silence:
            await _nothing(silence)
            return None
        return _as_json(status, body)


class _Download(_Handler):
    """The download of a file."""

    async def answer(self, token: str, name: str) -> Answer | None:
        try:
            self.check(token)
            stored = self._world.files.at(name)
            silence = await self.meet(DOWNLOAD)
        except Refusal as refusal:
            return _as_json(refusal.code, refusal.body())
        if silence:
            await _nothing(silence)
            return None
        return 200, "application/octet-stream", stored.data


async def _nothing(silence: Silence) -> None:
    """Wait until the bot hangs up, or it is time to do so."""
    if silence.seconds is None:
        await asyncio.Event().wait()
    else:
        await asyncio.sleep(silence.seconds)


def _as_json(status: int, body: dict[str, Any]) -> Answer:
    return status, "application/json", json.dumps(body, ensure_ascii=False).encode()


def _values(request: HTTPServerRequest) -> dict[str, Any]:
    """The arguments of a request: from its address, a form of either kind, or JSON."""
    values: dict[str, Any] = {
        name: texts[-1].decode(errors="replace") for name, texts in request.arguments.items()
    }
    if request.headers.get("Content-Type", "").startswith("application/json"):
        try:
            body = json.loads(request.body or b"{}")
        except (RecursionError, ValueError):
            raise bad_request("can't parse request body as JSON") from None
        if not isinstance(body, dict):
            raise bad_request("request body must be a JSON object")
        values |= body
    for name, files in request.files.items():
        values.setdefault(name, files[-1].filename)
    return values


def _uploads(request: HTTPServerRequest) -> dict[str, Upload]:
    """The files within a request, by the name of their part."""
    return {
        name: Upload(file.filename, file.content_type, file.body)
        for name, files in request.files.items()
        for file in files
    }


def _no_log(_handler: RequestHandler) -> None:
    """Log nothing: the address of a request holds the token."""
