"""The lines of a file, which may be compressed."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import IO, Any, Final

from retrieval.errors import DocumentError, Unreadable

_SUFFIXES: Final = (".jsonl", ".ndjson")
_OPENERS: Final[Mapping[str, Callable[[Path], Any]]] = MappingProxyType(
    {".gz": gzip.GzipFile, ".xz": lzma.LZMAFile, ".bz2": bz2.BZ2File}
)
KEY: Final = "#"
"""Stands between the path of a file and the key of a line in the path of a document."""
LONGEST_LINE: Final = 8 << 20
"""Bytes of a line that is read."""
_MOST_BYTES: Final = 16 << 30
"""Bytes of a file, unpacked, after which no more of it is read."""


def is_line_file(path: PurePath) -> bool:
    """Whether a file has a document in each line, by its name: news.jsonl, news.ndjson.gz."""
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    return suffixes[-1:] in ([suffix] for suffix in _SUFFIXES) or (
        len(suffixes) == 2 and suffixes[0] in _SUFFIXES and suffixes[1] in _OPENERS
    )


def file_of(document: str) -> str:
    """The path of the file that a document was read from, by the path of the document."""
    path, key, _ = document.partition(KEY)
    while key and not is_line_file(PurePath(path)):
        more, key, _ = document[len(path) + 1 :].partition(KEY)
        path += KEY + more
    return path if key else document


def lines_of(path: Path) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a file that are not blank, each with its number; None for one that is too long.

    Raises:
        DocumentError: The file cannot be opened, its compression is damaged, or it is endless.
    """
    try:
        with _opened(path) as stream:
            number = size = 0
            while line := stream.readline(LONGEST_LINE):
                number += 1
                is_whole = line.endswith(b"\n") or len(line) < LONGEST_LINE
                while not line.endswith(b"\n") and (rest := stream.readline(LONGEST_LINE)):
                    size, line = size + len(line), rest  # of one that is too long
                size += len(line)
                if size > _MOST_BYTES:
                    much = f"over {_MOST_BYTES >> 30} GB"
                    raise DocumentError(
                        f"The file holds too much text, {much}; save it in parts.", Unreadable.TOO_LARGE
                    )
                if not is_whole or line.strip():
                    yield number, line if is_whole else None
    except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise DocumentError(
            f"The file cannot be read ({why}); check that {path} is right and whole.", Unreadable.DAMAGED
        ) from error


def _opened(path: Path) -> IO[bytes]:
    stream: IO[bytes] = _OPENERS.get(path.suffix.lower(), _plain)(path)
    return stream


def _plain(path: Path) -> IO[bytes]:
    return path.open("rb")
