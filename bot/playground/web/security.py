"""Checks that a request comes from the playground's own page."""

import hmac
import secrets
from dataclasses import dataclass, field
from typing import Final

from tornado.httputil import HTTPServerRequest
from tornado.web import HTTPError

from bot.playground.protocol.origin import objection
from embeddings.errors import YuanwenError

KEY: Final = "X-Playground-Key"
"""The header with the page's key."""

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""The headers of every response: only the server's own scripts run, and no other page can embed it."""


class Denial(HTTPError, YuanwenError):  # noqa: N818  # named after what the server does
    """An error response to the page.

    Args:
        status: The HTTP status.
        sentence: The reason, for people.
        name: What the page calls the reason in its translations, or "".
    """

    def __init__(self, status: int, sentence: str, *, name: str = "") -> None:
        super().__init__(status)
        self.sentence = sentence
        self.name = name

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class RequestGuard:
    """Refuses requests that other sites make a browser send.

    Such a request has the site's origin or host name (see `objection`), or lacks the key that only the page
    was given.

    Attributes:
        port: The port of the server.
        key: The page's key; a new one at each start.
    """

    port: int
    key: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    def check(self, request: HTTPServerRequest) -> None:
        """Check the host and the origin of a request.

        Raises:
            Denial: It comes from another site, or names another host.
        """
        if found := objection(request, self.port):
            raise Denial(*found)

    def check_key(self, key: str) -> None:
        """Check the key of a request.

        Raises:
            Denial: It is wrong or missing.
        """
        if not hmac.compare_digest(key.encode(), self.key.encode()):
            raise Denial(403, "This page is of another run of the playground. Load it again.")
