"""The folder of the vectors: a file for each segment, and a list of them that is replaced in one step."""

import time
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import DamagedError, StoreError
from retrieval.search.filters import Ids
from retrieval.search.segments.files import (
    UNFINISHED_SUFFIX,
    DamagedFileError,
    read_arrays,
    read_signed,
    write_arrays,
    write_signed,
)
from retrieval.search.segments.segment import SUFFIX, Contents, Segment
from retrieval.search.vectors.columns import VectorColumns
from retrieval.storage.permissions import make_private_folder

VERSION: Final = 2
MANIFEST: Final = "manifest.json"
_KEPT_S: Final = 60.0
"""Seconds that a file stays after it left the list: another process may be about to open it."""
_VERIFIED_BYTES: Final = 16 << 20
"""Up to which size a file is compared with its checksums when it is opened: a few milliseconds. Of a larger
one the vectors are when segments are merged, and by `yuanwen doctor`."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a folder says of its vectors.

    Attributes:
        encoder: Name of the encoder that made them.
        dimension: Length of a vector.
        revision: The revision of the store that they stand for, or None where that is not known.
    """

    encoder: str
    dimension: int
    revision: int | None


def save(folder: Path, segments: Iterable[Segment[VectorColumns]], note: Note) -> None:
    """Write segments that have no file yet, then the list of all in one step.

    Files that left the list are deleted a minute later. The caller sees to it that only one process saves.

    Raises:
        StoreError: The folder cannot be written.
    """
    try:
        make_private_folder(folder)
        kept = {segment.name: segment for segment in segments}
        for name, segment in kept.items():
            if not segment.contents.is_written or not (folder / name).exists():
                _write(folder / name, segment)
        retired = _retired(folder, kept)
        manifest = {
            "version": VERSION,
            "encoder": note.encoder,
            "dimension": note.dimension,
            "revision": note.revision,
            "segments": [_listed(segment) for segment in kept.values()],
            "retired": retired,
        }
        write_signed(folder / MANIFEST, manifest)
        for file in folder.iterdir():
            if file.name.endswith((SUFFIX, UNFINISHED_SUFFIX)) and file.name not in kept.keys() | retired:
                with suppress(OSError):  # some systems keep files that are still open
                    file.unlink()
    except OSError as error:
        raise StoreError(f"The vectors cannot be written to {folder}: {error.strerror}.") from error


def load(folder: Path) -> tuple[Note, list[Segment[VectorColumns]]]:
    """List what `save` wrote; files are opened when they are first needed.

    Raises:
        DamagedError: Their list is not what was written.
        StoreError: There is none.
    """
    try:
        manifest = read_signed(folder / MANIFEST)
        if manifest["version"] != VERSION:
            raise DamagedFileError(f"it is of version {manifest['version']}, this is {VERSION}")
        segments = [_opened(folder, *entry) for entry in manifest["segments"]]
        return Note(manifest["encoder"], manifest["dimension"], manifest["revision"]), segments
    except FileNotFoundError as error:
        raise StoreError(f"There are no vectors in {folder}.") from error
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise DamagedError(f"The vectors in {folder} are damaged ({error}).") from error


def saved_note(folder: Path) -> Note | None:
    """What a folder says of its vectors; None where there are none that can be read."""
    try:
        manifest = read_signed(folder / MANIFEST)
        return Note(manifest["encoder"], manifest["dimension"], manifest["revision"])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def edition(folder: Path) -> tuple[int, ...]:
    """Differs between any two savings to a folder; empty where there was none."""
    try:
        found = (folder / MANIFEST).stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_ino, found.st_size


def _write(path: Path, segment: Segment[VectorColumns]) -> None:
    rows = segment.columns
    arrays: dict[str, NDArray[Any]] = {
        "ids": rows.ids,
        "published": rows.published,
        "starts": rows.starts,
        "centres": rows.centres,
        "codes": rows.codes,
    }
    if rows.bits is not None:
        arrays["bits"] = rows.bits
    write_arrays(path, arrays)
    segment.contents.written(partial(_read, path))


def _read(path: Path) -> VectorColumns:
    is_large = path.stat().st_size > _VERIFIED_BYTES
    arrays, checksums = read_arrays(path, ("codes",) if is_large else ())
    return VectorColumns(
        arrays["ids"],
        arrays["published"],
        arrays["codes"],
        arrays["starts"],
        arrays["centres"],
        arrays.get("bits"),
        checksums.get("codes"),
    )


def _listed(segment: Segment[VectorColumns]) -> list[Any]:
    return [segment.name, segment.collection, segment.length, _packed(segment.removed, segment.length)]


def _opened(folder: Path, name: str, collection: int, length: int, removed: str) -> Segment[VectorColumns]:
    contents = Contents[VectorColumns](partial(_read, folder / Path(name).name))
    return Segment(collection, length, contents, _unpacked(removed, length), name)


def _packed(rows: Ids, length: int) -> str:
    """Rows in a line of text, hardly any where they are few."""
    bits = np.zeros(length, np.bool_)
    bits[rows] = True
    return b64encode(zlib.compress(np.packbits(bits).tobytes())).decode() if len(rows) else ""


def _unpacked(text: str, length: int) -> Ids:
    if not text:
        return np.empty(0, np.int64)
    bits = np.unpackbits(np.frombuffer(zlib.decompress(b64decode(text)), np.uint8), count=length)
    return np.flatnonzero(bits)


def _retired(folder: Path, kept: Iterable[str]) -> dict[str, float]:
    """The files that have just left the list, or did a short time ago, each with the time when."""
    try:
        manifest, now = read_signed(folder / MANIFEST), time.time()
        left = {entry[0]: now for entry in manifest["segments"]} | manifest["retired"]
    except (OSError, ValueError, LookupError, TypeError):
        return {}
    return {name: since for name, since in left.items() if name not in kept and 0 <= now - since < _KEPT_S}
