"""HTTP requests to a Bot API server."""

import json
import ssl
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import structlog
from telegram import Update
from telegram.request import HTTPXRequest

from bot.metrics import Metrics

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
# A server on this machine is reached without a proxy and without TLS; the system's CA certificates, which
# take 0.1 s to load, are left out.
_LOCAL_SERVER_OPTIONS: Final = {"trust_env": False, "verify": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)}
_POOL_TIMEOUT_S: Final = 30.0
# httpcore polls the socket of each idle connection before every request, so few are kept.
_MAX_IDLE_CONNECTIONS: Final = 8


_log = structlog.get_logger(__name__)


class BotApiRequest(HTTPXRequest):
    """Makes HTTP requests to a Bot API server, and reports when that no longer knows the token.

    Args:
        base_url: The server's address, None for Telegram's own.
        connections: The most requests at the same time.
        on_token_refused: Called when the token is no longer known.
        timeout_s: Seconds to wait for a response.
        metrics: Where requests are counted and measured.
    """

    def __init__(
        self,
        base_url: str | None,
        connections: int,
        on_token_refused: Callable[[], None],
        timeout_s: float,
        metrics: Metrics | None = None,
    ) -> None:
        super().__init__(
            connection_pool_size=connections,
            read_timeout=timeout_s,
            pool_timeout=_POOL_TIMEOUT_S,
            httpx_kwargs={
                "limits": httpx.Limits(
                    max_connections=connections, max_keepalive_connections=_MAX_IDLE_CONNECTIONS
                ),
                **(_LOCAL_SERVER_OPTIONS if base_url and _is_local(base_url) else {}),
            },
        )
        self._on_token_refused = on_token_refused
        self._metrics = metrics or Metrics()

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make a request; see `telegram.request.BaseRequest`."""
        began, code = time.perf_counter(), 0
        try:
            code, body = await super().do_request(url, *args, **kwargs)
        finally:
            seconds, method = time.perf_counter() - began, _method(url)
            self._metrics.called(method, code, seconds)
            _log.debug("telegram_called", method=method, status=code, ms=round(seconds * 1000))
        # A 404 may also mean a file that is gone, but for getUpdates only a token that is unknown.
        polling = url.endswith("/getUpdates")
        if code == HTTPStatus.UNAUTHORIZED or (polling and code == HTTPStatus.NOT_FOUND):
            self._on_token_refused()
        return code, body


class UpdatesRequest(BotApiRequest):
    """Fetches updates; of one that python-telegram-bot cannot read only its number is left.

    It would be fetched again without end, and those behind it with it.
    """

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make a request; see `telegram.request.BaseRequest`."""
        code, body = await super().do_request(url, *args, **kwargs)
        return code, _legible(body) if code == HTTPStatus.OK and _method(url) == "getUpdates" else body


def _legible(body: bytes) -> bytes:
    """The response of getUpdates without what cannot be read of it."""
    response = json.loads(body)
    unreadable = [place for place, update in enumerate(response["result"]) if not _is_legible(update)]
    for place in unreadable:
        number = response["result"][place]["update_id"]
        _log.error("update_unreadable", number=number)
        response["result"][place] = {"update_id": number}
    return json.dumps(response).encode() if unreadable else body


def _is_legible(update: dict[str, Any]) -> bool:
    try:
        Update.de_json(update, None)
    except Exception:  # noqa: BLE001  # whatever a wrong field causes
        return False
    return True


def _method(url: str) -> str:
    """The method of the Bot API that an address calls, without the token in it; "file" for a download."""
    path = urlsplit(url).path
    return "file" if path.startswith("/file/") else path.rpartition("/")[2]


def _is_local(base_url: str) -> bool:
    """Whether an address is plain HTTP on this machine."""
    address = urlsplit(base_url)
    return address.scheme == "http" and address.hostname in _LOOPBACK
