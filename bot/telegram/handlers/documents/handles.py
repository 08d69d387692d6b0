"""What is kept of a file that was sent, in place of a copy: the ids by which Telegram hands it out again."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Self

import telegram

from bot.telegram.handlers.documents.downloads import downloaded
from bot.telegram.messages.uploads.problems import Problem

_PHOTOS: Final = "photo:"
"""Stands before the ids of photos; Telegram's ids hold neither colons nor spaces."""

GetFile = Callable[[str], Awaitable[telegram.File]]


@dataclass(frozen=True, slots=True)
class Handle:
    """The files of a document.

    Attributes:
        file_ids: Telegram's ids of a file, of a photo, or of the photos that are its pages, in order.
        is_photo: Whether these are photos.
    """

    file_ids: tuple[str, ...]
    is_photo: bool = False

    @classmethod
    def decode(cls, text: str) -> Self:
        """A handle as `encode` wrote it."""
        is_photo = text.startswith(_PHOTOS)
        return cls(tuple(text.removeprefix(_PHOTOS).split()), is_photo)

    def encode(self) -> str:
        """The handle as it is kept with a document."""
        return (_PHOTOS if self.is_photo else "") + " ".join(self.file_ids)

    def page(self, number: int | None) -> str:
        """The id of the file on which a page stands, from 1."""
        return self.file_ids[min(number or 1, len(self.file_ids)) - 1]

    async def download(self, get_file: GetFile) -> Sequence[bytes] | Problem:
        """The bytes of each file; or why there are none.

        Args:
            get_file: Calls `getFile` for an id.
        """
        found: list[bytes] = []
        for file_id in self.file_ids:
            data = await downloaded(partial(get_file, file_id))
            if isinstance(data, Problem):
                return data
            found.append(data)
        return found
