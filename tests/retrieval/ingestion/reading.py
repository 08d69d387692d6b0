"""Files that are only bytes, read as documents."""

from pathlib import Path

from retrieval.documents import Document
from retrieval.ingestion.read import read_contents


def document_of(name: str, data: bytes) -> Document:
    """The document that a file of this name would be."""
    contents = read_contents(Path(name), name, data)
    return Document(name, name, "", contents.title, contents.articles, omissions=contents.omissions)
