"""The digest of a file: whether the library holds it already as it is."""

from hashlib import sha256
from itertools import product

from retrieval.ingestion.recognition import is_installed

READING = 8
"""Raised whenever files are read in another way: what a home holds is then read anew when it is added."""


def digest_of(data: bytes) -> str:
    """The SHA-256, in hex, of a file's bytes and of the way files are read.

    Equal only where the file reads the same: by the same `READING`, with or without text recognition.
    """
    return _digest(data, READING, recognises=is_installed())


def is_of(data: bytes, digest: str) -> bool:
    """Whether a digest is that of these bytes, whenever they were read."""
    ways = product(range(READING, 0, -1), (True, False))
    return any(_digest(data, reading, recognises=recognises) == digest for reading, recognises in ways)


def _digest(data: bytes, reading: int, *, recognises: bool) -> str:
    digest = sha256(b"%d%s\0" % (reading, b"+" if recognises else b""))
    digest.update(data)
    return digest.hexdigest()
