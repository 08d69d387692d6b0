"""The HTTP server of the Bot API."""

import asyncio
import hmac
import json
from typing import Any, Final

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler, stream_request_body

from bot.playground.bot_api.arguments import Arguments
from bot.playground.bot_api.bodies import parse_body
from bot.playground.bot_api.methods import Methods
from bot.playground.protocol.faults import DOWNLOAD, Delay, Silence
from bot.playground.protocol.limits import UPLOAD_BYTES
from bot.playground.protocol.origin import objection
from bot.playground.protocol.refusals import Refusal, entity_too_large, not_found, unauthorized
from bot.playground.simulation.world import World

ADDRESS: Final = "127.0.0.1"

_MAX_BODY_BYTES: Final = UPLOAD_BYTES + (1 << 20)
"""The largest request that is kept: a file, and the other fields of its form."""

_MAX_DISCARDED_BYTES: Final = 1 << 30
"""The most bytes that are read and discarded, so that the client gets the refusal. With more, the connection
is closed."""

Response = tuple[int, str, bytes]
"""Status, content type and body."""


class BotApiServer:
    """Serves the methods at http://127.0.0.1:PORT/botTOKEN/METHOD, files at …/file/botTOKEN/PATH.

    Args:
        world: The simulation.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.methods = Methods(world)
        part = {"server": self}
        self._routes = Application(
            [
                (r"/bot([^/]+)/(\w+)", _MethodHandler, part),
                (r"/file/bot([^/]+)/(.+)", _DownloadHandler, part),
            ],
            default_handler_class=_NotFoundHandler,
            default_handler_args=part,
            log_function=_no_log,
        )
        world.webhook_sender.carry_out = self._carry_out
        self._http: HTTPServer | None = None
        self.port = 0

    def listen(self, port: int = 0) -> None:
        """Start to serve.

        Args:
            port: The port; 0 for any free one.
        """
        sockets = bind_sockets(port, ADDRESS)
        self._http = HTTPServer(self._routes, xheaders=False, max_body_size=_MAX_DISCARDED_BYTES)
        self._http.add_sockets(sockets)
        self.port = int(sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Stop serving; open connections are closed."""
        if self._http:
            self._http.stop()
            await self._http.close_all_connections()
            self._http = None

    async def call(self, name: str, arguments: Arguments) -> dict[str, Any]:
        """Call a method and record the call; returns the body of the response."""
        try:
            body = {"ok": True, "result": await self.methods.call(name, arguments)}
        except Refusal as refusal:
            body = refusal.body()
        self.world.record(name, dict(arguments), body)
        return body

    async def _carry_out(self, kind: str, body: bytes) -> None:
        """Carry out the method that a webhook's response names; the bot does not learn the result."""
        try:
            arguments = parse_body(kind, body)
        except Refusal:
            return
        if method := arguments.text("method"):
            await self.call(method, arguments.without("method"))


@stream_request_body
class _BotApiHandler(RequestHandler):
    """Answers a request of the bot; what is refused by its headers is read and discarded."""

    def initialize(self, server: BotApiServer) -> None:
        self._server = server
        self._world = server.world
        self._body = bytearray()
        self._refusal: Refusal | None = None
        self._task: asyncio.Task[Response | None] | None = None

    def prepare(self) -> None:
        try:
            self.check()
        except Refusal as refusal:
            self._refusal = refusal  # a client reads the response only once it has sent everything

    def check(self) -> None:
        """Check the sender, the token and the size that the headers state.

        Raises:
            Refusal: One is wrong.
        """
        if found := objection(self.request, self._server.port):
            raise Refusal(*found)
        token = self.path_args[0] if self.path_args else ""
        if not hmac.compare_digest(token.encode(), self._world.token.encode()):
            raise unauthorized()
        stated = self.request.headers.get("Content-Length", "")
        if stated.isdecimal() and len(stated) < 20 and int(stated) > _MAX_BODY_BYTES:
            raise entity_too_large()

    def data_received(self, chunk: bytes) -> None:
        if self._refusal is None and len(self._body) + len(chunk) > _MAX_BODY_BYTES:
            self._refusal = entity_too_large()
        if self._refusal:
            self._body.clear()
        else:
            self._body += chunk

    async def respond(self, token: str = "", name: str = "") -> None:
        """Answer the request, unless the bot hangs up first or the answer is withheld."""
        if self._refusal:
            self._send(_as_json(self._refusal.body()))
            return
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
        self._send(response)

    get = post = respond

    def _send(self, response: Response) -> None:
        status, kind, body = response
        self.set_status(status)
        self.set_header("Content-Type", kind)
        self.finish(body)

    async def response(self, token: str, name: str) -> Response | None:
        """The response; None to close the connection without one."""
        raise NotImplementedError

    def on_connection_close(self) -> None:
        if self._task:
            self._task.cancel()

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

    async def response(self, _token: str, name: str) -> Response | None:
        kind = self.request.headers.get("Content-Type", "")
        arguments, silence = Arguments({}), None
        try:
            arguments = parse_body(kind, bytes(self._body), self.request.query_arguments)
            silence = await self.apply_fault(name)
        except Refusal as refusal:
            body = refusal.body()
            self._world.record(name, dict(arguments), body)
            return _as_json(body)
        if silence is None or silence.done:
            body = await self._server.call(name, arguments)
        else:
            self._world.record(name, dict(arguments), {"ok": False})
        if silence:
            await _stay_silent(silence)
            return None
        return _as_json(body)


class _DownloadHandler(_BotApiHandler):
    """Sends a file."""

    async def response(self, _token: str, name: str) -> Response | None:
        try:
            stored = self._world.files.at_path(name)
            silence = await self.apply_fault(DOWNLOAD)
        except Refusal as refusal:
            return _as_json(refusal.body())
        if silence:
            await _stay_silent(silence)
            return None
        return 200, "application/octet-stream", stored.data


class _NotFoundHandler(_BotApiHandler):
    """Any other address: 404."""

    def check(self) -> None:
        raise not_found()


async def _stay_silent(silence: Silence) -> None:
    """Wait until the bot hangs up, or until the connection is to be closed."""
    if silence.seconds is None:
        await asyncio.Event().wait()
    else:
        await asyncio.sleep(silence.seconds)


def _as_json(body: dict[str, Any]) -> Response:
    status = int(body.get("error_code", 200))
    return status, "application/json", json.dumps(body, ensure_ascii=False).encode()


def _no_log(_handler: RequestHandler) -> None:
    """Log nothing: the address of a request holds the token."""
