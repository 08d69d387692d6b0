"""The digest of a file: whether the library holds it already as it is."""

from hashlib import sha256

READING = 4
"""Raised whenever files are read in another way: what a home holds is then read anew when it is added."""


def digest_of(data: bytes) -> str:
    """The SHA-256, in hex, of a file's bytes and of `READING`: equal only where the file reads the same."""
    return _digest(data, READING)


def is_of(data: bytes, digest: str) -> bool:
    """Whether a digest is that of these bytes, whenever they were read."""
    return any(_digest(data, reading) == digest for reading in range(READING, 0, -1))


def _digest(data: bytes, reading: int) -> str:
    digest = sha256(b"%d\0" % reading)
    digest.update(data)
    return digest.hexdigest()
