"""The HTTP server of the Bot API."""

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
from bot.playground.protocol.faults import DOWNLOAD, Delay, Silence
from bot.playground.protocol.refusals import Refusal, bad_request, unauthorized
from bot.playground.simulation.world import World

ADDRESS = "127.0.0.1"

Response = tuple[int, str, bytes]
"""Status, content type and body."""


class BotApiServer:
    """Serves the methods at http://127.0.0.1:PORT/botTOKEN/METHOD, files at …/file/botTOKEN/PATH.

    Args:
        world: The simulation.
    """

    def __init__(self, world: World) -> None:
        methods = Methods(world)
        self._routes = Application(
            [
                (r"/bot([^/]+)/(\w+)", _MethodHandler, {"world": world, "methods": methods}),
                (r"/file/bot([^/]+)/(.+)", _DownloadHandler, {"world": world, "methods": methods}),
            ],
            log_function=_no_log,
        )
        self._http: HTTPServer | None = None
        self.port = 0

    def listen(self, port: int = 0) -> None:
        """Start to serve.

        Args:
            port: The port; 0 for any free one.
        """
        sockets = bind_sockets(port, ADDRESS)
        self._http = HTTPServer(self._routes, xheaders=False)
        self._http.add_sockets(sockets)
        self.port = int(sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Stop serving; open connections are closed."""
        if self._http:
            self._http.stop()
            await self._http.close_all_connections()
            self._http = None


class _BotApiHandler(RequestHandler):
    """Answers a request of the bot."""

    def initialize(self, world: World, methods: Methods) -> None:
        self._world = world
        self._methods = methods
        self._task: asyncio.Task[Response | None] | None = None

    async def respond(self, token: str, name: str) -> None:
        """Answer the request, unless the bot hangs up first or the answer is withheld."""
        self._task = asyncio.ensure_future(self.response(token, name))
        try:
            response = await self._task
        except asyncio.CancelledError:
            if self._task.cancelled():
                return  # the bot hung up
            raise
        if response is None:
            self.detach().close()
            return
        status, kind, body = response
        self.set_status(status)
        self.set_header("Content-Type", kind)
        self.finish(body)

    get = post = respond

    async def response(self, token: str, name: str) -> Response | None:
        """The response; None to close the connection without one."""
        raise NotImplementedError

    def on_connection_close(self) -> None:
        if self._task:
            self._task.cancel()

    def check(self, token: str) -> None:
        """Check the token.

        Raises:
            Refusal: It is not the bot's.
        """
        if not hmac.compare_digest(token.encode(), self._world.token.encode()):
            raise unauthorized()

    async def apply_fault(self, name: str) -> Silence | None:
        """Apply the fault that is planned for this call: wait, or raise its refusal.

        Returns:
            The planned `Silence`, or None.

        Raises:
            Refusal: That is the planned fault.
        """
        fault = self._world.faults.next(name)
        if isinstance(fault, Refusal):
            raise fault
        if isinstance(fault, Delay):
            await asyncio.sleep(fault.seconds)
        return fault if isinstance(fault, Silence) else None


class _MethodHandler(_BotApiHandler):
    """Calls a method."""

    async def response(self, token: str, name: str) -> Response | None:
        values: dict[str, Any] = {}
        status, body = 200, {"ok": False}
        silence: Silence | None = None
        try:
            try:
                values, uploads = _values(self.request), _uploads(self.request)
            finally:
                self.check(token)
            silence = await self.apply_fault(name)
            if silence is None or silence.done:
                body = {"ok": True, "result": await self._methods.call(name, Arguments(values, uploads))}
        except Refusal as refusal:
            status, body = refusal.code, refusal.body()
        self._world.record(name, values, body)
        if silence:
            await _stay_silent(silence)
            return None
        return _as_json(status, body)


class _DownloadHandler(_BotApiHandler):
    """Sends a file."""

    async def response(self, token: str, name: str) -> Response | None:
        try:
            self.check(token)
            stored = self._world.files.at_path(name)
            silence = await self.apply_fault(DOWNLOAD)
        except Refusal as refusal:
            return _as_json(refusal.code, refusal.body())
        if silence:
            await _stay_silent(silence)
            return None
        return 200, "application/octet-stream", stored.data


async def _stay_silent(silence: Silence) -> None:
    """Wait until the bot hangs up, or until the connection is to be closed."""
    if silence.seconds is None:
        await asyncio.Event().wait()
    else:
        await asyncio.sleep(silence.seconds)


def _as_json(status: int, body: dict[str, Any]) -> Response:
    return status, "application/json", json.dumps(body, ensure_ascii=False).encode()


def _values(request: HTTPServerRequest) -> dict[str, Any]:
    """The arguments of a request: from its query string, a form of either kind, or a JSON body."""
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
    """The files in a request, by the name of their part."""
    return {
        name: Upload(file.filename, file.content_type, file.body)
        for name, files in request.files.items()
        for file in files
    }


def _no_log(_handler: RequestHandler) -> None:
    """Log nothing: the address of a request holds the token."""
