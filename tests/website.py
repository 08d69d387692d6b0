"""Sites on this machine that stand for the web."""

import gzip
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from typing import Any

from retrieval.ingestion.web import Web
from retrieval.ingestion.web.addresses import Endpoint

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Page:
    """What a site sends: a status, headers, a body, which may be packed or drip byte by byte."""

    body: str | bytes = ""
    kind: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    packed: bool = False
    drips: bool = False


@dataclass
class Website:
    """Pages by host and path, as "news.example/page"; the requests that came, with their headers."""

    port: int
    pages: dict[str, Page] = field(default_factory=dict)
    requests: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    async def endpoints(self, _host: str, _port: int) -> list[Endpoint]:
        """Every host is here."""
        return [Endpoint("127.0.0.1", self.port)]

    def web(self, **options: Any) -> Web:
        """The web that these pages are all of."""
        return Web(**{"resolve": self.endpoints, "allows": lambda _ip: True, **options})

    @property
    def asked(self) -> list[str]:
        """Host and path of each request."""
        return [place for place, _ in self.requests]


@contextmanager
def website(pages: Mapping[str, Page] | None = None) -> Iterator[Website]:
    """Serve some pages for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place = f"{self.headers['Host']}{self.path}"
            site.requests.append((place, dict(self.headers.items())))
            with suppress(ConnectionError):
                self._send(site.pages.get(place, Page("no such page", status=404)))

        def _send(self, page: Page) -> None:
            body = page.body.encode() if isinstance(page.body, str) else page.body
            body = gzip.compress(body) if page.packed else body
            self.send_response(page.status)
            if page.kind:
                self.send_header("Content-Type", page.kind)
            if page.packed:
                self.send_header("Content-Encoding", "gzip")
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if not page.drips:
                self.wfile.write(body)
                return
            for at in range(len(body)):
                self.wfile.write(body[at : at + 1])
                self.wfile.flush()
                sleep(0.05)

        def log_message(self, *_arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.block_on_close = True, False
    site = Website(server.server_port, dict(pages or {}))
    serving = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    serving.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
