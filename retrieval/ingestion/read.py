"""Reads a file as a document: load, reflow, digest."""

from hashlib import sha256
from pathlib import Path

from retrieval.documents import TITLE_SEPARATOR, Document
from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.loaders import load, read_bytes, unforeseen
from retrieval.ingestion.reflow import reflow

READING = 4
"""Raised whenever files are read in another way: what a home holds is then read anew when it is added."""


def read_document(path: Path, source: str, data: bytes | None = None, digest: str | None = None) -> Document:
    """Read a file as a document.

    Args:
        path: The file; its absolute path is the document's identity.
        source: The name people will see.
        data: The file's bytes where they were read already.
        digest: `digest_of` these where it is known already.

    Returns:
        Its title is the one the file names, or the headline that is over all of it, or the name of the file.

    Raises:
        DocumentError: The file cannot be read, or there is no body text in it.
            The message leaves it to the caller to name the file.
    """
    data = read_bytes(path) if data is None else data
    name = Path(source).stem
    extract = load(path, data)
    try:
        articles = reflow(extract, name)
    except Exception as error:  # an unexpected failure on unusual text
        raise unforeseen(error) from error
    if not articles:
        raise DocumentError(
            "The file holds no body text, only bylines or credits; add a file that has text.",
            Unreadable.EMPTY,
        )
    wholes = {article.title.split(TITLE_SEPARATOR)[0] for article in articles}
    return Document(
        source=source,
        path=str(path.resolve()),
        digest=digest or digest_of(data),
        title=extract.title or (wholes.pop() if len(wholes) == 1 else name),
        articles=articles,
        omissions=extract.omissions,
    )


def digest_of(data: bytes) -> str:
    """The SHA-256, in hex, of a file's bytes and of `READING`: equal only where the file reads the same."""
    return sha256(b"%d\0" % READING + data).hexdigest()
