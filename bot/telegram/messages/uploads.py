"""Uploads: the name of a file or the address of a page, whether it is accepted, and the messages about it."""

import mimetypes
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import PurePath
from types import MappingProxyType
from typing import Final, Self

from telegram import Document, Message

from bot.services.documents import AddedFile
from bot.telegram.messages.citation import unlinked
from bot.telegram.messages.html import Html, joined
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.truncation import clip, one_line
from retrieval.documents import Omission
from retrieval.errors import Unfetched, Unreadable, WebError
from retrieval.ingestion.loaders import SUFFIXES, UNREAD
from retrieval.ingestion.web import parsed_url
from retrieval.library import File
from retrieval.storage.store import Size

MAX_FILE_BYTES: Final = 20 << 20
"""The largest file that Telegram lets a bot download."""

MAX_PASSAGES: Final = 20_000
"""The most passages in the documents of one chat, about ten million characters."""

FILE_TYPES: Final = " ".join(
    sorted(suffix.removeprefix(".") for suffix in SUFFIXES - {".htm", ".jpeg", ".json", ".tiff", ".xlsm"})
)
"""The file types that can be read, as shown to people."""

_NAME_UNITS = 80
_PLACES_UNITS = 500


class Problem(Enum):
    """Why a file was not added."""

    NONE_TAKEN = auto()
    """Chats may not have documents of their own."""
    KIND = auto()
    """No loader reads this type of file."""
    SIZE = auto()
    """It is too large to download or to read."""
    TIME = auto()
    """Reading it takes too long."""
    MEMORY = auto()
    """Reading it takes too much memory."""
    CRASH = auto()
    """It ended the process that read it."""
    NO_ROOM = auto()
    """The chat has its most documents or passages already."""
    LOST = auto()
    """Telegram refuses the download."""
    ADDRESS = auto()
    """It is no address of a page."""
    NO_SITE = auto()
    """No public site is at the address."""
    NOT_FETCHED = auto()
    """The site does not hand the page over."""
    SLOW_SITE = auto()
    """The site takes too long."""
    PAGE_KIND = auto()
    """The site sends what no loader reads."""
    LOCKED = auto()
    """It is protected by a password."""
    SCANNED = auto()
    """Its pages are pictures, without text."""
    UNMAPPED = auto()
    """Its fonts do not say which characters they show."""
    EMPTY = auto()
    """It has no text."""
    UNRECOGNISED = auto()
    """No text was recognised in its pictures."""
    ENCODING = auto()
    """Its text is in no known encoding."""
    DAMAGED = auto()
    """It is broken, or not of the type that its name says."""
    FAILED = auto()
    """An error that is not the file's fault."""


_PROBLEMS: Final[Mapping[Unreadable | None, Problem]] = MappingProxyType(
    {
        Unreadable.KIND: Problem.KIND,
        Unreadable.TOO_LARGE: Problem.SIZE,
        Unreadable.OUT_OF_TIME: Problem.TIME,
        Unreadable.OUT_OF_MEMORY: Problem.MEMORY,
        Unreadable.CRASHED: Problem.CRASH,
        Unreadable.LOCKED: Problem.LOCKED,
        Unreadable.SCANNED: Problem.SCANNED,
        Unreadable.UNMAPPED: Problem.UNMAPPED,
        Unreadable.EMPTY: Problem.EMPTY,
        Unreadable.UNRECOGNISED: Problem.UNRECOGNISED,
        Unreadable.ENCODING: Problem.ENCODING,
        Unreadable.DAMAGED: Problem.DAMAGED,
    }
)
"""Why a file could not be read, as people are told it; for all else they are told that the bot failed."""


_OMITTED_PAGES: Final[Mapping[Unreadable, str]] = MappingProxyType(
    {Unreadable.UNMAPPED: "unmapped", Unreadable.UNRECOGNISED: "unrecognised"}
)
"""Kinds of pages that were not read, by the reason; all others are pictures."""

