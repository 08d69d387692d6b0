"""The pages of a PDF: what pdfium finds on them, cleaned."""

from typing import Any

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.loaders.pdf.layout import Page, Piece, Rule
from retrieval.ingestion.loaders.pdf.pdfium import MOST_PAGES, read
from retrieval.ingestion.loaders.plain import clean

_MOST_CHARACTERS = 5_000_000  # more than any book; a small file can be made to hold many times as many


def read_pages(data: bytes) -> tuple[str, list[Page]]:
    """The title among the properties of a file, and its pages.

    Raises:
        DocumentError: The file is damaged, locked by a password, or holds too much text.
    """
    found = _found(data)
    return found["title"], [_page(number, page) for number, page in enumerate(found["pages"], 1)]


def _found(data: bytes) -> dict[str, Any]:
    """What `retrieval.ingestion.loaders.pdf.pdfium` finds in a file, as far as it may."""
    found = read(data, _MOST_CHARACTERS)
    if found.get("too_much"):
        raise DocumentError(
            f"The file holds too much text: over {_MOST_CHARACTERS:,} characters"
            f" or {MOST_PAGES:,} pages; save it in parts.",
            Unreadable.TOO_LARGE,
        )
    if "failure" in found:
        raise failure(found["failure"])
    return found


def failure(message: str) -> DocumentError:
    """The error for what pdfium says of a file that it cannot open."""
    if "password" in message.lower():
        return DocumentError("The file is locked by a password; save a copy without one.", Unreadable.LOCKED)
    return DocumentError(
        f"The file is not a PDF, or it is damaged ({message}); open it in a viewer and save it again.",
        Unreadable.DAMAGED,
    )


def _page(number: int, found: dict[str, Any]) -> Page:
    left, bottom, right, top = found["box"]
    pieces = [
        Piece(x0, y0, x1, y1, cleaned if is_mapped else text, is_mapped)
        for text, x0, y0, x1, y1, is_mapped in found["pieces"]
        if (cleaned := clean(text).strip()) or not is_mapped
    ]
    rules = [Rule(*box) for box in found["rules"]]
    return Page(left, bottom, right, top, number, pieces, rules, found["pictures"], found["outlines"])
