import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from bot.playground import Loopback
from bot.playground.bot_api.arguments import Arguments
from bot.playground.bot_api.methods import Methods
from bot.playground.simulation.id_counters import IdCounters
from bot.playground.web import PageServer
from bot.playground.web.security import KEY
from tests.bot.playground.conftest import Clock
from tests.end_to_end.schema import Schema

T = TypeVar("T")

INDEX = '<!doctype html><meta name="playground-key" content=""><title>页</title>'
QUESTIONS = ("甲是多少？", "乙是谁？")


class Browser:
    """The requests that the page sends."""

    def __init__(self, http: httpx.AsyncClient, server: PageServer) -> None:
        self.http = http
        self.server = server
        self.keys = list(server.demo_chats.entries)

    @property
    def private(self) -> str:
        """The key of the private chat with the bot."""
        return self.keys[0]

    @property
    def group(self) -> str:
        """The key of the group."""
        return self.keys[1]

    @property
    def topics(self) -> list[str]:
        """The keys of the forum's topics."""
        return self.keys[2:]

    async def world(self, **query: str) -> dict[str, Any]:
        """The response of /api/world."""
        return self._succeeded(await self.http.get("/api/world", params=query))

    async def do(self, action: str, **values: Any) -> dict[str, Any]:
        """Carry out an action that must succeed."""
        return self._succeeded(await self.post(action, **values))

    async def post(self, action: str, **values: Any) -> httpx.Response:
        """Send an action; returns the response."""
        return await self.http.post(f"/api/{action}", json=values)

    async def say(self, key: str, text: str, **values: Any) -> dict[str, Any]:
        """Send a message; returns it."""
        message: dict[str, Any] = (await self.do("say", key=key, text=text, **values))["message"]
        return message

    async def upload(
        self, key: str, name: str, data: bytes, caption: str = "", **options: str
    ) -> httpx.Response:
        """Send a file; options are further fields of the form."""
        fields = {"key": key, "caption": caption, **options}
        return await self.http.post("/api/upload", data=fields, files={"file": (name, data)})

    @asynccontextmanager
    async def events(self, **how: Any) -> AsyncIterator["Events"]:
        """Follow the events; `how` are arguments of httpx."""
        async with self.http.stream("GET", "/api/events", **how) as response:
            yield Events(response)

    @staticmethod
    def _succeeded(response: httpx.Response) -> dict[str, Any]:
        assert response.status_code == 200, response.text
        body: dict[str, Any] = response.json()
        return body


class Events:
    """A stream of events."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()
        self.ids: list[str] = []

    async def next(self, *kinds: str) -> dict[str, Any]:
        """The next event, of some kinds where any are named."""
        async with asyncio.timeout(20):
            async for line in self._lines:
                if line.startswith("id: "):
                    self.ids.append(line.removeprefix("id: "))
                if line.startswith("data: "):
                    event: dict[str, Any] = json.loads(line.removeprefix("data: "))
                    assert self.ids[-1] == str(event["seq"])
                    if not kinds or event["type"] in kinds:
                        return event
        raise AssertionError("the stream has ended")


class Bot:
    """A bot that calls methods directly, without HTTP."""

    def __init__(self, telegram: Loopback) -> None:
        self._telegram = telegram
        self._methods = Methods(telegram)

    async def call(self, method: str, **values: Any) -> Any:
        """Call a method of the Bot API."""
        return await self._methods.call(method, Arguments(values))

    async def when(self, kind: str, index: int = -1) -> dict[str, Any]:
        """Wait for an update of a kind; returns the newest, or the one at an index."""

        def look() -> list[dict[str, Any]]:
            seen = [update.payload for update in self._telegram.updates.log if update.kind == kind]
            return seen if len(seen) > index else []

        return (await self._telegram.notifier.until(look, timeout=20))[index]


async def both(first: Awaitable[T], second: Awaitable[Any]) -> T:
    """Await both at once; returns the result of the first."""
    result, _ = await asyncio.gather(first, second)
    return result


@pytest.fixture
async def telegram(clock: Clock, schema: Schema | None) -> AsyncIterator[Loopback]:
    """A simulated Telegram; its updates are checked against the schema of the Bot API."""
    async with Loopback(clock=clock, id_counters=IdCounters.across_restarts(clock())) as loopback:
        yield loopback
    assert schema is None or schema.faults_of_traffic(loopback, refused=False) == []


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A folder with the files of a small page."""
    folder = tmp_path / "page"
    (folder / "script").mkdir(parents=True)
    (folder / "index.html").write_text(INDEX)
    (folder / "script" / "main.js").write_text("export {}")
    (folder / "script" / ".hidden.js").write_text("hidden")
    (folder / "script" / "notes.txt").write_text("notes")
    (tmp_path / "secret.json").write_text('"secret"')
    return folder


@pytest.fixture
async def server(telegram: Loopback, page: Path) -> AsyncIterator[PageServer]:
    served = PageServer(telegram, suggestions=lambda _: QUESTIONS, page=page)
    served.listen(0)
    yield served
    await served.close()


@asynccontextmanager
async def visiting(server: PageServer, **headers: str) -> AsyncIterator[httpx.AsyncClient]:
    """An HTTP client of a server."""
    plain = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    async with httpx.AsyncClient(
        base_url=server.address, trust_env=False, verify=plain, headers=headers
    ) as http:
        yield http


@pytest.fixture
async def browser(server: PageServer) -> AsyncIterator[Browser]:
    async with visiting(server, **{KEY: server.key}) as http:
        yield Browser(http, server)


@pytest.fixture
def bot(telegram: Loopback) -> Bot:
    return Bot(telegram)
