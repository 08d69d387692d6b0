"""What a message gives to be added: its file, its photo, the page that it links to, or its text."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Protocol, Self

import structlog
from telegram import Document, Message, MessageEntity, PhotoSize

from bot.services.documents import DocumentService
from bot.telegram.handlers.asking.mentions import caption_without_call, is_from_bot, is_question
from bot.telegram.handlers.documents.downloads import downloaded
from bot.telegram.handlers.documents.handles import Handle
from bot.telegram.messages.uploads import Problem, UploadedFile, WebLink, problem_of_link
from bot.telegram.origin import speaker_of
from retrieval.errors import WebError
from retrieval.library import File

_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
"""An address that Telegram does not mark as one, as `http://localhost/`."""
_LINKS: Final[list[str | None]] = [MessageEntity.URL, MessageEntity.TEXT_LINK]

_NAMED_SPEAKERS: Final = 3
"""The most people that the name of a forwarded conversation names."""

_log = structlog.get_logger(__name__)


class Source(Protocol):
    """What is to be added, before it is fetched."""

    @property
    def upload(self) -> UploadedFile | WebLink:
        """What people see of it."""

    @property
    def empty_file(self) -> File:
        """The file that it will be, without its bytes."""

    async def fetch(self) -> File | Problem:
        """The file, or why there is none."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent to be added.

    Attributes:
        messages: The message with it, or those with the photos of an album or with forwarded texts, in order.
    """

    messages: tuple[Message, ...]

    @property
    def message(self) -> Message:
        """The message that it is known by: of an album the one with a caption, else the first."""
        return next((message for message in self.messages if message.caption), self.messages[0])

    @property
    def is_chat(self) -> bool:
        """Whether it is several texts, which are one document."""
        return len(self.messages) > 1 and all(message.text for message in self.messages)


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
        return File.uploaded(self.upload.name, b"")

    @property
    def handle(self) -> str:
        """What it can be had by again."""
        return Handle((self.stored.file_id,)).encode()

    async def fetch(self) -> File | Problem:
        """The file, which its `file_id` can be had by again, or why there is none."""
        data = await downloaded(self.stored.get_file)
        if isinstance(data, Problem):
            return data
        return replace(File.uploaded(self.upload.name, data), handle=self.handle)


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
        return File.uploaded(self.upload.name, b"")

    async def fetch(self) -> File | Problem:
        """The photos as a file, which their `file_id`s can be had by again, or why there is none."""
        handle = Handle(tuple(size.file_id for size in self.stored), is_photo=True)
        pages = await handle.download(self.stored[0].get_bot().get_file)
        if isinstance(pages, Problem):
            return pages
        return replace(File.photographed(self.upload.name, pages), handle=handle.encode())


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page or file on the web.

    Attributes:
        upload: Its address.
        document_service: Fetches it.
    """

    upload: WebLink
    document_service: DocumentService = field(repr=False)

    @property
    def empty_file(self) -> File:
        """The file without its bytes."""
        return File.fetched("", self.upload.identity, b"")

    async def fetch(self) -> File | Problem:
        """The page as a file, or why there is none."""
        try:
            return await self.document_service.fetch(self.upload.address)
        except WebError as error:
            _log.info("page_not_fetched", reason=error.reason.name)
            return problem_of_link(error)


@dataclass(frozen=True, slots=True)
class MessageText:
    """What somebody said, as a document of its own.

    Attributes:
        upload: Who said it and when, as the name of a file.
        text: What they said.
    """

    upload: UploadedFile
    text: str = field(repr=False)

    @classmethod
    def of(cls, message: Message) -> Self:
        """The text of a message, or of the one that was forwarded."""
        text = message.text or ""
        name = f"{speaker_of(message)} {_said_at(message):%Y-%m-%d} {message.message_id}.txt"
        return cls(_named(name, text.encode("utf-8", "replace")), text)

    @property
    def empty_file(self) -> File:
        """The file without its bytes."""
        return File.uploaded(self.upload.name, b"")

    async def fetch(self) -> File | Problem:
        """The text as a file."""
        return File.uploaded(self.upload.name, self.text.encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class ForwardedChat:
    """What some people said, as a document in the form of Telegram's exports.

    Attributes:
        upload: Who said it and when it begins, as the name of a file.
        data: The export.
    """

    upload: UploadedFile
    data: bytes = field(repr=False)

    @classmethod
    def of(cls, messages: Sequence[Message]) -> Self:
        """The texts of messages, each with who said it first and when."""
        speakers = list(dict.fromkeys(filter(None, map(speaker_of, messages))))
        more = "等" if len(speakers) > _NAMED_SPEAKERS else ""
        title = f"{'、'.join(speakers[:_NAMED_SPEAKERS])}{more}的消息"
        export = {"name": title, "messages": [_exported(message) for message in messages]}
        data = json.dumps(export, ensure_ascii=False).encode("utf-8", "replace")
        first = messages[0]
        return cls(_named(f"{title} {_said_at(first):%Y-%m-%d} {first.message_id}.json", data), data)

    @property
    def empty_file(self) -> File:
        """The file without its bytes."""
        return File.uploaded(self.upload.name, b"")

    async def fetch(self) -> File | Problem:
        """The texts as a file."""
        return File.uploaded(self.upload.name, self.data)


def source_of(sent: Sent, document_service: DocumentService) -> Source | None:
    """What is to be added: a file or photos, the page at the first link, texts; None where there is nothing.

    Commands, and what the bot says itself, are no texts to be added.
    """
    message = sent.message
    if sent.is_chat:
        return ForwardedChat.of(sent.messages)
    if message.document is not None:
        return TelegramFile(UploadedFile.of(message.document), message.document)
    if message.photo:
        largest = tuple(_largest(each.photo) for each in sent.messages)
        size = sum(each.file_size or 0 for each in largest)
        return TelegramPhotos(UploadedFile.photo(sent.messages[0], size, _name_of(sent)), largest)
    address = link_in(message)
    if address:
        return WebPage(WebLink(address), document_service)
    text = message.text or "/"
    return None if text.startswith("/") or is_from_bot(message) else MessageText.of(message)


def _said_at(message: Message) -> datetime:
    """When something was said first, in the zone of this machine, as in Telegram's exports."""
    origin = message.forward_origin
    return (origin.date if origin else message.date).astimezone()


def _exported(message: Message) -> dict[str, str]:
    said_at = _said_at(message).isoformat(timespec="seconds")
    return {"type": "message", "date": said_at, "from": speaker_of(message), "text": message.text or ""}


def _named(name: str, data: bytes) -> UploadedFile:
    return UploadedFile(File.uploaded(name.replace("/", "／"), b"").source, len(data))


def _largest(sizes: Sequence[PhotoSize]) -> PhotoSize:
    return max(sizes, key=lambda size: size.width * size.height)


def _name_of(sent: Sent) -> str:
    """What the caption of an album calls it; "" where it has none, or asks something."""
    if len(sent.messages) < 2:
        return ""
    caption = caption_without_call(sent.message)
    return "" if is_question(caption) else caption


def link_in(message: Message) -> str:
    """The first address in a message, or ""."""
    text = message.text or message.caption or ""
    found = message.parse_entities(_LINKS) if message.text else message.parse_caption_entities(_LINKS)
    for entity, part in found.items():
        if entity.url:
            return str(entity.url)
        return part if "://" in part else f"http://{part}"  # as Telegram opens it
    written = _ADDRESS.search(text)
    return written[0] if written else ""
