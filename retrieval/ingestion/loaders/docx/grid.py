"""Tables of Word: cells merged over rows and columns at their places, each row a block."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress

from retrieval.ingestion.extracts import Block
from retrieval.ingestion.loaders.packages.elements import Element
from retrieval.ingestion.loaders.tables import Cell, Row, placed_table, repeated

_MOST_COLUMNS = 10_000  # over which a cell may go: a file can claim billions


@dataclass(slots=True)
class GridCell:
    """A cell as the file gives it.

    Attributes:
        text: Its own paragraphs on one line.
        blocks: All that stands in it, in its order.
        apart: Of these, what is not in `text`: tables, text boxes and notes.
        columns: Over how many columns it goes.
        goes_on: Whether it is the lower part of the cell above it.
        begins: Whether it is the upper part of one merged over rows.
    """

    text: str = ""
    blocks: Sequence[Block] = ()
    apart: Sequence[Block] = ()
    columns: int = 1
    goes_on: bool = False
    begins: bool = False


@dataclass(slots=True)
class GridRow:
    """A row: its cells, how many columns are left free before them, whether it is a header, or not shown."""

    cells: list[GridCell] = field(default_factory=list)
    before: int = 0
    heading: bool = False
    hidden: bool = False

    def describe(self, properties: Element) -> None:
        """Take from a row's properties what they say."""
        self.before = min(max(properties.number("gridBefore") or 0, 0), _MOST_COLUMNS)
        self.heading = properties.is_on("tblHeader")
        self.hidden = properties.is_on("hidden") or properties.find("del") is not None

    def add(self, cell: GridCell, properties: Element | None) -> None:
        """Take a cell, with what its properties say."""
        if properties is not None:
            if properties.find("cellDel") is not None:
                return
            cell.columns = min(max(properties.number("gridSpan") or 1, 1), _MOST_COLUMNS)
            if (merged := properties.find("vMerge")) is not None:
                cell.begins = merged.attributes.get("val") == "restart"
                cell.goes_on = not cell.begins
            wide = properties.find("hMerge")
            if wide is not None and wide.attributes.get("val") != "restart" and self.cells:
                self.cells[-1].columns += cell.columns
                return
        self.cells.append(cell)


_Placed = tuple[int, GridCell]
"""The column where a cell begins, and the cell."""


def table_blocks(rows: Sequence[GridRow]) -> Iterator[Block]:
    """The blocks of a table.

    In a table of one column, which frames text, the cells' own blocks; else a block for each row, with what
    is apart in its cells after it.
    """
    places = [list(_placed(row)) for row in rows if not row.hidden]
    if len({column for row in places for column, _ in row}) <= 1:
        cells = (cell for row in places for _, cell in row if not cell.goes_on)
        yield from (block for cell in cells for block in cell.blocks)
        return
    texts = list(_merged(places, [row.heading for row in rows if not row.hidden]))
    is_filled = [any(cell.text and not cell.goes_on for _, cell in row) for row in places]
    made = iter(placed_table(list(compress(texts, is_filled))))
    for row, filled in zip(places, is_filled, strict=True):
        if filled:
            yield from next(made)
        yield from (block for _, cell in row for block in cell.apart)


def _placed(row: GridRow) -> Iterator[_Placed]:
    """The cells of a row with the columns where they begin, from 0."""
    column = row.before
    for cell in row.cells:
        yield column, cell
        column += cell.columns


def _merged(places: Sequence[Sequence[_Placed]], headings: Sequence[bool]) -> Iterator[Row]:
    """Each row by columns; what is merged over rows stands in each of them."""
    above: dict[int, str] = {}
    for row, reach, heading in zip(places, _reaches(places), headings, strict=True):
        cells: dict[int, Cell] = {}
        for column, cell in row:
            goes_on = cell.goes_on and column in above
            text = above[column] if goes_on else cell.text
            cells[column] = Cell(text, cell.columns, 1 + reach.get(column, 0), heading)
        yield cells
        above = {column: repeated(cells[column].text) for column, cell in row if cell.begins or cell.goes_on}


def _reaches(places: Sequence[Sequence[_Placed]]) -> list[dict[int, int]]:
    """Of each row, over how many more rows below it its cells go, by column."""
    below: dict[int, int] = {}
    reaches = []
    for row in reversed(places):
        reaches.append(below)
        below = {column: below.get(column, 0) + 1 for column, cell in row if cell.goes_on}
    return reaches[::-1]
