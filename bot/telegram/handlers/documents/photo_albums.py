"""Photos sent together, which arrive as a message each: the pages of one document."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from telegram import Message

from bot.telegram.places import give_up_place

_FURTHER_PHOTO_S: Final = 1.0
"""Seconds after a photo in which a further one of its album may come."""
_MOST_PHOTOS: Final = 10
"""The most photos that Telegram takes in an album."""
_REMEMBERED: Final = 200
"""Albums whose photos are remembered, for whoever adds them later."""

_Key = tuple[int, str]


class PhotoAlbums:
    """Gathers the photos of albums."""

    def __init__(self) -> None:
        self._known: OrderedDict[_Key, dict[int, Message]] = OrderedDict()
        self._gathering: dict[_Key, _Gathering] = {}

    @asynccontextmanager
    async def gathered(self, message: Message) -> AsyncIterator[tuple[Message, ...]]:
        """All photos of an album in order, for whoever comes with the first of them, once no more come.

        Whoever comes with a further one waits until that block ends, and gets none: until then the updates of
        all of them are under way, so that a restart in between loses none. One that comes too late brings
        the whole album again.

        Args:
            message: Has a photo of an album.
        """
        key = _key(message)
        known = self._note(key, message)
        give_up_place()  # the others need one to come here
        if gathering := self._gathering.get(key):
            gathering.arrived.set()
            await gathering.done.wait()
            yield ()
            return
        gathering = self._gathering[key] = _Gathering()
        try:
            try:
                await _until_all_came(gathering, known)
            finally:
                del self._gathering[key]
            yield _in_order(known)
        finally:
            gathering.done.set()

    def of(self, message: Message) -> tuple[Message, ...]:
        """The photos of the album of a message, as far as they are remembered, in order; or it alone."""
        known = self._known.get(_key(message), {}) if is_of_album(message) else {}
        return _in_order(known) or (message,)

    def _note(self, key: _Key, message: Message) -> dict[int, Message]:
        known = self._known.setdefault(key, {})
        known[message.message_id] = message
        self._known.move_to_end(key)
        for old in [each for each in self._known if each != key and each not in self._gathering]:
            if len(self._known) <= _REMEMBERED:
                break
            del self._known[old]
        return known


class _Gathering:
    """An album whose photos still come, or are being worked on."""

    def __init__(self) -> None:
        self.arrived = asyncio.Event()
        self.done = asyncio.Event()


def is_of_album(message: Message) -> bool:
    """Whether a message has a photo that was sent together with others."""
    return bool(message.photo and message.media_group_id)


async def _until_all_came(gathering: _Gathering, known: dict[int, Message]) -> None:
    while len(known) < _MOST_PHOTOS:
        gathering.arrived.clear()
        try:
            async with asyncio.timeout(_FURTHER_PHOTO_S):
                await gathering.arrived.wait()
        except TimeoutError:
            return


def _in_order(known: dict[int, Message]) -> tuple[Message, ...]:
    return tuple(known[number] for number in sorted(known))


def _key(message: Message) -> _Key:
    return message.chat.id, message.media_group_id or ""
