"""Files of arrays with checksums, replaced in one step."""

import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from retrieval.search.segments.open_files import content_of
from retrieval.storage.permissions import open_private

UNFINISHED_SUFFIX: Final = ".tmp"
_ALIGNMENT: Final = 64
"""Bytes that arrays in a file are aligned to."""
_CHECKSUM_LENGTH: Final = 9
"""Characters of the checksum in front of a line, with the space after it."""
_LONGEST_HEADER: Final = 1 << 16

Arrays = Mapping[str, NDArray[Any]]


class DamagedFileError(ValueError):
    """A file is not what was written."""


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Write arrays to a file; it is there whole or not at all.

    Raises:
        OSError: It cannot be written.
    """
    packed = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    table = [
        [name, array.dtype.str, list(array.shape), zlib.crc32(_bytes(array))]
        for name, array in packed.items()
    ]
    header = _signed(json.dumps(table).encode())
    replace_file(path, [_padded(header), *(_padded(_bytes(array)) for array in packed.values())])


def read_arrays(path: Path, unverified: Collection[str] = ()) -> tuple[Arrays, Mapping[str, int]]:
    """Map a file of arrays; what is read of a large one comes from the disk when it is used.

    Args:
        path: What `write_arrays` wrote.
        unverified: Names of arrays that are not compared with their checksums yet, as that reads all of them.

    Returns:
        The arrays, and the checksums of those.

    Raises:
        OSError: It cannot be opened.
        DamagedFileError: It is shorter than it was, or an array is not what was written.
    """
    content = content_of(path)
    arrays, checksums = {}, {}
    for name, array, checksum in _parts(content):
        if name in unverified:
            checksums[name] = checksum
        else:
            verify(array, checksum)
        arrays[name] = array
    return arrays, checksums


def verify(array: NDArray[Any], checksum: int) -> None:
    """Compare an array with its checksum: a second for a gigabyte.

    Raises:
        DamagedFileError: It is not what was written.
    """
    if zlib.crc32(_bytes(array)) != checksum:
        raise DamagedFileError("it is not what was written")


def read_signed(path: Path) -> Any:
    """What `write_signed` wrote.

    Raises:
        OSError: It cannot be read.
        DamagedFileError: It is not what was written.
    """
    return _unsigned(path.read_bytes())


def write_signed(path: Path, value: Any) -> None:
    """Write a value as JSON with its checksum, in place of the file that is there.

    Raises:
        OSError: It cannot be written.
    """
    replace_file(path, [_signed(json.dumps(value).encode())])


def replace_file(path: Path, parts: Iterable[bytes | memoryview]) -> None:
    """Write a file in one step: whenever the process is killed, the old or the new one is there whole.

    Raises:
        OSError: It cannot be written.
    """
    with replaced_file(path) as file:
        for part in parts:
            file.write(part)


@contextmanager
def replaced_file(path: Path) -> Iterator[BinaryIO]:
    """The same for what a block writes.

    Raises:
        OSError: It cannot be written.
    """
    unfinished = path.with_name(path.name + UNFINISHED_SUFFIX)
    try:
        with open_private(unfinished) as file:
            yield file
        unfinished.replace(path)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()
        raise


def _parts(content: NDArray[np.uint8]) -> list[tuple[str, NDArray[Any], int]]:
    head = content[:_LONGEST_HEADER].tobytes()
    table = _unsigned(head[: head.find(b"\n") + 1])
    place, parts = _aligned(head.find(b"\n") + 1), []
    for name, kind, shape, checksum in table:
        size = int(np.prod(shape)) * np.dtype(kind).itemsize
        if place + size > len(content):
            raise DamagedFileError("it is shorter than it was")
        parts.append((name, np.asarray(content[place : place + size]).view(kind).reshape(shape), checksum))
        place = _aligned(place + size)
    return parts


def _bytes(array: NDArray[Any]) -> memoryview:
    return array.reshape(-1).view(np.uint8).data


def _padded(content: bytes | memoryview) -> bytes:
    return bytes(content) + b"\0" * (_aligned(len(content)) - len(content))


def _aligned(place: int) -> int:
    return place + -place % _ALIGNMENT


def _signed(text: bytes) -> bytes:
    return b"%08x %s\n" % (zlib.crc32(text), text)


def _unsigned(line: bytes) -> Any:
    try:
        text = line[_CHECKSUM_LENGTH:].rstrip(b"\n")
        if int(line[:_CHECKSUM_LENGTH], 16) != zlib.crc32(text):
            raise DamagedFileError("its checksum is wrong")
        return json.loads(text)
    except ValueError as error:
        raise DamagedFileError(str(error)) from error
