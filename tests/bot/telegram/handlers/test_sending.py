"""What handlers send besides text."""

import asyncio
from typing import cast

import pytest
from telegram import Message

from bot.telegram.handlers import sending
from bot.telegram.handlers.sending import typing


class SlowChat:
    """A chat where a chat action takes a moment to be cancelled."""

    def __init__(self) -> None:
        self.shown = asyncio.Event()
        self.cancelled = asyncio.Event()

    async def send_action(self, _action: str, message_thread_id: int | None) -> None:
        assert message_thread_id is None
        self.shown.set()
        try:
            await asyncio.sleep(60)
        finally:
            self.cancelled.set()
            await asyncio.sleep(0.1)


class SlowMessage:
    """A message in such a chat."""

    message_thread_id = None
    is_topic_message = False

    def __init__(self) -> None:
        self.chat = SlowChat()


async def test_a_cancellation_while_typing_ends_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "_TYPING_DELAY_S", 0.0)
    message, went_on = SlowMessage(), []

    async def handler() -> None:
        async with typing(cast("Message", message)):
            await message.chat.shown.wait()
        went_on.append(True)

    handling = asyncio.create_task(handler())
    await message.chat.cancelled.wait()
    handling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await handling
    assert went_on == []
