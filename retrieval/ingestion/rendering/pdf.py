"""Pages of PDF files, rendered by pdfium."""

import ctypes
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import zip_longest
from typing import Any

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.loaders.pdf.pages import failure
from retrieval.ingestion.rendering.canvas import Box, marked_png, scale_for
from retrieval.ingestion.rendering.finding import find
from retrieval.ingestion.rendering.protocol import PagePicture, Place

_PAGES = 3  # on which a paragraph may stand
_LARGEST_SCALE = 20.0  # pixels a point
_LEAST_OVERLAP = 0.5  # of the heights of two characters in one line
_HIGH_SURROGATES, _LOW_SURROGATES = range(0xD800, 0xDC00), range(0xDC00, 0xE000)


def render(data: bytes, place: Place) -> PagePicture:
    """The page on which an answer stands, its words marked; where they are not found, that of its passage.

    Raises:
        DocumentError: The file is damaged, locked, or has no such page.
    """
    import pypdfium2  # noqa: PLC0415  # takes 0.1 s

    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            if not 1 <= place.page <= len(document):
                raise DocumentError(f"The file has no page {place.page}.", Unreadable.DAMAGED)
            document.init_forms()  # else what was filled in is not drawn
            return _rendered(pypdfium2.raw, document, place)
    except pypdfium2.PdfiumError as error:
        raise failure(str(error)) from error


def _rendered(raw: Any, document: Any, place: Place) -> PagePicture:
    numbers = range(place.page, min(place.page + _PAGES, len(document) + 1))
    textpages = [document[number - 1].get_textpage() for number in numbers]
    characters = [list(_characters(raw, textpage)) for textpage in textpages]
    starts = [sum(map(len, characters[:at])) for at in range(len(characters))]
    found = find([character for page in characters for character in page], place)
    at = bisect_right(starts, found[0]) - 1 if found else 0
    here = range(starts[at], starts[at] + len(characters[at]))
    page = document[numbers[at] - 1]
    scale = min(scale_for(*page.get_size()), _LARGEST_SCALE)
    image = page.render(scale=scale).to_pil()
    indexes = [index - here.start for index in found if index in here]
    boxes = _boxes(raw, page, textpages[at], indexes, image.size)
    return PagePicture(marked_png(image, _lines(boxes)), numbers[at], is_marked=bool(indexes))


def _characters(raw: Any, textpage: Any) -> Iterator[str]:
    """The characters of a page; the second half of a pair is ""."""
    codes = [raw.FPDFText_GetUnicode(textpage, index) for index in range(textpage.count_chars())]
    for code, after in zip_longest(codes, codes[1:], fillvalue=0):
        if code in _HIGH_SURROGATES and after in _LOW_SURROGATES:
            yield chr(0x10000 + (code - 0xD800) * 0x400 + after - 0xDC00)
        else:
            yield "" if code in _LOW_SURROGATES or code in _HIGH_SURROGATES else chr(code)


def _boxes(
    raw: Any, page: Any, textpage: Any, indexes: Iterable[int], size: tuple[int, int]
) -> Iterator[Box]:
    """Where characters stand on the picture of their page.

    Args:
        raw: pdfium.
        page: The page.
        textpage: Its text.
        indexes: Those of the characters in it.
        size: Width and height of the picture.
    """
    found = raw.FS_RECTF()
    for index in indexes:
        raw.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(found))
        corners = [
            _pixel(raw, page, size, *corner)
            for corner in ((found.left, found.top), (found.right, found.bottom))
        ]
        (left, right), (top, bottom) = (sorted(edge) for edge in zip(*corners, strict=True))
        yield left, top, right, bottom


def _pixel(raw: Any, page: Any, size: Sequence[int], x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value, down.value


def _lines(boxes: Iterable[Box]) -> Iterator[Box]:
    """Boxes of characters that follow each other in a line as one."""
    line: Box | None = None
    for box in boxes:
        if line is not None and _goes_on(line, box):
            line = line[0], min(line[1], box[1]), box[2], max(line[3], box[3])
            continue
        if line is not None:
            yield line
        line = box
    if line is not None:
        yield line


def _goes_on(line: Box, box: Box) -> bool:
    heights = line[3] - line[1], box[3] - box[1]
    overlap = min(line[3], box[3]) - max(line[1], box[1])
    return overlap > min(heights) * _LEAST_OVERLAP and 0 <= box[2] - line[2] < max(heights) * 2
