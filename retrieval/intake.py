"""From a file to a document: load, reflow, and the file's digest."""

from hashlib import sha256
from pathlib import Path

from retrieval.documents import Document
from retrieval.errors import DocumentError
from retrieval.loaders import load, read_bytes
from retrieval.reflow import TITLE_SEPARATOR, reflow


def read_document(path: Path, source: str) -> Document:
    """Read a file as a document.

    Args:
        path: The file; its absolute path is the document's identity.
        source: The name people will see.

    Returns:
        Its title is the one the file names, or the headline that is over all of it, or the name of the file.

    Raises:
        DocumentError: The file cannot be read, or there is no body text in it.
    """
    data = read_bytes(path)
    extract = load(path, data)
    articles = reflow(extract, path.stem)
    if not articles:
        raise DocumentError(f"{path.name} holds no body text, only bylines or credits. Add a file with text.")
    wholes = {article.title.split(TITLE_SEPARATOR)[0] for article in articles}
    return Document(
        source=source,
        path=str(path.resolve()),
        digest=sha256(data).hexdigest(),
        title=extract.title or (wholes.pop() if len(wholes) == 1 else path.stem),
        articles=articles,
    )
