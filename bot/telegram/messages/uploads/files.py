"""What people see of a file or link that they send, and whether it is accepted."""

import mimetypes
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final, Self

from telegram import Document, Message

from bot.telegram.messages.citation import unlinked
from bot.telegram.messages.truncation import clip, one_line
from bot.telegram.messages.uploads.problems import Problem, problem_of_link
from retrieval.errors import WebError
from retrieval.ingestion.loaders import INSTEAD, SUFFIXES
from retrieval.ingestion.web import parsed_url
from retrieval.library import File

MAX_FILE_BYTES: Final = 20 << 20
"""The largest file that Telegram lets a bot download."""

NAME_UNITS: Final = 80
"""The longest name in a message."""


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """An uploaded file, before it is downloaded.

    Attributes:
        name: Its name, without folders and invisible characters.
        size: Its size in bytes as Telegram says, 0 if it does not.
        key: What tells it from others, in place of its name, where the bot made that up; else "".
    """

    name: str
    size: int
    key: str = ""

    @classmethod
    def of(cls, document: Document) -> Self:
        """The file of a message; one without a name is named by its type."""
        unnamed = f"document{mimetypes.guess_extension(document.mime_type or '') or ''}"
        return cls(File.uploaded(document.file_name or unnamed, b"").source, document.file_size or 0)

    @classmethod
    def photo(cls, message: Message, size: int, name: str = "") -> Self:
        """A photo or the photos of an album, as a file.

        Args:
            message: The message with the first photo.
            size: The size of all, in bytes.
            name: What its sender calls it; "" to name it by its day, and tell it by its number in the chat.
        """
        if not name.strip():
            by_day = f"照片 {message.date:%Y-%m-%d}"
            return cls(f"{by_day}.jpg", size, f"{by_day} {message.message_id}.jpg")
        return cls(file_name(" ".join(name.split())[:NAME_UNITS], ".jpg"), size)

    def file(self, data: bytes) -> File:
        """The file with its bytes."""
        file = File.uploaded(self.name, data)
        return replace(file, identity=File.uploaded(self.key, b"").identity) if self.key else file

    @property
    def label(self) -> str:
        """The name, clipped for messages."""
        return unlinked(clip(self.name, NAME_UNITS))

    @property
    def instead(self) -> str:
        """The suffix of what it is to be saved as to be read, "" where there is none."""
        return INSTEAD.get(PurePath(self.name).suffix.lower(), "")

    def problem(self) -> Problem | None:
        """Why not to download it, or None."""
        suffix = PurePath(self.name).suffix.lower()
        is_known = suffix in INSTEAD or mimetypes.guess_type(f"a{suffix}", strict=False)[0] is not None
        if suffix not in SUFFIXES and is_known:  # else its content decides
            return Problem.KIND
        return Problem.SIZE if self.size > MAX_FILE_BYTES else None


@dataclass(frozen=True, slots=True)
class WebLink:
    """A link to a page or file on the web, before that is fetched.

    Attributes:
        address: As it was sent.
    """

    address: str

    @property
    def identity(self) -> str:
        """The identity of its document.

        Raises:
            WebError: The address cannot be used.
        """
        return str(parsed_url(self.address))

    @property
    def instead(self) -> str:
        """As for files: nobody saves a page of others as something else."""
        return ""

    @property
    def label(self) -> str:
        """The address, clipped for messages."""
        return clip(one_line(self.address), NAME_UNITS)

    def problem(self) -> Problem | None:
        """Why not to fetch it, or None."""
        try:
            parsed_url(self.address)
        except WebError as error:
            return problem_of_link(error)
        return None


def file_name(title: str, suffix: str) -> str:
    """The name of a file that the bot calls by a title, in which there may be slashes."""
    return File.uploaded(title.replace("/", "／").replace("\\", "＼") + suffix, b"").source
