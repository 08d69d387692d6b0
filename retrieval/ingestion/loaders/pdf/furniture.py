"""What stands on many pages: running headers and footers, page numbers."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from retrieval.ingestion.loaders.pdf.layout import Line, Page, Piece, Table, lines_of

_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,6})(?:\s*页)?"
    r"(?:\s*[/，,共]*\s*\d{1,4}\s*页?)?[-—–·\s]*"
)
_SCANNER = re.compile(
    r"(?:由|使用|用)?\s*(?:[\u4e00-\u9fff]{0,4}扫描(?:全能王|王|宝|大师)|CamScanner)\s*(?:扫描)?\s*(?:创建|生成|制作)?"
    r"|(?:scanned|created)\s+(?:with|by)\s+\w+",
    re.IGNORECASE,
)
"""The mark that an app for scanning puts on a page."""
# What a browser prints around a page: day and time with the title, address with the number.
_PRINTED = re.compile(
    r"(?:\d{1,4}/\d{1,2}/\d{2,4}|\d{4}年\d{1,2}月\d{1,2}日),?\s*(?:[上下]午\s*)?\d{1,2}:\d{2}(?:\s*[AP]M)?(?:\s.*)?"
    r"|(?:https?|file)://\S+\s+\d{1,4}\s*/\s*\d{1,4}"
)
_PRINT_MARGIN = 0.06  # of the height of a page
_LONGEST_PAGE_NUMBER = 40
_LONGEST = 120  # characters
_MARGIN = 0.15  # of the height of a page
_SAME_PLACE = 3.0  # points
_FEW_PAGES = 5
_LARGE = 1.2  # times the type of the text: a title, not a header


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with its tables found.

    Attributes:
        page: The page.
        tables: Its tables.
        pieces: What stands in no table.
    """

    page: Page
    tables: Sequence[Table]
    pieces: Sequence[Piece]


def without_furniture(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Sheets without page numbers, and without what the first or last lines of many pages repeat.

    A whole sentence is no header: of one that is repeated the first is kept.
    """
    edges = [_edges(sheet) for sheet in sheets]
    running = _running(sheets, edges)
    found: list[Sheet] = []
    for sheet, items in zip(sheets, edges, strict=True):
        dropped = [
            item
            for item in items
            if _is_page_number(item) or id(item) in running or _is_printed(item, sheet.page)
        ]
        gone = {id(piece) for item in dropped if isinstance(item, Line) for piece in item.pieces}
        gone |= {id(item) for item in dropped}
        found.append(
            replace(
                sheet,
                tables=[table for table in sheet.tables if id(table) not in gone],
                pieces=[piece for piece in sheet.pieces if id(piece) not in gone],
            )
        )
    return found


def _edges(sheet: Sheet) -> list[Line | Table]:
    """The first two and the last two lines of a page; a table counts as one."""
    items: list[Line | Table] = [*lines_of(sheet.pieces), *sheet.tables]
    items.sort(key=lambda item: -item.top)
    return [*items[:2], *items[2:][-2:]]


def _running(sheets: Sequence[Sheet], edges: Sequence[Sequence[Line | Table]]) -> set[int]:
    """The identities of the items that come again on other pages."""
    places: dict[str, list[tuple[Page, Line | Table]]] = defaultdict(list)
    for sheet, items in zip(sheets, edges, strict=True):
        for item in items:
            shape = _shape(item, sheet.page.number)
            if len(shape) <= _LONGEST:
                places[shape].append((sheet.page, item))
    sizes = [piece.height for sheet in sheets for piece in sheet.pieces]
    size = median(sizes) if sizes else 1.0
    few = 2 if len(sheets) <= _FEW_PAGES else 3
    return {
        id(item)
        for found in places.values()
        for page, item in (found[1:] if _text(found[0][1]).endswith("。") else found)
        if len({other.number for other, _ in found}) >= max(3, len(sheets) / 2)
        or (len(_at_same_place(page, item, found, size)) >= few)
    }


def _at_same_place(
    page: Page, item: Line | Table, found: Sequence[tuple[Page, Line | Table]], size: float
) -> Sequence[Line | Table]:
    """Those of some items that stand in the margin where one does; none where it is set as a title."""
    above, below = page.top - item.top, item.bottom - page.bottom
    is_title = isinstance(item, Line) and item.height > _LARGE * size
    if is_title or min(above, below) > _MARGIN * page.height:
        return []
    return [
        other
        for sheet, other in found
        if abs(sheet.top - other.top - above) <= _SAME_PLACE
        or abs(other.bottom - sheet.bottom - below) <= _SAME_PLACE
    ]


def _is_page_number(item: Line | Table) -> bool:
    text = _SCANNER.sub("", _text(item))
    return (
        isinstance(item, Line)
        and len(text) <= _LONGEST_PAGE_NUMBER
        and (not text.strip() or _PAGE_NUMBER.fullmatch(text) is not None)
    )


def _is_printed(item: Line | Table, page: Page) -> bool:
    """Whether a browser has printed it at the edge of a page."""
    edge = min(page.top - item.top, item.bottom - page.bottom)
    is_at_edge = isinstance(item, Line) and edge <= _PRINT_MARGIN * page.height
    return is_at_edge and _PRINTED.fullmatch(_text(item)) is not None


def _shape(item: Line | Table, number: int) -> str:
    return re.sub(rf"(?<!\d){number}(?!\d)", "#", re.sub(r"\s", "", _text(item)), count=1)


def _text(item: Line | Table) -> str:
    if isinstance(item, Line):
        return item.text
    return " ".join(cell.text for row in item.rows[:3] for cell in row.values())
