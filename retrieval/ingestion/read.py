"""Reads a file: load, reflow."""

from collections.abc import Iterator
from pathlib import Path

from retrieval.documents import TITLE_SEPARATOR, Contents, Document, Omission
from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.digest import digest_of
from retrieval.ingestion.extracts import Block, Extract
from retrieval.ingestion.loaders import load, read_bytes, unforeseen
from retrieval.ingestion.loaders.room import Room
from retrieval.ingestion.recognition import Allowance
from retrieval.ingestion.reflow import reflow
from retrieval.ingestion.workers.limits import Limits


def read_document(path: Path, source: str) -> Document:
    """Read a file that can be trusted, in this process.

    Args:
        path: The file; its absolute path is the document's identity.
        source: The name people will see.

    Raises:
        DocumentError: As `read_contents`.
    """
    data = read_bytes(path)
    contents = read_contents(path, source, data)
    return Document(
        source,
        str(path.resolve()),
        digest_of(data),
        contents.title,
        contents.articles,
        omissions=contents.omissions,
    )


def read_contents(
    path: Path,
    source: str,
    data: bytes,
    limits: Limits | None = None,
    recognition: Allowance | None = None,
) -> Contents:
    """Read the bytes of a file.

    Args:
        path: The file, for its suffix.
        source: The name people will see.
        data: The bytes.
        limits: How much text there may be in it; None for the default.
        recognition: Recognises pages that are pictures; None to leave them out.

    Returns:
        Its title is the one the file names, or the headline that is over all of it, or the name of the file.

    Raises:
        DocumentError: The file cannot be read, there is no body text in it, or too much.
            The message leaves it to the caller to name the file.
        MemoryError: Reading takes more memory than there is.
    """
    limits = limits or Limits()
    name = Path(source).stem
    extract = load(path, data, Room(recognition=recognition))
    _check_extract(extract, limits)
    try:
        articles = reflow(extract, name)
    except MemoryError:
        raise
    except Exception as error:  # an unexpected failure on unusual text
        raise unforeseen(error) from error
    if not articles:
        raise DocumentError(
            "The file holds no body text, only bylines or credits; add a file that has text.",
            Unreadable.EMPTY,
        )
    if sum(len(article.paragraphs) for article in articles) > limits.paragraphs:
        raise _too_large(f"over {limits.paragraphs:,} paragraphs")
    wholes = {article.title.split(TITLE_SEPARATOR)[0] for article in articles}
    title = extract.title or (wholes.pop() if len(wholes) == 1 else name)
    return Contents(title, articles, tuple(_omissions(extract)))


def _check_extract(extract: Extract, limits: Limits) -> None:
    lengths = [len(block.text) for block in _blocks(extract) if block.text]
    if sum(lengths) > limits.characters:
        raise _too_large(f"over {limits.characters:,} characters")
    if len(lengths) > limits.lines:
        raise _too_large(f"over {limits.lines:,} lines")


def _blocks(extract: Extract) -> Iterator[Block]:
    """The blocks of a file and of all its parts."""
    yield from extract.blocks
    for part in extract.parts:
        yield from _blocks(part.extract)


def _omissions(extract: Extract) -> Iterator[Omission]:
    """What could not be read of a file and of all its parts."""
    yield from extract.omissions
    for part in extract.parts:
        yield from _omissions(part.extract)


def _too_large(much: str) -> DocumentError:
    return DocumentError(f"The file holds too much text, {much}; save it in parts.", Unreadable.TOO_LARGE)
