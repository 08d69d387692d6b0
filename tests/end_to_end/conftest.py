from collections.abc import AsyncIterator, Callable, Iterator, MutableMapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.playground import Loopback
from bot.services.answering import Answerer
from bot.telegram.application import Plan, build_application
from bot.telegram.handlers import BotApplication
from bot.telegram.serving import serving
from retrieval.engine import Engine
from retrieval.library import SAMPLE
from tests.conftest import OpenEngine
from tests.end_to_end.schema import Schema

Log = list[MutableMapping[str, Any]]
Serve = Callable[..., AbstractAsyncContextManager[BotApplication]]


@pytest.fixture(scope="session")
def described() -> Schema | None:
    """The description of the Bot API, where it is at hand."""
    return Schema.load()


@pytest.fixture
async def telegram(described: Schema | None) -> AsyncIterator[Loopback]:
    """A Telegram on this machine; all that went over the wire is held against the Bot API's description."""
    async with Loopback() as loopback:
        yield loopback
    if described:
        assert described.faults_of_traffic(loopback) == []


@pytest.fixture
def serve(telegram: Loopback) -> Serve:
    """Runs the bot against that Telegram, for as long as a block runs; options as of `Plan`."""

    @asynccontextmanager
    async def served(answerer: Answerer, **options: Any) -> AsyncIterator[BotApplication]:
        application = build_application(Plan(telegram.token, answerer, base_url=telegram.base_url, **options))
        async with serving(application):
            yield application

    return served


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine gets more time for inline answers than people do; override it to test that time."""
    monkeypatch.setattr("bot.telegram.handlers.asking.inline.RESPONSE_TIMEOUT_S", 8.0)


@pytest.fixture(scope="session")
def shared_library(tmp_path_factory: pytest.TempPathFactory, open_engine: OpenEngine) -> Iterator[Engine]:
    """One engine for all tests that ask for `library`."""
    engine = open_engine(tmp_path_factory.mktemp("home"))
    yield engine
    engine.close()


@pytest.fixture
def library(shared_library: Engine) -> Iterator[Engine]:
    """The engine itself over a home, which holds the sample page and nothing that other tests have sent."""
    yield shared_library
    for entry in shared_library.store.documents():
        if entry.collection != SAMPLE:
            shared_library.library.remove([entry.path], entry.collection)


@pytest.fixture
def logged() -> Iterator[Log]:
    """The events logged so far, those for finding faults left out."""
    structlog.reset_defaults()
    with capture_logs([_without_debug]) as events:
        yield events


def _without_debug(_logger: object, method: str, event: EventDict) -> EventDict:
    if method == "debug":
        raise structlog.DropEvent
    return event
