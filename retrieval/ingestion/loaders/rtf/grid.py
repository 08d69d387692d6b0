"""Tables of rich text: cells merged over rows and columns at their places."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from retrieval.ingestion.loaders.tables import Cell, repeated


@dataclass(slots=True)
class Edge:
    """The right edge of a cell, and whether the cell is one with that to its left, or with that above it."""

    place: int
    goes_on_left: bool = False
    goes_on_above: bool = False
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and their edges as far as the file gives them."""

    cells: Sequence[str]
    edges: Sequence[Edge]


_Placed = tuple[int, str, int, Edge]
"""A cell: its column, its text, over how many columns it goes, and its edge."""


def placed(rows: Sequence[Row]) -> Iterator[dict[int, Cell]]:
    """The rows with text of a table: cells at their columns, what is merged over rows in each of them."""
    places = sorted({edge.place for row in rows for edge in row.edges})
    columns = {place: number + 1 for number, place in enumerate(places)}
    found = [list(_cells(row, columns)) for row in rows]
    above: dict[int, str] = {}
    for row, reach in zip(found, _reaches(found), strict=True):
        cells: dict[int, Cell] = {}
        for column, text, width, edge in row:
            shown = repeated(above.get(column, "")) if edge.goes_on_above else text
            cells[column] = Cell(shown, width, 1 + reach.get(column, 0) if edge.begins else 1)
        above = {column: cell.text for column, cell in cells.items()}
        if any(text for _, text, _, _ in row):
            yield cells


def _reaches(rows: Sequence[Sequence[_Placed]]) -> list[dict[int, int]]:
    """Of each row, over how many more rows below it its cells go, by column."""
    below: dict[int, int] = {}
    reaches = []
    for row in reversed(rows):
        reaches.append(below)
        below = {column: below.get(column, 0) + 1 for column, _, _, edge in row if edge.goes_on_above}
    return reaches[::-1]


def _cells(row: Row, columns: Mapping[int, int]) -> Iterator[_Placed]:
    """The cells of a row at their columns."""
    made: list[_Placed] = []
    for number, text in enumerate(row.cells):
        start = made[-1][0] + made[-1][2] if made else 0
        edge = row.edges[number] if number < len(row.edges) else Edge(0)
        width = max(columns.get(edge.place, start + 1) - start, 1)
        if edge.goes_on_left and made:
            column, before, so_far, first = made[-1]
            made[-1] = column, f"{before} {text}".strip(), so_far + width, first
        else:
            made.append((start, text, width, edge))
    yield from made
