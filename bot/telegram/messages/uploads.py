"""Uploads: what a file is called that people send, whether it can be taken, and why it could not be."""

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import PurePath
from types import MappingProxyType
from typing import Final, Self

from telegram import Document

from bot.services.documents import AddedFile
from bot.telegram.messages.html import Html
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.truncation import clip, one_line
from retrieval.errors import Unreadable
from retrieval.ingestion.loaders import SUFFIXES
from retrieval.library import File
from retrieval.storage.store import Size

MOST_BYTES: Final = 20 << 20
"""The largest file that Telegram lets a bot fetch."""

MOST_PASSAGES: Final = 20_000
"""Passages that a chat may have of its own, some ten million characters."""

KINDS: Final = " ".join(sorted(suffix.removeprefix(".") for suffix in SUFFIXES - {".htm"}))
"""The files that can be read, for people."""

_NAME_UNITS = 80


class Problem(Enum):
    """Why a file is not taken."""

    NONE_TAKEN = auto()
    """No chat may have documents of its own."""
    KIND = auto()
    """It is of a kind that cannot be read."""
    SIZE = auto()
    """It is too large to be fetched."""
    NO_ROOM = auto()
    """The chat has as many documents as it may have, or as much text."""
    LOST = auto()
    """Telegram does not give it."""
    LOCKED = auto()
    """A password locks it."""
    SCANNED = auto()
    """It holds pictures of text."""
    EMPTY = auto()
    """There is no text in it."""
    ENCODING = auto()
    """It is text in no known encoding."""
    DAMAGED = auto()
    """It is not what its name says, or something in it is broken."""
    FAILED = auto()
    """The bot could not do it, whatever it is."""


_PROBLEMS: Final[Mapping[Unreadable | None, Problem]] = MappingProxyType(
    {
        Unreadable.KIND: Problem.KIND,
        Unreadable.TOO_LARGE: Problem.SIZE,
        Unreadable.LOCKED: Problem.LOCKED,
        Unreadable.SCANNED: Problem.SCANNED,
        Unreadable.EMPTY: Problem.EMPTY,
        Unreadable.ENCODING: Problem.ENCODING,
        Unreadable.DAMAGED: Problem.DAMAGED,
    }
)
"""Why a file could not be read, as people are told it; for all else they are told that the bot failed."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sent, before it is fetched.

    Attributes:
        name: Its name without folders and marks that cannot be seen.
        size: Its length in bytes as Telegram tells it, 0 where it does not.
    """

    name: str
    size: int

    @classmethod
    def of(cls, document: Document) -> Self:
        """The file of a message; one without a name is called by its type."""
        unnamed = f"document{mimetypes.guess_extension(document.mime_type or '') or ''}"
        return cls(File.uploaded(document.file_name or unnamed, b"").source, document.file_size or 0)

    @property
    def label(self) -> str:
        """The name, short enough for any message."""
        return clip(self.name, _NAME_UNITS)

    def problem(self) -> Problem | None:
        """Why there is no use in fetching it, or None."""
        if PurePath(self.name).suffix.lower() not in SUFFIXES:
            return Problem.KIND
        return Problem.SIZE if self.size > MOST_BYTES else None


def problem_of(kept: AddedFile) -> Problem | None:
    """Why a file was not kept, or None where it was."""
    if kept.outcome.change == "full":
        return Problem.NO_ROOM
    if kept.outcome.change != "failed":
        return None
    return _PROBLEMS.get(kept.outcome.unreadable, Problem.FAILED)


def quota(documents: int) -> Size:
    """How much a chat may have of its own, if it may have so many documents."""
    return Size(documents, MOST_PASSAGES)


def render_problem(problem: Problem, upload: Upload, documents: int, translator: Translator) -> Html:
    """The message that says why a file is not taken, and what can be done.

    Args:
        problem: Why.
        upload: The file.
        documents: How many documents a chat may have.
        voice: Whose words to use.
    """
    name = upload.label
    told = {
        Problem.NONE_TAKEN: translator.say("upload-none-taken"),
        Problem.KIND: translator.say("upload-kind", name=name, kinds=KINDS),
        Problem.SIZE: translator.say("upload-size", name=name),
        Problem.NO_ROOM: translator.say("upload-no-room", name=name, count=documents),
        Problem.LOST: translator.say("upload-lost", name=name),
        Problem.LOCKED: translator.say("upload-locked", name=name),
        Problem.SCANNED: translator.say("upload-scanned", name=name),
        Problem.EMPTY: translator.say("upload-empty", name=name),
        Problem.ENCODING: translator.say("upload-encoding", name=name),
        Problem.DAMAGED: translator.say("upload-damaged", name=name),
        Problem.FAILED: translator.say("upload-failed", name=name),
    }
    return told[problem]


def render_kept(kept: AddedFile, upload: Upload, translator: Translator) -> Html:
    """The message that says that a file can be asked now."""
    name = upload.label
    title = clip(one_line(kept.entry.title), _NAME_UNITS) if kept.entry else name
    count = kept.entry.passages if kept.entry else 0
    if kept.outcome.change == "unchanged":
        return translator.say("upload-unchanged", name=name, title=title, count=count)
    if kept.outcome.change == "replaced":
        return translator.say("upload-replaced", name=name, title=title, count=count)
    return translator.say("upload-added", name=name, title=title, count=count)
