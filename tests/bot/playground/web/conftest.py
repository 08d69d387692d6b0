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
    """The page reduced to its requests."""

    def __init__(self, http: httpx.AsyncClient, site: PageServer) -> None:
        self.http = http
        self.site = site
        self.keys = list(site.scene.places)

    @property
    def private(self) -> str:
        """The chat with the bot alone."""
        return self.keys[0]

    @property
    def group(self) -> str:
        """The group."""
        return self.keys[1]

    @property
    def topics(self) -> list[str]:
        """The topics of the forum."""
        return self.keys[2:]

    async def world(self, **query: str) -> dict[str, Any]:
        """Everything as it stands."""
        return self._granted(await self.http.get("/api/world", params=query))

    async def do(self, action: str, **values: Any) -> dict[str, Any]:
        """Do something that can be done."""
        return self._granted(await self.post(action, **values))

    async def post(self, action: str, **values: Any) -> httpx.Response:
        """Try to do something."""
        return await self.http.post(f"/api/{action}", json=values)

    async def say(self, key: str, text: str, **values: Any) -> dict[str, Any]:
        """Say something; gives the message."""
        message: dict[str, Any] = (await self.do("say", key=key, text=text, **values))["message"]
        return message

    async def upload(self, key: str, name: str, data: bytes, caption: str = "") -> httpx.Response:
        """Send a file."""
        fields = {"key": key, "caption": caption}
        return await self.http.post("/api/upload", data=fields, files={"file": (name, data)})

    @asynccontextmanager
    async def events(self, **how: Any) -> AsyncIterator["Events"]:
        """Follow what happens; `how` as httpx has it."""
        async with self.http.stream("GET", "/api/events", **how) as response:
            yield Events(response)

    @staticmethod
    def _granted(response: httpx.Response) -> dict[str, Any]:
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
        """The next event, of some kinds if any are named; others are passed over."""
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
    """A bot that does what it is told to."""

    def __init__(self, telegram: Loopback) -> None:
        self._telegram = telegram
        self._methods = Methods(telegram)

    async def call(self, method: str, **values: Any) -> Any:
        """Call a method of the Bot API."""
        return await self._methods.call(method, Arguments(values))

    async def when(self, kind: str, place: int = -1) -> dict[str, Any]:
        """The newest update of a kind, as soon as there is one; with a place, another of them."""

        def look() -> list[dict[str, Any]]:
            seen = [update.payload for update in self._telegram.updates.log if update.kind == kind]
            return seen if len(seen) > place else []

        return (await self._telegram.notifier.until(look, timeout=20))[place]


async def both(first: Awaitable[T], second: Awaitable[Any]) -> T:
    """Do two things at once; gives what comes of the first."""
    result, _ = await asyncio.gather(first, second)
    return result


@pytest.fixture
async def telegram(clock: Clock, schema: Schema | None) -> AsyncIterator[Loopback]:
    """A Telegram whose updates are held against the Bot API's description."""
    async with Loopback(clock=clock, id_counters=IdCounters.apart(clock())) as loopback:
        yield loopback
    assert schema is None or schema.faults_of_traffic(loopback, refused=False) == []


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A folder with files of a page."""
    folder = tmp_path / "page"
    (folder / "script").mkdir(parents=True)
    (folder / "index.html").write_text(INDEX)
    (folder / "script" / "main.js").write_text("export {}")
    (folder / "script" / ".hidden.js").write_text("hidden")
    (folder / "script" / "notes.txt").write_text("notes")
    (tmp_path / "secret.json").write_text('"secret"')
    return folder


@pytest.fixture
async def site(telegram: Loopback, page: Path) -> AsyncIterator[PageServer]:
    served = PageServer(telegram, suggestions=lambda: QUESTIONS, page=page)
    served.listen(0)
    yield served
    await served.close()


@asynccontextmanager
async def visiting(site: PageServer, **headers: str) -> AsyncIterator[httpx.AsyncClient]:
    """An HTTP client at a site."""
    plain = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    async with httpx.AsyncClient(
        base_url=site.address, trust_env=False, verify=plain, headers=headers
    ) as http:
        yield http


@pytest.fixture
async def browser(site: PageServer) -> AsyncIterator[Browser]:
    async with visiting(site, **{KEY: site.key}) as http:
        yield Browser(http, site)


@pytest.fixture
def bot(telegram: Loopback) -> Bot:
    return Bot(telegram)
