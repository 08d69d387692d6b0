"""Files within a file (an archive, a mail): read by their own loaders, within limits for all of them."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.extracts import Part
from retrieval.ingestion.loaders.packages.elements import too_large

_MOST_FILES = 500
_MOST_BYTES = 64 << 20
_DEEPEST = 2  # an archive in an archive, a mail in a mail


@dataclass(slots=True)
class Room:
    """What of a file's files may still be read; shared by all that are within each other.

    Attributes:
        files: How many more.
        size: Bytes of these, unpacked.
        depth: How many files the one that is read now stands in.
    """

    files: int = _MOST_FILES
    size: int = _MOST_BYTES
    depth: int = 0

    def take(self, size: int) -> None:
        """Count a file before it is unpacked.

        Raises:
            DocumentError: There are too many, or they are too large together.
        """
        self.files -= 1
        self.size -= size
        if self.files < 0 or self.size < 0:
            raise too_large(f"over {_MOST_FILES} files or {_MOST_BYTES >> 20} MB in it")

    def part(self, name: str, data: bytes) -> Part | None:
        """A file within the file, under its name; None where it cannot be read as a document.

        Raises:
            DocumentError: With this file, there is more than may be read.
        """
        from retrieval.ingestion.loaders.formats import load  # noqa: PLC0415  # which imports this module

        path = PurePosixPath(name.replace("\\", "/"))
        if self.depth >= _DEEPEST:
            return None
        self.depth += 1
        try:
            return Part(path.stem, load(path, data, self))
        except DocumentError as error:
            if error.reason is Unreadable.TOO_LARGE:
                raise
            return None
        finally:
            self.depth -= 1
