"""Photos sent together, which arrive as a message each: the pages of one document."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from telegram import Message

from bot.telegram.handlers.documents.gathering import Gatherings

_MOST_PHOTOS: Final = 10
"""The most photos that Telegram takes in an album."""
_REMEMBERED: Final = 200
"""Albums whose photos are remembered, for whoever adds them later."""

_Key = tuple[int, str]


class PhotoAlbums:
    """Gathers the photos of albums."""

    def __init__(self) -> None:
        self._gatherings: Gatherings[_Key] = Gatherings(_MOST_PHOTOS, _REMEMBERED)

    @asynccontextmanager
    async def gathered(self, message: Message) -> AsyncIterator[tuple[Message, ...]]:
        """All photos of an album for whoever comes first, none for the others; see `Gatherings.gathered`."""
        async with self._gatherings.gathered(_key(message), message) as album:
            yield album.messages if album.is_first else ()

    def of(self, message: Message) -> tuple[Message, ...]:
        """The photos of the album of a message, as far as they are remembered, in order; or it alone."""
        known = self._gatherings.of(_key(message)) if is_of_album(message) else ()
        return known or (message,)


def is_of_album(message: Message) -> bool:
    """Whether a message has a photo that was sent together with others."""
    return bool(message.photo and message.media_group_id)


def _key(message: Message) -> _Key:
    return message.chat.id, message.media_group_id or ""
