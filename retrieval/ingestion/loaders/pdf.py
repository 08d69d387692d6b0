"""PDF: lines in the order of the text, with their indents, their gaps and their pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from retrieval.documents import Block, Extract
from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.loaders.pdfium import read
from retrieval.ingestion.loaders.plain import clean, own_title
from retrieval.ingestion.loaders.tables import with_tables

_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,6})(?:\s*页)?"
    r"(?:\s*[/，,共]*\s*\d{1,4}\s*页?)?[-—–·\s]*"
)
_LONGEST_PAGE_NUMBER = 40
_MOST_CHARACTERS = 5_000_000  # more than any book; a small file can be made to hold many times as many
_INDENT = "　　"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page: its text, its left, top and bottom edges and the height of its type, in points."""

    text: str
    left: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        return max(self.top - self.bottom, 1.0)


def extract(data: bytes) -> Extract:
    """Each line a block with its page; page numbers and lines repeated on every page are left out.

    An indent is given as two wide spaces and a gap between lines as a blank block, as in plain text. Lines
    that look like the rows of a table are one.

    Raises:
        DocumentError: The file is damaged, locked by a password, too long, or holds only pictures of text.
    """
    found = _found(data)
    title, pages = found["title"], [list(_with_text(lines)) for lines in found["pages"]]
    if not any(pages):
        raise DocumentError(
            "The pages hold pictures, no text; run text recognition (OCR) on it first.", Unreadable.SCANNED
        )
    running = _running_lines(pages)
    blocks = [block for number, lines in enumerate(pages, 1) for block in _blocks(lines, number, running)]
    return Extract(tuple(with_tables(blocks)), title=own_title(title))


def _found(data: bytes) -> dict[str, Any]:
    """What `retrieval.ingestion.loaders.pdfium` finds in a file, as far as it may."""
    found = read(data, _MOST_CHARACTERS)
    if found.get("too_much"):
        raise DocumentError(
            f"The file holds too much text: over {_MOST_CHARACTERS:,} characters; save it in parts.",
            Unreadable.TOO_LARGE,
        )
    if "failure" in found:
        raise _failure(found["failure"])
    return found


def _failure(message: str) -> DocumentError:
    """The error for what pdfium says of a file that it cannot open."""
    if "password" in message.lower():
        return DocumentError("The file is locked by a password; save a copy without one.", Unreadable.LOCKED)
    return DocumentError(
        f"The file is not a PDF, or it is damaged ({message}); open it in a viewer and save it again.",
        Unreadable.DAMAGED,
    )


def _with_text(lines: Sequence[tuple[str, float, float, float]]) -> Iterator[_Line]:
    for text, left, top, bottom in lines:
        if cleaned := clean(text).strip():
            yield _Line(cleaned, left, top, bottom)


def _running_lines(pages: Sequence[Sequence[_Line]]) -> frozenset[str]:
    """First and last lines, page numbers aside, that stand on at least half of the pages, and on three."""
    edges = Counter(
        shape
        for number, lines in enumerate(pages, 1)
        for shape in {_shape(line.text, number) for line in _edges(lines)}
    )
    return frozenset(shape for shape, count in edges.items() if count >= max(3, len(pages) / 2))


def _edges(lines: Sequence[_Line]) -> Sequence[_Line]:
    return (*lines[:2], *lines[-2:])


def _shape(text: str, number: int) -> str:
    return re.sub(rf"(?<!\d){number}(?!\d)", "#", re.sub(r"\s", "", text))


def _blocks(lines: Sequence[_Line], page: int, running: frozenset[str]) -> Iterator[Block]:
    edges = _edges(lines)
    body = [line for line in lines if not (line in edges and _is_furniture(line.text, page, running))]
    size = median(line.size for line in body) if body else 0.0
    lefts = Counter(round(line.left) for line in body)
    above: _Line | None = None
    for line in body:
        if above is not None and size < above.bottom - line.top:
            yield Block("", page)
        margins = [left for left in lefts if lefts[left] > 1 and 0 <= line.left - left < 5 * size]
        indented = bool(margins) and line.left - min(margins) > 1.2 * size
        yield Block((_INDENT if indented else "") + line.text, page)
        above = line


def _is_furniture(text: str, number: int, running: frozenset[str]) -> bool:
    is_number = len(text) <= _LONGEST_PAGE_NUMBER and _PAGE_NUMBER.fullmatch(text) is not None
    return is_number or _shape(text, number) in running
