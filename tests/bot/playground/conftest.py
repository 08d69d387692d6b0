import json
import ssl
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.playground import Loopback
from tests.end_to_end.schema import Schema


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


class Client:
    """A client of the Bot API."""

    def __init__(self, http: httpx.AsyncClient, token: str) -> None:
        self._http = http
        self._token = token

    async def call(self, method: str, *, token: str = "", **values: Any) -> dict[str, Any]:
        """Send a form, as python-telegram-bot does; return the body."""
        form = {
            name: json.dumps(value) if isinstance(value, dict | list | bool) else value
            for name, value in values.items()
        }
        return self._body(await self._http.post(f"/bot{token or self._token}/{method}", data=form))

    async def call_json(self, method: str, **values: Any) -> dict[str, Any]:
        """Send JSON."""
        return self._body(await self._http.post(f"/bot{self._token}/{method}", json=values))

    async def call_multipart(self, method: str, **values: str) -> dict[str, Any]:
        """Send a multipart form."""
        parts = {name: (None, value) for name, value in values.items()}
        return self._body(await self._http.post(f"/bot{self._token}/{method}", files=parts))

    async def upload(self, method: str, name: str, data: bytes, **values: str) -> dict[str, Any]:
        """Send a multipart form with a document."""
        parts = {"document": (name, data, "text/plain")}
        return self._body(await self._http.post(f"/bot{self._token}/{method}", data=values, files=parts))

    async def download(self, path: str, *, token: str = "") -> httpx.Response:
        """Fetch a file."""
        return await self._http.get(f"/file/bot{token or self._token}/{path}")

    async def updates(self, kind: str) -> list[dict[str, Any]]:
        """The pending updates of a kind."""
        pending = (await self.call("getUpdates"))["result"]
        return [update[kind] for update in pending if kind in update]

    async def raw(self, method: str, content: bytes, kind: str, *, token: str = "") -> dict[str, Any]:
        """Send any body."""
        address, headers = f"/bot{token or self._token}/{method}", {"Content-Type": kind}
        return self._body(await self._http.post(address, content=content, headers=headers))

    @staticmethod
    def _body(response: httpx.Response) -> dict[str, Any]:
        body: dict[str, Any] = response.json()
        assert response.status_code == (200 if body["ok"] else body["error_code"])
        return body


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def schema() -> Schema | None:
    """The schema of the Bot API, or None where the file is absent."""
    return Schema.load()


@pytest.fixture
async def telegram(clock: Clock, schema: Schema | None) -> AsyncIterator[Loopback]:
    """A simulated Telegram; its responses and updates are checked against the schema of the Bot API."""
    async with Loopback(clock=clock) as loopback:
        yield loopback
    assert schema is None or schema.faults_of_traffic(loopback, refused=False) == []


@pytest.fixture
async def bot(telegram: Loopback) -> AsyncIterator[Client]:
    # An empty context: loading the default certificates takes long, and nothing here needs them.
    plain = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    async with httpx.AsyncClient(base_url=telegram.base_url, trust_env=False, verify=plain) as http:
        yield Client(http, telegram.token)
