from collections.abc import AsyncIterator

import pytest

from bot.storage import State
from tests.bot.storage.samples import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def state(clock: Clock) -> AsyncIterator[State]:
    state = State(clock=clock)
    yield state
    await state.close()
