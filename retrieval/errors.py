"""What can go wrong between a file and an answer."""

from enum import Enum, auto
from typing import Final, Generic, TypeVar

from embeddings import YuanwenError

Reason = TypeVar("Reason", bound=Enum)


class ReasonedError(YuanwenError, Generic[Reason]):
    """An error that tells its reason.

    Attributes:
        reason: Why, for programs; the message says the same to people.
    """

    def __init__(self, message: str, reason: Reason) -> None:
        super().__init__(message)
        self.reason = reason


class Unreadable(Enum):
    """Why a file cannot be read as a document."""

    KIND = auto()
    """No loader reads files of its kind."""
    MISSING = auto()
    """It is not there, may not be opened, or is no file."""
    TOO_LARGE = auto()
    """It holds more text than a document may."""
    OUT_OF_TIME = auto()
    """Reading it takes too long."""
    OUT_OF_MEMORY = auto()
    """Reading it takes too much memory."""
    CRASHED = auto()
    """It ended the process that read it."""
    LOCKED = auto()
    """A password locks it."""
    SCANNED = auto()
    """Its pages are pictures of text."""
    UNMAPPED = auto()
    """Its fonts do not say which characters their shapes stand for."""
    EMPTY = auto()
    """It holds no text, or none that could answer a question."""
    UNRECOGNISED = auto()
    """No text was recognised in its pictures."""
    ENCODING = auto()
    """It is text in no known encoding."""
    DAMAGED = auto()
    """It is not what its name says, or something in it is broken."""


FATAL: Final = frozenset({Unreadable.OUT_OF_TIME, Unreadable.OUT_OF_MEMORY, Unreadable.CRASHED})
"""Reasons for which a file is not tried again: reading it ends its reader."""


class DocumentError(ReasonedError[Unreadable]):
    """A file could not be read as a document."""


class Unfetched(Enum):
    """Why a page or file on the web cannot be fetched."""

    ADDRESS = auto()
    """It is no address of http or https, or names a user or a port."""
    HOST = auto()
    """No public site is at its host."""
    FAILED = auto()
    """The site cannot be reached, or does not hand it over."""
    REDIRECTS = auto()
    """It leads on and on."""
    SIZE = auto()
    """It is too large."""
    TIME = auto()
    """It takes too long."""
    KIND = auto()
    """No loader reads what it is."""


class WebError(ReasonedError[Unfetched]):
    """A page or file on the web could not be fetched."""


class Unshown(Enum):
    """Why the page of an answer cannot be shown."""

    KIND = auto()
    """Nothing renders files of its kind."""
    REMOVED = auto()
    """The document was removed or replaced, or is not to be seen."""
    ELSEWHERE = auto()
    """Its file is not on this machine."""
    GONE = auto()
    """Its file is no longer where it was."""
    CHANGED = auto()
    """Its file is another one than was read."""
    TOO_LARGE = auto()
    """Its file has too many bytes."""
    FAILED = auto()
    """The page cannot be rendered."""


class OriginalError(ReasonedError[Unshown]):
    """The file of a document, or its page, cannot be shown."""


class StoreError(YuanwenError):
    """The store could not be opened, or does not hold what was asked of it."""


class DamagedError(StoreError):
    """A file that is made of the store is not as it was written; it is made anew from the store."""


class Unfit(Enum):
    """Why words cannot be an entry of the FAQ."""

    NO_QUESTION = auto()
    """The question is empty."""
    LONG_QUESTION = auto()
    """The question is too long."""
    NO_ANSWER = auto()
    """The answer is empty."""
    LONG_ANSWER = auto()
    """The answer is too long."""
    DATE = auto()
    """The date is none."""


class FaqError(ReasonedError[Unfit]):
    """Some words cannot be an entry of the FAQ."""


class EvaluationError(YuanwenError):
    """A file to measure on is not question answering data."""


class PassageIndexError(YuanwenError):
    """An index that is not in the home cannot be used."""
