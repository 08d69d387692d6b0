"""The Bot API over HTTP on this machine."""

import asyncio
import hmac
import json
from typing import TYPE_CHECKING, Any

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot.playground.arguments import Arguments
from bot.playground.methods import Methods
from bot.playground.refusals import Refusal, bad_request, unauthorized

if TYPE_CHECKING:
    from bot.playground.loopback import Loopback

ADDRESS = "127.0.0.1"


class Server:
    """Serves the Bot API of a playground at http://127.0.0.1:PORT/botTOKEN/METHOD.

    Args:
        loopback: The playground.
    """

    def __init__(self, loopback: "Loopback") -> None:
        methods = Methods(loopback)
        routes = [(r"/bot([^/]+)/(\w+)", _Request, {"loopback": loopback, "methods": methods})]
        self._http = HTTPServer(Application(routes, log_function=_no_log), xheaders=False)
        self.port = 0

    def listen(self, port: int = 0) -> None:
        """Begin to serve.

        Args:
            port: The port, 0 for any that is free.
        """
        sockets = bind_sockets(port, ADDRESS)
        self._http.add_sockets(sockets)
        self.port = int(sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Serve no more."""
        self._http.stop()
        await self._http.close_all_connections()


class _Request(RequestHandler):
    """One request of the bot."""

    def initialize(self, loopback: "Loopback", methods: Methods) -> None:
        self._loopback = loopback
        self._methods = methods
        self._work: asyncio.Task[Any] | None = None

    async def post(self, token: str, method: str) -> None:
        self._work = asyncio.ensure_future(self._answer(token, method))
        try:
            status, body = await self._work
        except asyncio.CancelledError:
            if self._work.cancelled():
                return  # The bot hung up while it was waiting; nobody is there to answer.
            raise
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(body, ensure_ascii=False))

    get = post

    def on_connection_close(self) -> None:
        if self._work:
            self._work.cancel()

    async def _answer(self, token: str, method: str) -> tuple[int, dict[str, Any]]:
        values: dict[str, Any] = {}
        try:
            if not hmac.compare_digest(token.encode(), self._loopback.token.encode()):
                raise unauthorized()
            values = _values(self.request)
            self._loopback.check_failures(method)
            body = {"ok": True, "result": await self._methods.call(method, Arguments(values))}
        except Refusal as refusal:
            self._loopback.record(method, values, refusal.body())
            return refusal.code, refusal.body()
        self._loopback.record(method, values, body)
        return 200, body


def _values(request: HTTPServerRequest) -> dict[str, Any]:
    """The arguments of a request: from its address, a form of either kind, or JSON."""
    values: dict[str, Any] = {
        name: texts[-1].decode(errors="replace") for name, texts in request.arguments.items()
    }
    if request.headers.get("Content-Type", "").startswith("application/json"):
        try:
            body = json.loads(request.body or b"{}")
        except ValueError:
            raise bad_request("can't parse request body as JSON") from None
        if not isinstance(body, dict):
            raise bad_request("request body must be a JSON object")
        values |= body
    return values


def _no_log(_handler: RequestHandler) -> None:
    """Log nothing: the address of a request holds the token."""
