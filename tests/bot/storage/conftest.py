from collections.abc import AsyncIterator

import pytest

from bot.storage import State
from bot.storage.schema import TABLES
from retrieval.storage.databases import Address
from tests.bot.storage.samples import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgres"])
async def state(clock: Clock, request: pytest.FixtureRequest) -> AsyncIterator[State]:
    """A state in memory, and one in PostgreSQL."""
    if request.param == "sqlite":
        state = State(clock=clock)
        yield state
        await state.close()
        return
    with request.getfixturevalue("postgres").lent(TABLES) as url:
        state = State(Address.of(url), clock=clock)
        yield state
        await state.close()
