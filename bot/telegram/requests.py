"""HTTP requests to a Bot API server."""

import ssl
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from telegram.request import HTTPXRequest

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
# A server on this machine is reached without a proxy and without TLS; the system's CA certificates, which
# take 0.1 s to load, are left out.
_LOCAL_SERVER_OPTIONS: Final = {"trust_env": False, "verify": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)}
_POOL_TIMEOUT_S: Final = 30.0
# httpcore polls the socket of each idle connection before every request, so few are kept.
_MAX_IDLE_CONNECTIONS: Final = 8


class BotApiRequest(HTTPXRequest):
    """Makes HTTP requests to a Bot API server, and reports when that no longer knows the token.

    Args:
        base_url: The server's address, None for Telegram's own.
        connections: The most requests at the same time.
        on_token_refused: Called when the token is no longer known.
        timeout_s: Seconds to wait for a response.
    """

    def __init__(
        self, base_url: str | None, connections: int, on_token_refused: Callable[[], None], timeout_s: float
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

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make a request; see `telegram.request.BaseRequest`."""
        code, body = await super().do_request(url, *args, **kwargs)
        # A 404 may also mean a file that is gone, but for getUpdates only a token that is unknown.
        polling = url.endswith("/getUpdates")
        if code == HTTPStatus.UNAUTHORIZED or (polling and code == HTTPStatus.NOT_FOUND):
            self._on_token_refused()
        return code, body


def _is_local(base_url: str) -> bool:
    """Whether an address is plain HTTP on this machine."""
    address = urlsplit(base_url)
    return address.scheme == "http" and address.hostname in _LOOPBACK
