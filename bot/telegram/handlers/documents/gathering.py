"""Things that are sent together, which arrive as a message each, in any order."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Hashable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from telegram import Message

from bot.telegram.places import give_up_place

FURTHER_S: Final = 1.0
"""Seconds after a message in which a further one of its group may come."""

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came together.

    Attributes:
        messages: All of them, in order.
        is_first: Whether whoever gets them came first, and is the one to work on them.
    """

    messages: tuple[Message, ...]
    is_first: bool


class Gatherings(Generic[K]):
    """Gathers messages by what they have in common, their key.

    Args:
        most: The most messages that are sent together.
        remembered: Groups whose messages are remembered, the newest.
    """

    def __init__(self, most: int, remembered: int) -> None:
        self._most = most
        self._remembered = remembered
        self._known: OrderedDict[K, dict[int, Message]] = OrderedDict()
        self._under_way: dict[K, _Gathering] = {}

    @asynccontextmanager
    async def gathered(self, key: K, message: Message) -> AsyncIterator[Gathered]:
        """All messages of a key, for whoever comes with the first of them, once no more come.

        Whoever comes with a further one waits until that block ends: until then the updates of all of them
        are under way, so that a restart in between loses none. One that comes too late brings all of them
        again.

        Args:
            key: What the messages have in common.
            message: One of them.
        """
        known = self._note(key, message)
        give_up_place()  # the others need one to come here
        if gathering := self._under_way.get(key):
            gathering.arrived.set()
            await gathering.done.wait()
            yield Gathered(gathering.messages, is_first=False)
            return
        gathering = self._under_way[key] = _Gathering()
        try:
            try:
                await self._until_all_came(gathering, known)
            finally:
                del self._under_way[key]
            gathering.messages = _in_order(known)
            yield Gathered(gathering.messages, is_first=True)
        finally:
            gathering.done.set()

    def of(self, key: K) -> tuple[Message, ...]:
        """The messages of a key in order, as far as they are remembered."""
        return _in_order(self._known.get(key, {}))

    @property
    def under_way(self) -> Iterator[K]:
        """The keys of which further messages are waited for."""
        return iter(self._under_way)

    def key_of(self, message: Message) -> K | None:
        """The key that a message was gathered with; None where that is not remembered."""
        for key, known in reversed(self._known.items()):
            found = known.get(message.message_id)
            if found is not None and found.chat.id == message.chat.id:
                return key
        return None

    def _note(self, key: K, message: Message) -> dict[int, Message]:
        known = self._known.setdefault(key, {})
        known[message.message_id] = message
        self._known.move_to_end(key)
        for old in [each for each in self._known if each != key and each not in self._under_way]:
            if len(self._known) <= self._remembered:
                break
            del self._known[old]
        return known

    async def _until_all_came(self, gathering: "_Gathering", known: dict[int, Message]) -> None:
        while len(known) < self._most:
            gathering.arrived.clear()
            try:
                async with asyncio.timeout(FURTHER_S):
                    await gathering.arrived.wait()
            except TimeoutError:
                return


class _Gathering:
    """Messages of which further ones still come, or that are being worked on."""

    def __init__(self) -> None:
        self.arrived = asyncio.Event()
        self.done = asyncio.Event()
        self.messages: tuple[Message, ...] = ()


def _in_order(known: dict[int, Message]) -> tuple[Message, ...]:
    return tuple(known[number] for number in sorted(known))
