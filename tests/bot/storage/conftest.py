from collections.abc import AsyncIterator

import pytest

from bot.storage import State
from retrieval.storage.databases import Address
from tests.bot.storage.samples import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgres"])
async def state(clock: Clock, request: pytest.FixtureRequest) -> AsyncIterator[State]:
    """A state in memory, and one in PostgreSQL."""
    server = request.getfixturevalue("postgres") if request.param == "postgres" else None
    state = State(server and Address.of(server.schema()), clock=clock)
    yield state
    await state.close()
