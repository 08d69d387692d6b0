"""A PDF as an extract: its pages in reading order, tables as rows, notes after the paragraph."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from retrieval.documents import Omission
from retrieval.errors import Unreadable
from retrieval.ingestion.extracts import Block, Extract, Form, recognised_together
from retrieval.ingestion.loaders.pdf.columns import ReadingOrder
from retrieval.ingestion.loaders.pdf.footnotes import Foot, parted
from retrieval.ingestion.loaders.pdf.furniture import Sheet, without_furniture
from retrieval.ingestion.loaders.pdf.grid import tables_of
from retrieval.ingestion.loaders.pdf.layout import Line, Page, Table
from retrieval.ingestion.loaders.pdf.legibility import Legible, illegible, legible
from retrieval.ingestion.loaders.pdf.pages import read_pages
from retrieval.ingestion.loaders.pdf.rows import rows_of
from retrieval.ingestion.loaders.pdf.scans import recognised_pages
from retrieval.ingestion.loaders.pdf.titles import LARGE, SAME_TYPE, title_lines
from retrieval.ingestion.loaders.room import Room
from retrieval.ingestion.loaders.tables import CELL_SEPARATOR
from retrieval.ingestion.loaders.text_tables import with_tables
from retrieval.ingestion.loaders.titles import borne_out, is_letter
from retrieval.ingestion.reflow.lines import ends_sentence, is_item, joined, line_width

_INDENT = "　　"
_ROOM = 1.5  # heights of a line, that a full line of a column may fall short
_WIDE_GAP = 1.5  # times the gap between lines of one paragraph: a blank line
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
    named = title_lines(pages[0], orders, size) if pages else frozenset()
    lines = list(_blocks(pages, feet, named, by_margin=False))
    if not line_width(lines):  # too few for numbers of characters to tell
        lines = list(_blocks(pages, feet, named, by_margin=True))
    blocks = _below_title(with_tables(lines))
    return Extract(tuple(blocks), title=borne_out(title, blocks), omissions=omissions)


def _below_title(blocks: list[Block]) -> list[Block]:
    """Blocks whose title is above a line or two that stand over it, unless it is the name of a letter."""
    place = next((place for place, block in enumerate(blocks) if block.level == 1), 0)
    above = [block for block in blocks[:place] if block.text.strip()]
    if not above or is_letter(blocks[place].text):
        return blocks
    return [blocks[place], *(replace(block, form=Form.ITEM) for block in above), *blocks[place + 1 :]]


def _sheets(pages: Sequence[Page]) -> list[Sheet]:
    return without_furniture([Sheet(page, *tables_of(page)) for page in pages])


def _blocks(
    pages: Sequence[Page], feet: Sequence[Foot], title: frozenset[int], by_margin: bool
) -> Iterator[Block]:
    """The blocks of all pages; the notes of one wait until its last paragraph ends.

    Args:
        pages: The pages.
        feet: Of each, what stands on it, and its notes.
        title: The identities of the lines of the title.
        by_margin: Whether a line that comes up to the margin of the page goes on with the next.
    """
    joins = any(isinstance(item, Line) and item.is_column for foot in feet for item in foot.items)
    joins |= any(
        page.recognised is not None for page in pages
    )  # which tells widths, not numbers of characters
    rows = rows_of(feet)
    waiting: list[Block] = []
    for page, foot in zip(pages, feet, strict=True):
        ends = _ends(foot.items) if joins else _edges(foot.items, page) if by_margin else {}
        body = list(_body(foot.items, page.number, rows, ends, title, is_loose=not joins))
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
    items: Sequence[Line | Table],
    page: int,
    rows: dict[int, list[Block]],
    ends: Mapping[int, float],
    title: frozenset[int],
    is_loose: bool,
) -> Iterator[Block]:
    """The blocks of a page.

    Args:
        items: What stands on it.
        page: Its number.
        rows: The blocks of its tables, by their identities.
        ends: By column, where its full lines end, which go on with the next; none where it is not told.
        title: The identities of the lines of the title.
        is_loose: Whether its lines may be far from each other.
    """
    lines = [item for item in items if isinstance(item, Line)]
    size = median(line.height for line in lines) if lines else 0.0
    margins = _margins(lines)
    middles = _middles(lines)
    widest = max(size, _WIDE_GAP * _gap(lines)) if is_loose else size
    above: Line | Table | None = None
    paragraph: list[Line] = []
    indent = ""
    titles = [line for line in lines if id(line) in title]
    for item in items:
        if id(item) in title:
            if item is titles[0]:
                yield from _paragraph(paragraph, page, indent)
                yield from (replace(block, level=1) for block in _paragraph(titles, page, ""))
                paragraph = []
            above = item
            continue
        if isinstance(item, Table):
            yield from _paragraph(paragraph, page, indent)
            paragraph = []
            yield from rows[id(item)]
            above = item
            continue
        text = item.text
        if not text.strip():
            continue
        is_indented = item.height < LARGE * size and any(
            1.2 * size < item.left - left < 5 * size for left in margins.get(item.flow, ())
        )
        has_gap = above is not None and widest < above.bottom - item.top
        is_new = not ends or has_gap or is_indented or id(above) in title
        is_new |= isinstance(above, Line) and above.left > middles[above.flow]  # set at the right
        is_new |= is_loose and isinstance(above, Line) and _is_whole(above.text)
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


def _ends(items: Sequence[Line | Table]) -> dict[int, float]:
    """Where the longest line of each column ends."""
    ends: dict[int, float] = {}
    for line in items:
        if isinstance(line, Line):
            ends[line.flow] = max(ends.get(line.flow, 0.0), line.right)
    return ends


def _edges(items: Sequence[Line | Table], page: Page) -> dict[int, float]:
    """Where full lines end: as far from the edge of the page as others begin."""
    lines = [item for item in items if isinstance(item, Line)]
    margin = min((line.left for line in lines), default=page.left) - page.left
    return dict.fromkeys((line.flow for line in lines), page.right - margin)


def _middles(lines: Sequence[Line]) -> dict[int, float]:
    """The middle of each column, between the first and the last place at which there is text."""
    edges: dict[int, tuple[float, float]] = {}
    for line in lines:
        left, right = edges.get(line.flow, (line.left, line.right))
        edges[line.flow] = min(left, line.left), max(right, line.right)
    return {flow: (left + right) / 2 for flow, (left, right) in edges.items()}


def _is_whole(text: str) -> bool:
    """Whether a line that comes up to the margin needs no other: a sentence ends it, or it is of cells."""
    return ends_sentence(text) or CELL_SEPARATOR in text.strip()


def _gap(lines: Sequence[Line]) -> float:
    """What is free between lines of one paragraph: the gaps between paragraphs may be most."""
    gaps = sorted(line.bottom - after.top for line, after in pairwise(lines) if line.flow == after.flow)
    return gaps[len(gaps) // 10] if gaps else 0.0


def _runs_on(line: Line, following: Line, text: str, ends: Mapping[int, float]) -> bool:
    """Whether a line of a column is full, and the next one of its type goes on with it."""
    smaller, larger = sorted((line.height, following.height))
    is_full = line.right >= ends[line.flow] - _ROOM * line.height
    return is_full and smaller >= SAME_TYPE * larger and not is_item(text)


def _margins(lines: Sequence[Line]) -> dict[int, list[int]]:
    """Where several lines of each column begin."""
    lefts: dict[int, Counter[int]] = {}
    for line in lines:
        lefts.setdefault(line.flow, Counter())[round(line.left)] += 1
    return {flow: [left for left, count in found.items() if count > 1] for flow, found in lefts.items()}
