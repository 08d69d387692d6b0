"""Locks by which a message and its later versions are dealt with one after another."""

import asyncio
from weakref import WeakValueDictionary

from telegram import Message


class MessageLocks:
    """A lock for each message that is being dealt with; handlers that wait for one get it in their order."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()

    def of(self, message: Message) -> asyncio.Lock:
        """The lock of a message, whichever version of it this is."""
        return self._locks.setdefault((message.chat.id, message.message_id), asyncio.Lock())
