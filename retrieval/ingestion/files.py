"""Files to be added: their names, their bytes, and the files that a folder stands for."""

import os
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple, Self

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.album import packed
from retrieval.ingestion.digest import digest_of
from retrieval.ingestion.loaders import SUFFIXES, is_readable, read_bytes
from retrieval.ingestion.recognition import is_installed

_UPLOAD = "upload:"
"""Stands before the name of an uploaded file in its identity."""

_LONGEST_NAME = 200
"""Characters of an uploaded file's name that are kept, its last ones."""
_HIDDEN = (".", "~$")
"""What the names of hidden files and folders begin with, and of those that an open document has beside it."""
_SETTLED_NS = 2_000_000_000
"""Nanoseconds within which a system may give two changes the same time: that of FAT counts by two seconds."""


class Stamp(NamedTuple):
    """What the system says of a file, and the way files are read: while that is the same, so is the file.

    Attributes:
        text: That.
        is_settled: Whether the file changed long enough ago that no change since can look like this.
    """

    text: str
    is_settled: bool


@dataclass(frozen=True, slots=True)
class File:
    """A file to be added.

    Attributes:
        path: Where it lies.
        source: The name people will see.
        identity: What tells it from other documents of its collection, whatever it is called and wherever it
            lies; "" for its absolute path. Where one is given, the source says what kind of file it is.
        data: Its bytes, or None to read them from `path`.
        handle: What whoever adds it can fetch it by again, kept with the document; "" for nothing.
    """

    path: Path
    source: str
    identity: str = ""
    data: bytes | None = field(default=None, repr=False)
    handle: str = ""

    @classmethod
    def uploaded(cls, name: str, content: Path | bytes) -> Self:
        """A file that somebody sent; one of the same name takes its place in a collection.

        Args:
            name: As it was sent, in any characters; folders in it are left out.
            content: The bytes, or where they lie for the time being.
        """
        last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
        source = "".join(c for c in last if c.isprintable()).strip()[-_LONGEST_NAME:] or "document"
        if isinstance(content, bytes):
            return cls(Path(source), source, _UPLOAD + source, content)
        return cls(content, source, _UPLOAD + source)

    @classmethod
    def photographed(cls, name: str, pages: Sequence[bytes]) -> Self:
        """Photos that somebody sent, the pages of one document.

        Args:
            name: As for `uploaded`, with the suffix of a picture.
            pages: The pictures, in order.
        """
        return cls.uploaded(name, pages[0] if len(pages) == 1 else packed(pages))

    @classmethod
    def fetched(cls, name: str, address: str, data: bytes) -> Self:
        """A page or file from the web; one of the same address takes its place in a collection.

        Args:
            name: Its name, with the suffix of what it is.
            address: Where it was fetched from.
            data: The bytes.
        """
        return replace(cls.uploaded(name, data), identity=address)

    @property
    def document_path(self) -> str:
        """The `Document.path` that it is kept under."""
        return self.identity or resolved(self.path)

    @property
    def path_with_suffix(self) -> Path:
        """The path whose suffix says what kind of file it is."""
        return Path(self.source) if self.identity else self.path

    @property
    def stamp(self) -> Stamp | None:
        """What the system says of it now; None where it has no file of its own, or says nothing."""
        if self.identity or self.data is not None:
            return None
        try:
            said = self.path.stat()
        except OSError:
            return None
        changed = max(said.st_mtime_ns, said.st_ctime_ns)
        parts = (said.st_size, said.st_mtime_ns, said.st_ctime_ns, said.st_ino, said.st_dev, digest_of(b""))
        return Stamp(" ".join(map(str, parts)), changed + _SETTLED_NS < time.time_ns())

    def read(self) -> bytes:
        """Its bytes.

        Raises:
            DocumentError: It is not there, is a folder or a device, or may not be read.
        """
        if self.data is not None:
            return self.data
        if self.path.is_dir():
            raise DocumentError(
                f"Nothing below it can be read; these can: {', '.join(sorted(SUFFIXES))}.", Unreadable.KIND
            )
        if self.path.exists() and not self.path.is_file():
            raise DocumentError("It is a device or a pipe; add files and folders.", Unreadable.MISSING)
        return read_bytes(self.path)


def is_upload(path: str) -> bool:
    """Whether a `Document.path` is that of a file that somebody sent."""
    return path.startswith(_UPLOAD)


def find_files(paths: Iterable[Path]) -> Iterator[File]:
    """The files that paths stand for: a file itself, a folder every file below it that can be read.

    Hidden files and folders are passed over, and links to files that lie elsewhere. A path that is not there,
    or a folder with nothing to read, comes out as itself, so that adding it says what is wrong.
    """
    for path in paths:
        found = list(_below(path)) if path.is_dir() else []
        yield from found or [File(path, _readable(path.name))]


def _below(folder: Path) -> Iterator[File]:
    recognises, root, found = is_installed(), folder.resolve(), list[Path]()
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(_HIDDEN)]
        found += [Path(place, name) for name in names if not name.startswith(_HIDDEN)]
    for path in sorted(found):
        if not is_readable(path, recognises=recognises) or not path.is_file():
            continue
        if not path.is_symlink() or path.resolve().is_relative_to(root):
            yield File(path, _readable(str(path.relative_to(folder))))


def resolved(path: Path) -> str:
    """The absolute path, as readable text."""
    return _readable(os.path.realpath(path))


def _readable(name: str) -> str:
    """A file's name as people wrote it: archives made on Chinese systems often leave names in GB18030."""
    raw = os.fsencode(name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")
