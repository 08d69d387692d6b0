"""The files of the lexical index: one for each segment, and a list of them that is replaced in one step."""

import json
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from os import SEEK_END
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import DamagedError, StoreError
from retrieval.search.filters import Mask
from retrieval.search.lexical.blocks import BLOCK, Blocks, DamagedFileError, Packed, checksum, in_blocks
from retrieval.search.lexical.postings import Merging, Postings
from retrieval.search.lexical.segments import SUFFIX, Columns, Contents, Segment, new_name
from retrieval.search.segments.files import UNFINISHED_SUFFIX, replace_file, replaced_file
from retrieval.search.segments.open_files import content_of
from retrieval.storage.permissions import make_private_folder

VERSION = 4
"""Version of the files and of the terms in them; raised when either changes, so that indexes are rebuilt."""
MANIFEST = "manifest.json"
ALIGNMENT = 8
"""Bytes that arrays in a file are aligned to."""
CHECKSUM_LENGTH = 16
"""Bytes of the checksum at the start of a file."""
_LONGEST_HEAD = 4096
_HEAD = 1024
"""Bytes of the first line of a file."""
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

    Raises:
        OSError: The folder cannot be written.
    """
    columns, path = segment.columns, folder / segment.name
    _write(path, columns, [_Row.of(postings) for postings in columns.postings])
    segment.contents.written(partial(_read, path, len(columns.postings)))


def write_merged(folder: Path, segments: Sequence[Segment]) -> Segment:
    """Merge segments as `Segment.merge` does, into a file: only a part of it is in memory at a time.

    Raises:
        OSError: The folder cannot be written.
    """
    held = [(segment.columns, segment.alive) for segment in segments]
    passages, name = Columns.joined(held), new_name()
    rankings = range(len(held[0][0].postings))
    rows = (_Row.merged([(columns.postings[n], mask) for columns, mask in held]) for n in rankings)
    _write(folder / name, passages, rows)
    contents = Contents(partial(_read, folder / name, len(rankings)))
    return Segment(segments[0].collection, len(passages.ids), contents, name=name)


class _Row(NamedTuple):
    """Postings as they are written."""

    keys: NDArray[Any]
    starts: NDArray[Any]
    lengths: NDArray[Any]
    packed: Iterable[Packed]

    @classmethod
    def of(cls, postings: Postings) -> Self:
        """Postings that are in memory."""
        packed = [postings.packed[0 : len(postings.packed)]]
        return cls(postings.keys, postings.starts, postings.lengths, packed)

    @classmethod
    def merged(cls, parts: Sequence[tuple[Postings, Mask]]) -> Self:
        """Postings that are made piece by piece."""
        merging = Merging.of(parts)
        return cls(merging.keys, merging.starts, merging.lengths, merging.packed())


def _write(path: Path, passages: Columns, rows: Iterable[_Row]) -> None:
    """Write a file.

    A line tells the length and the checksum of each array, of which that of the postings has checksums of its
    own: it is compared part by part as it is read, all else when the file is opened.
    """
    written: list[tuple[int, int]] = []

    def write(array: NDArray[Any]) -> None:
        file.write(array.data)
        file.write(bytes(-array.nbytes % ALIGNMENT))
        written.append((len(array), checksum(array)))

    with replaced_file(path) as file:
        file.write(bytes(_HEAD))
        for array in (passages.ids, passages.order, passages.published):
            write(array)
        for row in rows:
            for array in (row.keys, row.starts, row.lengths):
                write(array)
            length, place = int(row.starts[-1]), file.tell()
            checksums = np.zeros(-(-length // BLOCK), np.uint32)
            write(checksums)
            for block, part in in_blocks(row.packed):
                checksums[block] = zlib.crc32(part.data, checksums[block])
                file.write(part.data)
            file.write(bytes(-4 * length % ALIGNMENT))
            file.seek(place)
            written.pop()
            write(checksums)
            file.seek(0, SEEK_END)
            written.append((length, 0))
        file.seek(0)
        file.write(_with_checksum(json.dumps(written).encode().ljust(_HEAD - CHECKSUM_LENGTH - 1) + b"\n"))


def _read(path: Path, rankings: int) -> Columns:
    """Map the file of a segment.

    Raises:
        DamagedFileError: It is gone or damaged.
    """
    try:
        content = content_of(path)
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


def _is_packed(number: int) -> bool:
    """Whether the array of a number is one of those that `Blocks` compares."""
    place = number - len(_PASSAGE_TYPES)
    return place >= 0 and place % len(_POSTING_TYPES) == len(_POSTING_TYPES) - 1


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
