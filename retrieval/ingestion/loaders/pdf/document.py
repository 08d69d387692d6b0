"""A PDF as an extract: its pages in reading order, tables as rows, notes after the paragraph."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import median

from retrieval.documents import Omission
from retrieval.errors import Unreadable
from retrieval.ingestion.extracts import Block, Extract, recognised_together
from retrieval.ingestion.loaders.pdf.columns import ReadingOrder
from retrieval.ingestion.loaders.pdf.footnotes import Foot, parted
from retrieval.ingestion.loaders.pdf.furniture import Sheet, without_furniture
from retrieval.ingestion.loaders.pdf.grid import tables_of
from retrieval.ingestion.loaders.pdf.layout import Line, Page, Table
from retrieval.ingestion.loaders.pdf.legibility import Legible, illegible, legible
from retrieval.ingestion.loaders.pdf.pages import read_pages
from retrieval.ingestion.loaders.pdf.scans import recognised_pages
from retrieval.ingestion.loaders.room import Room
from retrieval.ingestion.loaders.tables import placed_table, with_tables
from retrieval.ingestion.loaders.titles import borne_out
from retrieval.ingestion.reflow.lines import ends_sentence, is_item, joined

_INDENT = "　　"
_SAME_COLUMNS = 3.0  # points
_ROOM = 1.5  # heights of a line, that a full line of a column may fall short
_SAME_TYPE = 0.85  # of the height of the larger of two lines
_LARGE = 1.25  # times the type of the text: a title in the middle
_SHORT = 0.9  # of the longest line: a shorter one ends a paragraph


def extract(data: bytes, room: Room) -> Extract:
    """Each line a block with its page; page numbers and lines repeated on many pages are left out.

    An indent is given as two wide spaces and a gap between lines as a blank block, as in plain text. Where
    pages have columns, the lines of a paragraph are one block. Rows of tables are one each, in ruling lines
    or by their look. Footnotes come after the paragraph with which the page ends. The text of pages that are
    pictures is recognised.

    Args:
        data: The bytes of the file.
        room: How many pages may be recognised.

    Raises:
        DocumentError: The file is damaged, locked by a password, too long, or holds no text that can be read.
    """
    title, pages = read_pages(data)
    found = legible(_sheets(pages))
    if found.pictures and room.recognition:
        recognised = recognised_pages(data, found.pictures, room.recognition)
        pages = [recognised.get(page.number, page) for page in pages]
        found = _with_bare(legible(_sheets(pages)), recognised.values())
    if found.is_empty:
        raise illegible(found.omissions, was_recognised=room.recognition is not None)
    return _of_sheets(found.sheets, title, found.omissions)


def of_pages(pages: Sequence[Page], omissions: tuple[Omission, ...] = ()) -> Extract:
    """The text of pages that all can be read.

    Args:
        pages: What stands on them.
        omissions: Other pages, which could not be read.
    """
    return _of_sheets(_sheets(pages), "", omissions)


def _with_bare(found: Legible, recognised: Iterable[Page]) -> Legible:
    """What can be read, with the recognised pages on which there was nothing among what cannot."""
    bare = tuple(page.number for page in recognised if not page.pieces)
    omission = Omission(Unreadable.UNRECOGNISED, bare)
    return replace(found, omissions=(*found.omissions, omission)) if bare else found


def _of_sheets(sheets: Sequence[Sheet], title: str, omissions: tuple[Omission, ...]) -> Extract:
    """The text of pages.

    Args:
        sheets: The pages, without what is no text.
        title: The title that the file gives, which counts where the text bears it out.
        omissions: What of the pages could not be read.
    """
    pages = [sheet.page for sheet in sheets]
    orders = [ReadingOrder([*sheet.pieces, *sheet.tables]).found for sheet in sheets]
    sizes = [item.height for order in orders for item in order if isinstance(item, Line)]
    size = median(sizes) if sizes else 1.0
    feet = [parted(page, order, size) for page, order in zip(pages, orders, strict=True)]
    blocks = with_tables(list(_blocks(pages, feet)))
    return Extract(tuple(blocks), title=borne_out(title, blocks), omissions=omissions)


def _sheets(pages: Sequence[Page]) -> list[Sheet]:
    return without_furniture([Sheet(page, *tables_of(page)) for page in pages])


def _blocks(pages: Sequence[Page], feet: Sequence[Foot]) -> Iterator[Block]:
    """The blocks of all pages; the notes of one wait until its last paragraph ends."""
    joins = any(isinstance(item, Line) and item.is_column for foot in feet for item in foot.items)
    joins |= any(
        page.recognised is not None for page in pages
    )  # which tells widths, not numbers of characters
    rows = _rows(feet)
    waiting: list[Block] = []
    for page, foot in zip(pages, feet, strict=True):
        body = list(_body(foot.items, page.number, rows, joins))
        longest = max((len(block.text) for block in body), default=0)
        for at, block in enumerate(body):
            after = body[at + 1] if at + 1 < len(body) else None
            yield block
            if waiting and _ends_paragraph(block, after, longest):
                yield from waiting
                waiting = []
        waiting += (
            part
            for note in foot.notes
            for part in (
                Block("", page.number),
                Block(note, page.number, recognised=page.recognised),
            )
        )
        if foot.notes:
            waiting.append(Block("", page.number))
        if waiting and (not body or ends_sentence(body[-1].text)):
            yield from waiting
            waiting = []
    yield from waiting


def _ends_paragraph(block: Block, after: Block | None, longest: int) -> bool:
    if not block.text or not ends_sentence(block.text):
        return False
    is_parted = after is None or not after.text or after.text.startswith(_INDENT) or is_item(after.text)
    return is_parted or len(block.text) < _SHORT * longest


def _body(
    items: Sequence[Line | Table], page: int, rows: dict[int, list[Block]], joins: bool
) -> Iterator[Block]:
    lines = [item for item in items if isinstance(item, Line)]
    size = median(line.height for line in lines) if lines else 0.0
    margins = _margins(lines)
    ends: dict[int, float] = {}
    for line in lines:
        ends[line.flow] = max(ends.get(line.flow, 0.0), line.right)
    above: Line | Table | None = None
    paragraph: list[Line] = []
    indent = ""
    for item in items:
        if isinstance(item, Table):
            yield from _paragraph(paragraph, page, indent)
            paragraph = []
            yield from rows[id(item)]
            above = item
            continue
        text = item.text
        if not text.strip():
            continue
        is_indented = item.height < _LARGE * size and any(
            1.2 * size < item.left - left < 5 * size for left in margins.get(item.flow, ())
        )
        has_gap = above is not None and size < above.bottom - item.top
        is_new = not joins or has_gap or is_indented or not isinstance(above, Line)
        if is_new or not (isinstance(above, Line) and _runs_on(above, item, text, ends)):
            yield from _paragraph(paragraph, page, indent)
            paragraph = []
            if has_gap:
                yield Block("", page)
        if not paragraph:
            indent = _INDENT if is_indented else ""
        paragraph.append(item)
        above = item
    yield from _paragraph(paragraph, page, indent)


def _paragraph(lines: Sequence[Line], page: int, indent: str) -> Iterator[Block]:
    if lines:
        texts = [line.text for line in lines]
        recognised = recognised_together((line.text, line.recognised) for line in lines)
        yield Block(indent + (texts[0] if len(texts) == 1 else joined(texts)), page, recognised=recognised)


def _runs_on(line: Line, following: Line, text: str, ends: dict[int, float]) -> bool:
    """Whether a line of a column is full, and the next one of its type goes on with it."""
    smaller, larger = sorted((line.height, following.height))
    is_full = line.right >= ends[line.flow] - _ROOM * line.height
    return is_full and smaller >= _SAME_TYPE * larger and not is_item(text)


def _margins(lines: Sequence[Line]) -> dict[int, list[int]]:
    """Where several lines of each column begin."""
    lefts: dict[int, Counter[int]] = {}
    for line in lines:
        lefts.setdefault(line.flow, Counter())[round(line.left)] += 1
    return {flow: [left for left, count in found.items() if count > 1] for flow, found in lefts.items()}


def _rows(feet: Sequence[Foot]) -> dict[int, list[Block]]:
    """The blocks of each table by its identity; where one goes on on the next page, so do its headers."""
    found: dict[int, list[Block]] = {}
    for run in _runs(feet):
        kept = [
            (row, table.page)
            for at, table in enumerate(run)
            for number, row in enumerate(table.rows)
            if not (at and number == 0 and row == run[0].rows[0])  # headers that are printed again
        ]
        made = placed_table([row for row, _ in kept])
        for table in run:
            found[id(table)] = []
        by_page = {table.page: found[id(table)] for table in run}
        for blocks, (_, page) in zip(made, kept, strict=True):
            by_page[page] += (replace(block, page=page) for block in blocks)
    return found


def _runs(feet: Sequence[Foot]) -> list[list[Table]]:
    """Tables that are one: the last of a page and the first of the next, where their columns are the same."""
    runs: list[list[Table]] = []
    last: Table | None = None  # what the page before ends with
    for foot in feet:
        for at, item in enumerate(foot.items):
            if not isinstance(item, Table):
                continue
            if at == 0 and last is not None and _has_same_columns(last, item):
                runs[-1].append(item)
            else:
                runs.append([item])
        last = foot.items[-1] if foot.items and isinstance(foot.items[-1], Table) else None
    return runs


def _has_same_columns(table: Table, other: Table) -> bool:
    if len(table.columns) != len(other.columns):
        return False
    pairs = zip(table.columns, other.columns, strict=True)
    return all(abs(one - another) <= _SAME_COLUMNS for one, another in pairs)
