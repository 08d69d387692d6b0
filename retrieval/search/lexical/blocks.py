"""Blocks: a long array in a file, each part of which is compared with its checksum when it is first read."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import StoreError

Packed = NDArray[np.uint32]

BLOCK = 1 << 14
"""Numbers that have a checksum together."""


class DamagedFileError(StoreError):
    """A file of the index is gone, or is not what was written.

    Attributes:
        name: Its name.
    """

    def __init__(self, name: str, reason: object) -> None:
        """Say which file and why."""
        super().__init__(f"The index file {name} cannot be read ({reason}): it is made anew from the store.")
        self.name = name


class Slices(Protocol):
    """An array that is read in slices."""

    def __len__(self) -> int: ...

    def __getitem__(self, place: slice, /) -> Packed: ...


class Blocks:
    """An array in a file."""

    def __init__(self, name: str, packed: Packed, checksums: Packed) -> None:
        """Nothing is read yet.

        Args:
            name: Of the file.
            packed: What is mapped into memory.
            checksums: Those of its blocks.
        """
        self._name, self._packed, self._checksums = name, packed, checksums
        self._unread = bytearray(b"\1" * len(checksums))

    def __len__(self) -> int:
        return len(self._packed)

    def __getitem__(self, place: slice, /) -> Packed:
        """A part of it, from `start` to `stop`.

        Raises:
            DamagedFileError: It is not what was written.
        """
        start, stop, _ = place.indices(len(self._packed))
        first, end = start // BLOCK, -(-stop // BLOCK)
        while (block := self._unread.find(1, first, end)) >= 0:
            if checksum(self._packed[block * BLOCK : (block + 1) * BLOCK]) != self._checksums[block]:
                raise DamagedFileError(self._name, "it is not what was written")
            self._unread[block] = 0
        return self._packed[start:stop]


def in_blocks(pieces: Iterable[Packed]) -> Iterator[tuple[int, Packed]]:
    """The parts of an array that comes in pieces, each with the number of the block that it is in."""
    place = 0
    for piece in pieces:
        start = 0
        while start < len(piece):
            block = place // BLOCK
            end = start + (block + 1) * BLOCK - place
            yield block, piece[start:end]
            place, start = place + len(piece[start:end]), end


def checksum(array: NDArray[Any]) -> int:
    """That of the bytes of an array."""
    return zlib.crc32(array.view(np.uint8).data)
