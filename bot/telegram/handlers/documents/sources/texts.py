"""What people said, as documents."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self

from telegram import Message

from bot.telegram.handlers.documents.sources.naming import title_of_text
from bot.telegram.messages.uploads.files import UploadedFile, file_name
from bot.telegram.messages.uploads.problems import Problem
from bot.telegram.origin import speaker_of
from retrieval.library import File

_NAMED_SPEAKERS: Final = 3
"""The most people that the name of a forwarded conversation names."""


@dataclass(frozen=True, slots=True)
class MessageText:
    """What somebody said, as a document of its own.

    Attributes:
        upload: Its title, as the name of a file, told from others by who said it, when and where.
        text: What they said.
    """

    upload: UploadedFile
    text: str = field(repr=False)

    @classmethod
    def of(cls, message: Message, text: str) -> Self:
        """A text of a message, or of the one that was forwarded."""
        speaker, data = speaker_of(message), text.encode("utf-8", "replace")
        key = f"{speaker} {_said_at(message):%Y-%m-%d} {message.message_id}"
        title = title_of_text(text) or key
        name = f"{title}（{speaker}）" if message.forward_origin and speaker else title
        return cls(_named(name, key, ".txt", data), text)

    @property
    def empty_file(self) -> File:
        """The file without its bytes."""
        return self.upload.file(b"")

    async def fetch(self) -> File | Problem:
        """The text as a file."""
        return self.upload.file(self.text.encode("utf-8", "replace"))


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
        name = f"{title} {_said_at(first):%Y-%m-%d}"
        return cls(_named(name, f"{name} {first.message_id}", ".json", data), data)

    @property
    def empty_file(self) -> File:
        """The file without its bytes."""
        return self.upload.file(b"")

    async def fetch(self) -> File | Problem:
        """The texts as a file."""
        return self.upload.file(self.data)


def _said_at(message: Message) -> datetime:
    """When something was said first, in the zone of this machine, as in Telegram's exports."""
    origin = message.forward_origin
    return (origin.date if origin else message.date).astimezone()


def _exported(message: Message) -> dict[str, str]:
    said_at = _said_at(message).isoformat(timespec="seconds")
    return {"type": "message", "date": said_at, "from": speaker_of(message), "text": message.text or ""}


def _named(name: str, key: str, suffix: str, data: bytes) -> UploadedFile:
    return UploadedFile(file_name(name, suffix), len(data), file_name(key, suffix))