_LINK_PROBLEMS: Final[Mapping[Unfetched, Problem]] = MappingProxyType(
    {
        Unfetched.ADDRESS: Problem.ADDRESS,
        Unfetched.HOST: Problem.NO_SITE,
        Unfetched.FAILED: Problem.NOT_FETCHED,
        Unfetched.REDIRECTS: Problem.NOT_FETCHED,
        Unfetched.SIZE: Problem.SIZE,
        Unfetched.TIME: Problem.SLOW_SITE,
        Unfetched.KIND: Problem.PAGE_KIND,
    }
)
"""Why a page could not be fetched, as people are told it."""


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """An uploaded file, before it is downloaded.

    Attributes:
        name: Its name, without folders and invisible characters.
        size: Its size in bytes as Telegram says, 0 if it does not.
    """

    name: str
    size: int

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
            name: What its sender calls it; "" to name it by its day and number in the chat.
        """
        said = " ".join(name.split()).replace("/", "／").replace("\\", "＼")[:_NAME_UNITS]
        named = f"{said or f'照片 {message.date:%Y-%m-%d} {message.message_id}'}.jpg"
        return cls(File.uploaded(named, b"").source, size)

    @property
    def label(self) -> str:
        """The name, clipped for messages."""
        return unlinked(clip(self.name, _NAME_UNITS))

    def problem(self) -> Problem | None:
        """Why not to download it, or None."""
        suffix = PurePath(self.name).suffix.lower()
        is_known = suffix in UNREAD or mimetypes.guess_type(f"a{suffix}", strict=False)[0] is not None
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
    def label(self) -> str:
        """The address, clipped for messages."""
        return clip(one_line(self.address), _NAME_UNITS)

    def problem(self) -> Problem | None:
        """Why not to fetch it, or None."""
        try:
            parsed_url(self.address)
        except WebError as error:
            return problem_of_link(error)
        return None


def problem_of_link(error: WebError) -> Problem:
    """Why a page was not fetched, as people are told it."""
    return _LINK_PROBLEMS[error.reason]


def problem_of(kept: AddedFile) -> Problem | None:
    """Why a file was not added, or None where it was."""
    if kept.outcome.change == "full":
        return Problem.NO_ROOM
    if kept.outcome.change != "failed":
        return None
    return _PROBLEMS.get(kept.outcome.unreadable, Problem.FAILED)


def quota(documents: int) -> Size:
    """The most documents and passages of a chat, for this number of documents."""
    return Size(documents, MAX_PASSAGES)


def render_problem(
    problem: Problem, upload: UploadedFile | WebLink, documents: int, translator: Translator
) -> Html:
    """The message that says why a file was not added, and what to do.

    Args:
        problem: Why.
        upload: The file or link.
        documents: How many documents a chat may have.
        translator: The language of the message.
    """
    name = upload.label
    texts = {
        Problem.NONE_TAKEN: translator.say("upload-none-taken"),
        Problem.KIND: translator.say("upload-kind", name=name, kinds=FILE_TYPES),
        Problem.SIZE: translator.say("upload-size", name=name),
        Problem.TIME: translator.say("upload-time", name=name),
        Problem.MEMORY: translator.say("upload-memory", name=name),
        Problem.CRASH: translator.say("upload-crash", name=name),
        Problem.NO_ROOM: translator.say("upload-no-room", name=name, count=documents),
        Problem.LOST: translator.say("upload-lost", name=name),
        Problem.ADDRESS: translator.say("upload-link-address", name=name),
        Problem.NO_SITE: translator.say("upload-link-site", name=name),
        Problem.NOT_FETCHED: translator.say("upload-link-failed", name=name),
        Problem.SLOW_SITE: translator.say("upload-link-slow", name=name),
        Problem.PAGE_KIND: translator.say("upload-link-kind", name=name, kinds=FILE_TYPES),
        Problem.LOCKED: translator.say("upload-locked", name=name),
        Problem.SCANNED: translator.say("upload-scanned", name=name),
        Problem.UNMAPPED: translator.say("upload-unmapped", name=name),
        Problem.EMPTY: translator.say("upload-empty", name=name),
        Problem.UNRECOGNISED: translator.say("upload-unrecognised", name=name),
        Problem.ENCODING: translator.say("upload-encoding", name=name),
        Problem.DAMAGED: translator.say("upload-damaged", name=name),
        Problem.FAILED: translator.say("upload-failed", name=name),
    }
    return texts[problem]


def with_unasked(html: Html, translator: Translator) -> Html:
    """The message that a file was not added, with what that means for the question in its caption."""
    return joined([html, translator.say("upload-unasked")], "\n\n")


def render_kept(kept: AddedFile, upload: UploadedFile | WebLink, translator: Translator) -> Html:
    """The message that a file was added, and which of its pages, or of the files in it, could not be read."""
    return joined([_added(kept, upload, translator), *_omitted(kept.outcome.omissions, translator)])


def _omitted(omissions: Iterable[Omission], translator: Translator) -> Iterator[Html]:
    """A line for each kind of what could not be read."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for omission in omissions:
        kind = _OMITTED_PAGES.get(omission.reason, "scanned") if omission.pages else "files"
        places[kind].append(omission.place)
    told = {kind: clip("; ".join(each), _PLACES_UNITS) for kind, each in places.items()}
    if pages := told.get("scanned"):
        yield translator.say("upload-pages-scanned", pages=pages)
    if pages := told.get("unmapped"):
        yield translator.say("upload-pages-unmapped", pages=pages)
    if pages := told.get("unrecognised"):
        yield translator.say("upload-pages-unrecognised", pages=pages)
    if files := told.get("files"):
        yield translator.say("upload-files-unread", files=files)


def _added(kept: AddedFile, upload: UploadedFile | WebLink, translator: Translator) -> Html:
    name = upload.label
    title = clip(one_line(kept.entry.title), _NAME_UNITS) if kept.entry else name
    count = kept.entry.passages if kept.entry else 0
    if kept.outcome.change == "unchanged":
        return translator.say("upload-unchanged", name=name, title=title, count=count)
    if kept.outcome.change == "replaced":
        return translator.say("upload-replaced", name=name, title=title, count=count)
    return translator.say("upload-added", name=name, title=title, count=count)
