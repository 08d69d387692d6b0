"""Someone who types."""

import pytest

from bot.playground import Loopback
from bot.playground.simulation.chats import User


@pytest.fixture
def user(telegram: Loopback) -> User:
    return telegram.user("小明")


@pytest.fixture(autouse=True)
def feedback(telegram: Loopback) -> None:
    """The bot is told what is chosen, as docs/telegram.md sets it up."""
    telegram.inline_feedback = True
