"""The digest of a file: whether the library holds it already as it is."""

from hashlib import sha256

from retrieval.ingestion.recognition import is_installed

READING = 5
"""Raised whenever files are read in another way: what a home holds is then read anew when it is added."""


def digest_of(data: bytes) -> str:
    """The SHA-256, in hex, of a file's bytes and of the way files are read.

    Equal only where the file reads the same: by the same `READING`, with or without text recognition.
    """
    digest = sha256(b"%d%s\0" % (READING, b"+" if is_installed() else b""))
    digest.update(data)
    return digest.hexdigest()
