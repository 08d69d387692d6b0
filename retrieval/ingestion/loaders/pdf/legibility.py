"""Which pages hold text that can be read."""

from collections.abc import Sequence
from dataclasses import replace

from retrieval.documents import Omission
from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.loaders.pdf.furniture import Sheet

_MOST_UNMAPPED = 0.3  # share of the characters of a page that is read
_FEW_UNMAPPED = 10  # characters: bullets and symbols are drawn in fonts of their own
_PICTURED = 0.5  # share of a page that pictures cover where it is a scan
_SOME_PICTURE = 0.05
_SOME_OUTLINES = 30  # shapes: text that was turned into curves
_FEWEST = 30  # characters of a scanned page that has text as well
_MARGIN = 0.1  # of the height of a page: here the apps that scan put their marks


def legible(sheets: Sequence[Sheet]) -> tuple[list[Sheet], tuple[Omission, ...]]:
    """The sheets with what can be read of them, and the pages of which something cannot.

    Raises:
        DocumentError: Nothing can be read.
    """
    found: list[Sheet] = []
    omitted: dict[Unreadable, list[int]] = {}
    is_read = False
    for sheet in sheets:
        unmapped, mapped = _count(sheet, is_mapped=False), _count(sheet, is_mapped=True)
        if unmapped > _MOST_UNMAPPED * (unmapped + mapped):
            omitted.setdefault(Unreadable.UNMAPPED, []).append(sheet.page.number)
            found.append(replace(sheet, tables=(), pieces=()))
            continue
        if unmapped >= _FEW_UNMAPPED:
            omitted.setdefault(Unreadable.UNMAPPED, []).append(sheet.page.number)
        kept = replace(sheet, pieces=[piece for piece in sheet.pieces if piece.is_mapped])
        if _is_picture(kept):
            omitted.setdefault(Unreadable.SCANNED, []).append(sheet.page.number)
            kept = _without_margin(kept)
        else:
            is_read |= bool(kept.pieces or kept.tables)
        found.append(kept)
    if not is_read:
        raise _failure(omitted)
    return found, tuple(Omission(reason, tuple(pages)) for reason, pages in omitted.items())


def _count(sheet: Sheet, *, is_mapped: bool) -> int:
    return sum(len(piece.text) for piece in sheet.page.pieces if piece.is_mapped is is_mapped)


def _is_picture(sheet: Sheet) -> bool:
    """Whether a page is a picture: little text on it but at its edges."""
    page = sheet.page
    text = sum(len(piece.text) for piece in _without_margin(sheet).pieces)
    if sheet.tables or text >= _FEWEST:
        return False
    is_bare = not sheet.pieces
    return page.pictures >= _PICTURED or (
        is_bare and (page.pictures >= _SOME_PICTURE or page.outlines >= _SOME_OUTLINES)
    )


def _without_margin(sheet: Sheet) -> Sheet:
    margin = _MARGIN * sheet.page.height
    bottom, top = sheet.page.bottom + margin, sheet.page.top - margin
    inner = [piece for piece in sheet.pieces if piece.top > bottom and piece.bottom < top]
    return replace(sheet, pieces=inner)


def _failure(omitted: dict[Unreadable, list[int]]) -> DocumentError:
    if Unreadable.UNMAPPED in omitted:
        return DocumentError(
            "Its fonts do not say which characters they show, so the text cannot be taken out;"
            " print it to a new PDF from the program it was made with, or run text recognition (OCR) on it.",
            Unreadable.UNMAPPED,
        )
    return DocumentError(
        "The pages hold pictures, no text; run text recognition (OCR) on it first.", Unreadable.SCANNED
    )
