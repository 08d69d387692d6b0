"""PDF: lines in the order of the text, with their indents, their gaps and their pages."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from threading import Lock
from typing import Any

from retrieval.documents import Block, Extract
from retrieval.errors import DocumentError
from retrieval.loaders.plain import clean, own_title

_PDFIUM = Lock()  # the library may be used by one thread at a time
_HYPHENS = "\x02\ufffe"  # how pdfium tells a word that a line break hyphenated
_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,6})(?:\s*页)?"
    r"(?:\s*[/，,共]*\s*\d{1,4}\s*页?)?[-—–·\s]*"
)
_LONGEST_PAGE_NUMBER = 40
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

    An indent is given as two wide spaces and a gap between lines as a blank block, as in plain text.

    Raises:
        DocumentError: The file is damaged, locked by a password, or holds pictures of text only.
    """
    import pypdfium2  # noqa: PLC0415  # loads a library of its own

    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
            try:
                pages = [_lines(pypdfium2.raw, document[number]) for number in range(len(document))]
                title = document.get_metadata_value("Title")
            finally:
                document.close()
        except pypdfium2.PdfiumError as error:
            raise DocumentError(_failure(str(error))) from error
    if not any(pages):
        raise DocumentError("The pages hold pictures, no text; run text recognition (OCR) on it first.")
    running = _running_lines(pages)
    blocks = [block for number, lines in enumerate(pages, 1) for block in _blocks(lines, number, running)]
    return Extract(tuple(blocks), title=own_title(title))


def _failure(reason: str) -> str:
    if "password" in reason.lower():
        return "The file is locked by a password; save a copy without one."
    return f"The file is not a PDF, or it is damaged ({reason}); open it in a viewer and save it again."


def _lines(raw: Any, page: Any) -> list[_Line]:
    """The lines of a page in reading order."""
    textpage = page.get_textpage()
    lines: list[_Line] = []
    characters: list[tuple[int, int]] = []
    count = textpage.count_chars()
    for index in range(count + 1):
        code = raw.FPDFText_GetUnicode(textpage, index) if index < count else ord("\n")
        if code not in (0x0A, 0x0D):
            characters.append((index, code))
        elif characters:
            if (line := _line(raw, textpage, characters)) is not None:
                lines.append(line)
            characters = []
    textpage.close()
    page.close()
    return lines


def _line(raw: Any, textpage: Any, characters: Sequence[tuple[int, int]]) -> _Line | None:
    units = b"".join(code.to_bytes(2, "little") for _, code in characters if chr(code) not in _HYPHENS)
    text = clean(units.decode("utf-16-le", "replace"))
    if not text.strip():
        return None
    boxes = [_box(raw, textpage, index) for index, code in characters if not chr(code).isspace()]
    return _Line(
        text.strip(),
        left=boxes[0][0],
        top=max(box[3] for box in boxes),
        bottom=min(box[2] for box in boxes),
    )


def _box(raw: Any, textpage: Any, index: int) -> tuple[float, float, float, float]:
    """Left, right, bottom, top of a character, as wide and high as its type, not as its ink."""
    rectangle = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(rectangle))
    return rectangle.left, rectangle.right, rectangle.bottom, rectangle.top


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
