"""Segments: the immutable parts of the lexical index, their merging and their files."""

import json
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import DamagedError, StoreError
from retrieval.search.lexical.postings import CAPACITY, Keys, Mask, Postings
from retrieval.storage.permissions import make_private_folder, open_private

Ids = NDArray[np.int64]

VERSION = 2
"""Version of the files and of the terms in them; raised when either changes, so that indexes are rebuilt."""
MANIFEST = "manifest.json"
SUFFIX = ".segment"
UNFINISHED_SUFFIX = ".tmp"
ALIGNMENT = 8
"""Bytes that arrays in a file are aligned to."""
CHECKSUM_LENGTH = 16
"""Bytes of the checksum at the start of a file."""


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Passages that were added together, or merged since.

    Attributes:
        ids: (passages,) their ids.
        alive: (passages,) False where a passage was removed.
        postings: One for each ranking, over the same passages.
        name: Of its file; no other segment ever has it.
    """

    ids: Ids
    alive: Mask
    postings: tuple[Postings, ...]
    name: str = field(default_factory=lambda: uuid4().hex + SUFFIX)

    @property
    def size(self) -> int:
        """Number of passages that were not removed."""
        return int(np.count_nonzero(self.alive))

    def holders(self, number: int, keys: Keys) -> NDArray[np.int64]:
        """(keys,) how many of its passages hold each term of a ranking."""
        mask = None if self.alive.all() else self.alive
        return self.postings[number].holders(keys, mask)

    def without(self, ids: Ids) -> Self:
        """The same with some passages removed."""
        return replace(self, alive=self.alive & np.isin(self.ids, ids, invert=True))

    @classmethod
    def merge(cls, segments: Sequence[Self]) -> Self:
        """One segment of all that is alive in several."""
        ids = np.concatenate([segment.ids[segment.alive] for segment in segments])
        columns = zip(*(segment.postings for segment in segments), strict=True)
        alive = [segment.alive for segment in segments]
        return cls(
            ids=ids,
            alive=np.ones(len(ids), np.bool_),
            postings=tuple(Postings.merge(list(zip(column, alive, strict=True))) for column in columns),
        )


def settle(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """Merge segments until each holds at least twice as many passages as the next, up to the capacity.

    A passage so moves a logarithmic number of times, and a search looks through a logarithmic number of
    segments. Segments of which more than half was removed are rewritten, empty ones dropped.
    """
    settled: list[Segment] = []
    for segment in segments:
        if not segment.size:
            continue
        settled.append(Segment.merge([segment]) if 2 * segment.size < len(segment.ids) else segment)
        while len(settled) > 1 and _belong_together(*settled[-2:]):
            settled[-2:] = [Segment.merge(settled[-2:])]
    return tuple(settled)


def _belong_together(first: Segment, second: Segment) -> bool:
    return first.size < 2 * second.size and first.size + second.size <= CAPACITY


def save_segments(folder: Path, segments: Sequence[Segment]) -> None:
    """Write segments that have no file yet, then the list of all in one step; delete other files.

    The caller sees to it that only one process saves or loads. Files that others have left are deleted.

    Raises:
        StoreError: The folder cannot be written.
    """
    try:
        make_private_folder(folder)
        entries = [_save(folder, segment) for segment in segments]
        manifest = json.dumps({"version": VERSION, "segments": entries})
        _replace(folder / MANIFEST, _with_checksum(manifest.encode()))
        kept = {segment.name for segment in segments}
        for file in (*folder.glob("*" + SUFFIX), *folder.glob("*" + UNFINISHED_SUFFIX)):
            if file.name not in kept:
                with suppress(OSError):  # some systems keep files that are still open
                    file.unlink()
    except OSError as error:
        raise StoreError(f"The index cannot be written to {folder}: {error.strerror}.") from error


def load_segments(folder: Path, rankings: int) -> tuple[Segment, ...]:
    """Open the segments that `save_segments` wrote, each with postings for a number of rankings.

    Raises:
        DamagedError: They are damaged.
        StoreError: They are not there, or are of another version.
    """
    if not (folder / MANIFEST).exists():
        raise StoreError(f"There is no index in {folder}: build it.")
    try:
        manifest = json.loads(_without_checksum(np.fromfile(folder / MANIFEST, np.uint8)).tobytes())
        if manifest["version"] != VERSION:
            raise StoreError(f"The index in {folder} is of version {manifest['version']}: rebuild it.")
        return tuple(_load(folder, entry, rankings) for entry in manifest["segments"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise DamagedError(f"The index in {folder} cannot be read ({error}): rebuild it.") from error


def _save(folder: Path, segment: Segment) -> dict[str, Any]:
    """Write a segment's file unless it is there, and return its line in the manifest."""
    if not (folder / segment.name).exists():
        arrays = _arrays(segment)
        lengths = json.dumps([len(array) for array in arrays]).encode()
        body = b"".join(_padded(array.tobytes()) for array in arrays)
        _replace(folder / segment.name, _with_checksum(_padded(lengths, b" ", end=b"\n") + body))
    return {"name": segment.name, "removed": np.flatnonzero(~segment.alive).tolist()}


def _load(folder: Path, entry: dict[str, Any], rankings: int) -> Segment:
    content = _without_checksum(np.asarray(np.memmap(folder / Path(entry["name"]).name, np.uint8, "r")))
    start = content[:4096].tobytes().index(b"\n") + 1
    lengths = json.loads(content[:start].tobytes())
    types = [np.int64, *_TYPES * rankings]
    arrays: list[NDArray[Any]] = []
    for length, kind in zip(lengths, types, strict=True):
        end = start + length * np.dtype(kind).itemsize
        arrays.append(content[start:end].view(kind))
        start = end + -end % ALIGNMENT
    alive = np.ones(len(arrays[0]), np.bool_)
    alive[entry["removed"]] = False
    rows = [arrays[first : first + len(_TYPES)] for first in range(1, len(arrays), len(_TYPES))]
    return Segment(arrays[0], alive, tuple(Postings(*row) for row in rows), entry["name"])


_TYPES = (np.uint64, np.int64, np.uint16, np.uint8, np.uint32)
"""Types of the arrays of a `Postings`, in the order of its fields."""


def _arrays(segment: Segment) -> list[NDArray[Any]]:
    rows = ((row.keys, row.starts, row.places, row.counts, row.lengths) for row in segment.postings)
    return [segment.ids, *(array for row in rows for array in row)]


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
        raise ValueError("a file in it is not what was written")
    return content[CHECKSUM_LENGTH:]


def _replace(path: Path, content: bytes) -> None:
    """Write a file atomically."""
    unfinished = path.with_name(path.name + UNFINISHED_SUFFIX)
    try:
        with open_private(unfinished) as file:
            file.write(content)
        unfinished.replace(path)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()
        raise
