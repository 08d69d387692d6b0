"""What may be read of a file: of the files within it (an archive, a mail), and of pages that are pictures."""

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from retrieval.documents import Omission
from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.extracts import Extract, Part
from retrieval.ingestion.loaders.packages.elements import too_large
from retrieval.ingestion.recognition import Allowance

_MOST_FILES = 500
_MOST_BYTES = 64 << 20
_LONGEST_NAME = 200  # characters of it that are told, the last ones
_DEEPEST = 2  # an archive in an archive, a mail in a mail


@dataclass(slots=True)
class Room:
    """What of a file may still be read; shared by all files that are within each other.

    Attributes:
        files: How many more.
        size: Bytes of these, unpacked.
        depth: How many files the one that is read now stands in.
        recognition: Recognises pages that are pictures; None where no text is recognised.
    """

    files: int = _MOST_FILES
    size: int = _MOST_BYTES
    depth: int = 0
    recognition: Allowance | None = None

    def take(self, size: int) -> None:
        """Count a file before it is unpacked.

        Raises:
            DocumentError: There are too many, or they are too large together.
        """
        self.files -= 1
        self.size -= size
        if self.files < 0 or self.size < 0:
            raise too_large(f"over {_MOST_FILES} files or {_MOST_BYTES >> 20} MB in it")

    def part(self, name: str, data: bytes) -> Part:
        """A file within the file, under its name; an empty part where it cannot be read as a document.

        Raises:
            DocumentError: With this file, there is more than may be read.
        """
        from retrieval.ingestion.loaders.formats import PICTURES, load  # noqa: PLC0415  # which imports this module

        path = PurePosixPath(name.replace("\\", "/"))
        if self.depth >= _DEEPEST:
            return unread(path.name, Unreadable.KIND)
        self.depth += 1
        try:
            extract = load(path, data, self)
        except DocumentError as error:
            if error.reason is Unreadable.TOO_LARGE:
                raise
            if error.reason is Unreadable.UNRECOGNISED and path.suffix.lower() in PICTURES:
                return Part("", Extract(()))  # a logo, a drawing
            return unread(path.name, error.reason)
        finally:
            self.depth -= 1
        omissions = tuple(replace(omission, part=_label(path.name)) for omission in extract.omissions)
        return Part(path.stem, replace(extract, omissions=omissions))


def unread(name: str, reason: Unreadable) -> Part:
    """An empty part for a file within the file that cannot be read."""
    return Part("", Extract((), omissions=(Omission(reason, (), _label(name)),)))


def _label(name: str) -> str:
    return name[-_LONGEST_NAME:]
