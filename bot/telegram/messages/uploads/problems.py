"""Why files and links were not added, and the messages that say so."""

from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

from bot.services.documents import AddedFile
from bot.telegram.messages.html import Html, joined
from bot.telegram.messages.translations import Translator
from retrieval.errors import Unfetched, Unreadable, WebError
from retrieval.ingestion.loaders import SUFFIXES

FILE_TYPES: Final = " ".join(
    sorted(suffix.removeprefix(".") for suffix in SUFFIXES - {".htm", ".jpeg", ".json", ".tiff", ".xlsm"})
)
"""The file types that can be read, as shown to people."""


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


def render_problem(
    problem: Problem, name: str, documents: int, translator: Translator, instead: str = ""
) -> Html:
    """The message that says why a file was not added, and what to do.

    Args:
        problem: Why.
        name: The name of the file or the address, clipped.
        documents: How many documents a chat may have.
        translator: The language of the message.
        instead: The suffix of what it is to be saved as to be read, "" for none.
    """
    kind = translator.say("upload-kind", name=name, kinds=FILE_TYPES)
    if instead == ".zip":
        kind = translator.say("upload-kind-packed", name=name, suffix=instead)
    elif instead:
        kind = translator.say("upload-kind-instead", name=name, suffix=instead)
    texts = {
        Problem.NONE_TAKEN: translator.say("upload-none-taken"),
        Problem.KIND: kind,
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
