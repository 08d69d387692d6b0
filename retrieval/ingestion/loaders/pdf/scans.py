"""Pages that are pictures: drawn by pdfium, their text recognised."""

from collections.abc import Sequence
from contextlib import closing

from retrieval.ingestion.loaders.pdf.layout import Page, Piece
from retrieval.ingestion.recognition import LONGEST_SIDE, Allowance, RecognisedPage

_A4 = 842.0
"""Points of the longer side of a page that has no size of its own."""


def recognised_pages(data: bytes, numbers: Sequence[int], allowance: Allowance) -> dict[int, Page]:
    """Pages of a PDF by their numbers, with the text that was recognised on them.

    Args:
        data: The file.
        numbers: Of the pages, from 1.
        allowance: How many may be recognised; the last ones of more are left out.
    """
    import pypdfium2  # noqa: PLC0415  # takes 0.1 s

    allowance.expect(len(numbers))
    found: dict[int, Page] = {}
    with closing(pypdfium2.PdfDocument(data)) as document:
        for number in numbers:
            if allowance.is_used_up:
                break
            with closing(document[number - 1]) as page:
                longest = max(page.get_size())
                scale = LONGEST_SIDE / max(longest, 1.0)
                with closing(page.render(scale=scale)) as bitmap:
                    picture = bitmap.to_pil().convert("RGB")
            if recognised := allowance.page(picture):
                found[number] = placed(recognised, number, longest)
    return found


def placed(recognised: RecognisedPage, number: int, longest: float = _A4) -> Page:
    """A recognised page as one of a PDF.

    Args:
        recognised: Its text.
        number: From 1.
        longest: Its longer side in points.
    """
    scale = longest / max(recognised.width, recognised.height)
    pieces = [
        Piece(
            line.left * scale,
            line.bottom * scale,
            line.right * scale,
            line.top * scale,
            line.text,
            recognised=line.confidence,
        )
        for line in recognised.lines
    ]
    return Page(0.0, 0.0, recognised.width * scale, recognised.height * scale, number, pieces)
