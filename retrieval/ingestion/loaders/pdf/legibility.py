"""Which pages hold text that can be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from retrieval.documents import Omission
from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.loaders.pdf.furniture import Sheet
from retrieval.ingestion.recognition import WAY_OUT

_MOST_UNMAPPED = 0.3  # share of the characters of a page that is read
_FEW_UNMAPPED = 10  # characters: bullets and symbols are drawn in fonts of their own
_PICTURED = 0.5  # share of a page that pictures cover where it is a scan
_SOME_PICTURE = 0.05
_SOME_OUTLINES = 30  # shapes: text that was turned into curves
_FEWEST = 30  # characters of a scanned page that has text as well
_MARGIN = 0.1  # of the height of a page: here the apps that scan put their marks


@dataclass(frozen=True, slots=True)
class Legible:
    """What can be read of the pages of a file.

    Attributes:
        sheets: The pages with what can be read of them.
        omissions: The pages of which something cannot.
        pictures: Numbers of the pages whose text only a picture of them would show, in order.
        is_empty: Whether nothing can be read but at the edges of scans.
    """

    sheets: Sequence[Sheet]
    omissions: tuple[Omission, ...]
    pictures: Sequence[int]
    is_empty: bool


def legible(sheets: Sequence[Sheet]) -> Legible:
    """Tell what can be read of pages."""
    found: list[Sheet] = []
    omitted: dict[Unreadable, list[int]] = {}
    pictures: list[int] = []
    is_empty = True
    for sheet in sheets:
        number = sheet.page.number
        unmapped, mapped = _count(sheet, is_mapped=False), _count(sheet, is_mapped=True)
        if unmapped > _MOST_UNMAPPED * (unmapped + mapped):
            omitted.setdefault(Unreadable.UNMAPPED, []).append(number)
            pictures.append(number)
            found.append(replace(sheet, tables=(), pieces=()))
            continue
        if unmapped >= _FEW_UNMAPPED:
            omitted.setdefault(Unreadable.UNMAPPED, []).append(number)
        kept = replace(sheet, pieces=[piece for piece in sheet.pieces if piece.is_mapped])
        if _is_picture(kept):
            omitted.setdefault(Unreadable.SCANNED, []).append(number)
            pictures.append(number)
            kept = _without_margin(kept)
        elif kept.pieces or kept.tables:
            is_empty = False
        found.append(kept)
    omissions = tuple(Omission(reason, tuple(pages)) for reason, pages in omitted.items())
    return Legible(found, omissions, pictures, is_empty)


def illegible(omissions: Iterable[Omission], *, was_recognised: bool) -> DocumentError:
    """The error for a file of which nothing can be read.

    Args:
        omissions: What cannot be read of its pages.
        was_recognised: Whether their text would have been recognised.
    """
    reasons = {omission.reason for omission in omissions}
    if was_recognised and reasons <= {Unreadable.UNRECOGNISED}:
        return DocumentError(
            "No text was recognised on its pages; scan it anew, sharper.", Unreadable.UNRECOGNISED
        )
    if Unreadable.UNMAPPED in reasons:
        return DocumentError(
            "Its fonts do not say which characters they show, so the text cannot be taken out;"
            f" print it to a new PDF from the program it was made with, or {WAY_OUT}.",
            Unreadable.UNMAPPED,
        )
    return DocumentError(f"The pages hold pictures, no text; {WAY_OUT}.", Unreadable.SCANNED)


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
