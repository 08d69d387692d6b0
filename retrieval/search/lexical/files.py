"""The files of the lexical index: one for each segment, and a list of them that is replaced in one step."""

import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import DamagedError, StoreError
from retrieval.search.lexical.blocks import Blocks, DamagedFileError, checksum, checksums_of
from retrieval.search.lexical.postings import Postings
from retrieval.search.lexical.segments import SUFFIX, Columns, Contents, Segment
from retrieval.search.segments.files import UNFINISHED_SUFFIX, replace_file
from retrieval.storage.permissions import make_private_folder

VERSION = 4
"""Version of the files and of the terms in them; raised when either changes, so that indexes are rebuilt."""
MANIFEST = "manifest.json"
ALIGNMENT = 8
"""Bytes that arrays in a file are aligned to."""
CHECKSUM_LENGTH = 16
"""Bytes of the checksum at the start of a file."""
_LONGEST_HEAD = 4096
_CHANGED = "a file in it is not what was written"
_PASSAGE_TYPES = (np.int64, np.int32, np.int32)
_POSTING_TYPES = (np.uint64, np.int64, np.float32, np.uint32, np.uint32)


class Saved(NamedTuple):
    """What a folder holds.

    Attributes:
        segments: All segments; none of their files is opened yet.
        revision: The revision of the store that they stand for, or None where that is not known.
    """

    segments: tuple[Segment, ...]
    revision: int | None


def save_segments(folder: Path, segments: Iterable[Segment], revision: int | None) -> None:
    """Write segments that have no file yet, then the list of all in one step; delete other files.

    Those that have a file then let go of the memory that they took. The caller sees to it that only one
    process saves or loads. Files that others have left are deleted.

    Raises:
        StoreError: The folder cannot be written.
    """
    try:
        make_private_folder(folder)
        kept = {segment.name: segment for segment in segments}
        present = {path.name for path in folder.iterdir()}
        for name in kept.keys() - present:
            write_segment(folder, kept[name])
        entries = [
            [segment.name, segment.collection, segment.length, segment.removed.tolist()]
            for segment in kept.values()
        ]
        manifest = json.dumps({"version": VERSION, "revision": revision, "segments": entries})
        replace_file(folder / MANIFEST, [_with_checksum(manifest.encode())])
        for name in present - kept.keys():
            if name.endswith((SUFFIX, UNFINISHED_SUFFIX)):
                with suppress(OSError):  # some systems keep files that are still open
                    (folder / name).unlink()
    except OSError as error:
        raise StoreError(f"The index cannot be written to {folder}: {error.strerror}.") from error


def load_segments(folder: Path, rankings: int) -> Saved:
    """List the segments that `save_segments` wrote, each with postings for a number of rankings.

    Each file is opened, and compared with its checksums, when it is first searched: all but its postings,
    which are compared part by part as they are first read.

    Raises:
        DamagedError: Their list is not what was written, or one of them is gone.
        StoreError: There are none, or of another version.
    """
    if not (folder / MANIFEST).exists():
        raise StoreError(f"There is no index in {folder}: build it.")
    try:
        manifest = json.loads(_without_checksum(np.fromfile(folder / MANIFEST, np.uint8)).tobytes())
        if manifest["version"] != VERSION:
            raise StoreError(f"The index in {folder} is of version {manifest['version']}: rebuild it.")
        present = {path.name for path in folder.iterdir()}
        segments = [_listed(folder, entry, rankings) for entry in manifest["segments"]]
        if any(segment.name not in present for segment in segments):
            raise FileNotFoundError("a file of it is gone")
        return Saved(tuple(segments), manifest["revision"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise DamagedError(f"The index in {folder} cannot be read ({error}): rebuild it.") from error


def _listed(folder: Path, entry: list[Any], rankings: int) -> Segment:
    name, collection, length, removed = entry
    path = folder / Path(name).name
    return Segment(
        collection, length, Contents(partial(_read, path, rankings)), np.array(removed, np.int64), name
    )


def write_segment(folder: Path, segment: Segment) -> None:
    """Write the file of a segment, which then lets go of the memory that it took.

    A line tells the length and the checksum of each array, of which that of the postings has checksums of its
    own: it is compared part by part as it is read, all else when the file is opened.

    Raises:
        OSError: The folder cannot be written.
    """
    columns, path = segment.columns, folder / segment.name
    arrays = list(_arrays(columns))
    head = json.dumps(
        [[len(array), 0 if _is_packed(number) else checksum(array)] for number, array in enumerate(arrays)]
    )
    parts: list[bytes | memoryview] = [_with_checksum(_padded(head.encode(), b" ", end=b"\n"))]
    for array in arrays:
        parts += (array.data, bytes(-array.nbytes % ALIGNMENT))
    replace_file(path, parts)
    segment.contents.written(partial(_read, path, len(columns.postings)))


def _read(path: Path, rankings: int) -> Columns:
    """Map the file of a segment.

    Raises:
        DamagedFileError: It is gone or damaged.
    """
    try:
        content = np.asarray(np.memmap(path, np.uint8, "r"))
        start = content[:_LONGEST_HEAD].tobytes().index(b"\n", CHECKSUM_LENGTH) + 1
        lengths = json.loads(_without_checksum(content[:start]).tobytes())
        types = [*_PASSAGE_TYPES, *_POSTING_TYPES * rankings]
        arrays: list[NDArray[Any]] = []
        for number, ((length, written), kind) in enumerate(zip(lengths, types, strict=True)):
            end = start + length * np.dtype(kind).itemsize
            part = content[start:end]
            if len(part) < end - start or not (_is_packed(number) or checksum(part) == written):
                raise ValueError(_CHANGED)
            arrays.append(part.view(kind))
            start = end + -end % ALIGNMENT
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise DamagedFileError(path.name, error) from error
    first, width = len(_PASSAGE_TYPES), len(_POSTING_TYPES)
    rows = [arrays[start : start + width] for start in range(first, len(arrays), width)]
    ids, order, published = arrays[:first]
    return Columns(
        ids,
        order,
        published,
        tuple(
            Postings(keys, starts, Blocks(path.name, packed, checksums), lengths)
            for keys, starts, lengths, checksums, packed in rows
        ),
    )


def _arrays(columns: Columns) -> Iterator[NDArray[Any]]:
    yield from (columns.ids, columns.order, columns.published)
    for row in columns.postings:
        packed = row.packed[0 : len(row.packed)]
        yield from (row.keys, row.starts, row.lengths, checksums_of(packed), packed)


def _is_packed(number: int) -> bool:
    """Whether the array of a number is one of those that `Blocks` compares."""
    place = number - len(_PASSAGE_TYPES)
    return place >= 0 and place % len(_POSTING_TYPES) == len(_POSTING_TYPES) - 1


def _padded(content: bytes, filler: bytes = b"\0", end: bytes = b"") -> bytes:
    """Fill up to the alignment that mapped arrays need."""
    return content + filler * (-(len(content) + len(end)) % ALIGNMENT) + end


def _with_checksum(content: bytes) -> bytes:
    """Put a checksum in front; `CHECKSUM_LENGTH` bytes keep what follows aligned."""
    return b"%015x\n" % zlib.crc32(content) + content


def _without_checksum(content: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Take the checksum off.

    Raises:
        ValueError: It is not that of the content.
    """
    if int(content[:CHECKSUM_LENGTH].tobytes(), 16) != zlib.crc32(content[CHECKSUM_LENGTH:].data):
        raise ValueError(_CHANGED)
    return content[CHECKSUM_LENGTH:]
