"""Someone who types."""

import pytest

from bot.playground import Loopback
from bot.playground.simulation.chats import User


@pytest.fixture
def user(telegram: Loopback) -> User:
    return telegram.user("小明")
