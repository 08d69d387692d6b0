from collections.abc import AsyncIterator

import pytest

from bot.playground import Loopback
from tests.bot.playground.conftest import Clock


@pytest.fixture
async def telegram(clock: Clock) -> AsyncIterator[Loopback]:
    """A simulated Telegram; what these clients send is not checked against the schema of the Bot API."""
    async with Loopback(clock=clock) as loopback:
        yield loopback
