"""Files and photos of messages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import Document, PhotoSize

from bot.telegram.handlers.asking.mentions import caption_without_call, is_question
from bot.telegram.handlers.documents.downloads import downloaded
from bot.telegram.handlers.documents.handles import Handle
from bot.telegram.handlers.documents.sources.source import Sent
from bot.telegram.messages.uploads.files import UploadedFile
from bot.telegram.messages.uploads.problems import Problem
from retrieval.library import File


@dataclass(frozen=True, slots=True)
class TelegramFile:
    """A file of a message.

    Attributes:
        upload: Its name and size.
        stored: Where Telegram has it.
    """

    upload: UploadedFile
    stored: Document

    @property
    def empty_file(self) -> File:
        """The file without its bytes."""
        return self.upload.file(b"")

    @property
    def handle(self) -> str:
        """What it can be had by again."""
        return Handle((self.stored.file_id,)).encode()

    async def fetch(self) -> File | Problem:
        """The file, which its `file_id` can be had by again, or why there is none."""
        data = await downloaded(self.stored.get_file)
        if isinstance(data, Problem):
            return data
        return replace(self.upload.file(data), handle=self.handle)


@dataclass(frozen=True, slots=True)
class TelegramPhotos:
    """A photo, or photos that are the pages of one document.

    Attributes:
        upload: Its name and size.
        stored: Where Telegram has each, in order.
    """

    upload: UploadedFile
    stored: tuple[PhotoSize, ...]

    @property
    def empty_file(self) -> File:
        """The file without its bytes."""
        return self.upload.file(b"")

    async def fetch(self) -> File | Problem:
        """The photos as a file, which their `file_id`s can be had by again, or why there is none."""
        handle = Handle(tuple(size.file_id for size in self.stored), is_photo=True)
        pages = await handle.download(self.stored[0].get_bot().get_file)
        if isinstance(pages, Problem):
            return pages
        photographed = File.photographed(self.upload.name, pages)
        return replace(photographed, identity=self.empty_file.identity, handle=handle.encode())


def largest_of(sizes: Sequence[PhotoSize]) -> PhotoSize:
    """The largest of the sizes in which Telegram has a photo."""
    return max(sizes, key=lambda size: size.width * size.height)


def name_of_photos(sent: Sent) -> str:
    """What the caption of an album calls it: "" where it has none, or asks something."""
    if len(sent.messages) < 2:
        return ""
    caption = caption_without_call(sent.message)
    return "" if is_question(caption) else caption
