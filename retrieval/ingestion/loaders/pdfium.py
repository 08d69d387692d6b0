"""The lines of a PDF, as pdfium gives them."""

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

HYPHENS = "\x02\ufffe"  # how pdfium tells a word that a line break hyphenated

Line = tuple[str, float, float, float]
"""The text, and the left, top and bottom edges of the characters in it, in points."""


class TooMuchText(Exception):  # noqa: N818  # no fault of the file
    """There is more text than may be read."""


def read(data: bytes, most_characters: int) -> dict[str, Any]:
    """What a PDF holds: "title" and "pages", lists of lines; or "failure", or "too_much" as true."""
    import pypdfium2  # noqa: PLC0415  # takes 0.1 s

    try:
        document = pypdfium2.PdfDocument(data)
        try:
            pages = list(_pages(pypdfium2.raw, document, most_characters))
            return {"title": document.get_metadata_value("Title"), "pages": pages}
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        return {"failure": str(error)}
    except TooMuchText:
        return {"too_much": True}


def _pages(raw: Any, document: Any, room: int) -> Iterator[list[Line]]:
    for number in range(len(document)):
        page = document[number]
        textpage = page.get_textpage()
        room -= textpage.count_chars()
        if room < 0:
            raise TooMuchText
        yield list(_lines(raw, textpage))
        textpage.close()
        page.close()


def _lines(raw: Any, textpage: Any) -> Iterator[Line]:
    """The lines of a page in reading order."""
    characters: list[tuple[int, int]] = []
    count = textpage.count_chars()
    for index in range(count + 1):
        code = raw.FPDFText_GetUnicode(textpage, index) if index < count else ord("\n")
        if code not in (0x0A, 0x0D):
            characters.append((index, code))
        elif characters:
            yield from _line(raw, textpage, characters)
            characters = []


def _line(raw: Any, textpage: Any, characters: Sequence[tuple[int, int]]) -> Iterator[Line]:
    units = b"".join(code.to_bytes(2, "little") for _, code in characters if chr(code) not in HYPHENS)
    boxes = [_box(raw, textpage, index) for index, code in characters if not chr(code).isspace()]
    if boxes:
        text = units.decode("utf-16-le", "replace")
        yield text, boxes[0][0], max(box[1] for box in boxes), min(box[2] for box in boxes)


def _box(raw: Any, textpage: Any, index: int) -> tuple[float, float, float]:
    """Left, top, bottom of a character, as high as its type, not as its ink."""
    rectangle = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(rectangle))
    return rectangle.left, rectangle.top, rectangle.bottom
