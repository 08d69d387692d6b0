"""The guard of the page's server: who may ask it for something is the page itself, and nobody else."""

import hmac
import secrets
from dataclasses import dataclass, field
from typing import Final

from tornado.httputil import HTTPServerRequest
from tornado.web import HTTPError

from embeddings.errors import YuanwenError

KEY: Final = "X-Playground-Key"
"""The header in which the page shows that it came from here."""

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
"""What comes with every answer: nothing but the server's own runs in the page, and nothing else shows it."""


class Denial(HTTPError, YuanwenError):  # noqa: N818  # it is what the server does, not what went wrong
    """The server does not do what was asked.

    Args:
        status: That of HTTP.
        sentence: Why, for people.
    """

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(status)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class RequestGuard:
    """Tells the page's own requests from those that other pages let a browser make.

    Every site can let a browser send requests to this machine. They bear its origin, or the name by which it
    reached this machine (DNS rebinding), or come without the key that only the page was given.

    Attributes:
        port: Where the server listens.
        key: What the page shows; a new one at each start.
    """

    port: int
    key: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    def check(self, request: HTTPServerRequest) -> None:
        """Refuse whatever does not come from this server's own page, or from the person at the browser.

        Raises:
            Denial: Another page sent it, or it was meant for another host.
        """
        hosts = {f"127.0.0.1:{self.port}", f"localhost:{self.port}"}
        if "Host" not in request.headers or request.host.lower() not in hosts:
            raise Denial(421, f"This server is at http://127.0.0.1:{self.port} alone.")
        origin = request.headers.get("Origin")
        if origin is not None and origin.lower() != f"http://{request.host.lower()}":
            raise Denial(403, "Another site sent this request.")
        if request.headers.get("Sec-Fetch-Site", "none").lower() not in {"same-origin", "none"}:
            raise Denial(403, "Another site sent this request. Type the address into the browser yourself.")

    def check_key(self, key: str) -> None:
        """Refuse whoever has not the key.

        Raises:
            Denial: It is another, or none.
        """
        if not hmac.compare_digest(key.encode(), self.key.encode()):
            raise Denial(403, "This page is of another run of the playground. Load it again.")
