"""The line to a Bot API server."""

import ssl
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from telegram.request import HTTPXRequest

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
# The way to a server on this machine leads through no proxy, and needs none of the world's certificates,
# which take a tenth of a second to read.
_LOCAL_TRANSPORT: Final = {"trust_env": False, "verify": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)}
_QUEUE_S: Final = 30.0
# Before each request httpcore asks the system after every connection that is idle.
_IDLE: Final = 8
_GONE: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)


class BotApiRequest(HTTPXRequest):
    """Speaks to a Bot API server, and says so when that no longer knows the token.

    Args:
        base_url: Its address, None for Telegram's own.
        connections: How many calls may be out at once.
        refused: Called when the token is no longer known.
        patience_s: How long to wait for an answer.
    """

    def __init__(
        self, base_url: str | None, connections: int, refused: Callable[[], None], patience_s: float
    ) -> None:
        super().__init__(
            connection_pool_size=connections,
            read_timeout=patience_s,
            pool_timeout=_QUEUE_S,
            httpx_kwargs={
                "limits": httpx.Limits(max_connections=connections, max_keepalive_connections=_IDLE),
                **(_LOCAL_TRANSPORT if base_url and _is_local(base_url) else {}),
            },
        )
        self._refused = refused

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make a request; see `telegram.request.BaseRequest`."""
        code, body = await super().do_request(url, *args, **kwargs)
        # 404 may also be a file that is gone; only polling has nothing else to miss.
        if code == HTTPStatus.UNAUTHORIZED or (code in _GONE and url.endswith("/getUpdates")):
            self._refused()
        return code, body


def _is_local(base_url: str) -> bool:
    """Whether a server is on this machine and speaks plain HTTP."""
    address = urlsplit(base_url)
    return address.scheme == "http" and address.hostname in _LOOPBACK
