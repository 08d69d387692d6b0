"""Tables with ruling lines: cells are what the lines enclose."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Self

from retrieval.ingestion.loaders.pdf.layout import Page, Piece, Table, lines_of
from retrieval.ingestion.loaders.tables import Cell, Row, repeated
from retrieval.ingestion.reflow.lines import joined

_NEAR = 3.0  # points within which two rules are one, or touch
_SHORTEST = 8.0  # points, of a rule
_MOST_RULES = 400  # of each direction on a page, pieces of one joined
_MOST_CELLS = 20_000
_LONGEST_CELL = 100  # characters, in a table of one row: a longer text is an article in a frame

_Place = tuple[int, int]
"""Row from the top and column from the left, both from 0."""


def tables_of(page: Page) -> tuple[list[Table], list[Piece]]:
    """The tables of a page, and the pieces of text that stand in none."""
    pieces = list(page.pieces)
    along = _whole((rule.bottom, rule.left, rule.right) for rule in page.rules if not rule.is_upright)
    across = _whole((rule.left, rule.bottom, rule.top) for rule in page.rules if rule.is_upright)
    if max(len(along), len(across)) > _MOST_RULES:
        return [], pieces
    grids = [grid for rules in _connected(along, across) if (grid := Grid.of(*rules))]
    tables: list[Table] = []
    for grid in sorted(grids, key=lambda grid: grid.area):  # a table within a cell comes before that cell
        inside = [piece for piece in pieces if grid.place(piece)]
        if table := grid.table(inside, page.number):
            taken = set(map(id, inside))
            pieces = [piece for piece in pieces if id(piece) not in taken]
            tables.append(table)
    return tables, pieces


_Line = tuple[float, float, float]
"""Where a rule lies, and where it starts and ends."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The rules of one table.

    Attributes:
        columns: Where columns begin, from the left, and where the last one ends.
        rows: How far below the top of all pages rows begin, and where the last one ends.
        owners: The first place of the cell that each place belongs to.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    owners: Mapping[_Place, _Place]

    @classmethod
    def of(cls, along: Sequence[_Line], across: Sequence[_Line]) -> Self | None:
        """The grid of rules that touch; None where they enclose no two cells beside each other."""
        xs = _edges(across, along)
        ys = [-y for y in reversed(_edges(along, across))]
        size = (len(ys) - 1, len(xs) - 1)
        if size[0] < 1 or size[1] < 2 or size[0] * size[1] > _MOST_CELLS:  # columns
            return None
        upright = _by_edge(across, xs)
        level = _by_edge([(-y, start, end) for y, start, end in along], ys)
        owners: dict[_Place, _Place] = {}
        for row, (top, bottom) in enumerate(pairwise(ys)):
            for column, (left, right) in enumerate(pairwise(xs)):
                owner = (row, column)
                if row and not _is_drawn(level[row], (left + right) / 2):
                    owner = owners[row - 1, column]
                elif column and not _is_drawn(upright[column], -(top + bottom) / 2):
                    owner = owners[row, column - 1]
                owners[row, column] = owner
        return cls(tuple(xs), tuple(ys), owners)

    @property
    def area(self) -> float:
        """In square points."""
        return (self.columns[-1] - self.columns[0]) * (self.rows[-1] - self.rows[0])

    def place(self, piece: Piece) -> _Place | None:
        """The cell that the middle of a piece stands in."""
        x, y = (piece.left + piece.right) / 2, -(piece.bottom + piece.top) / 2
        row, column = bisect_right(self.rows, y) - 1, bisect_right(self.columns, x) - 1
        return self.owners.get((row, column))

    def table(self, inside: Iterable[Piece], page: int) -> Table | None:
        """The table with its text; None where it is a frame around text, or lines of a drawing."""
        pieces: dict[_Place, list[Piece]] = {}
        for piece in inside:
            if place := self.place(piece):
                pieces.setdefault(place, []).append(piece)
        texts = {place: joined(line.text for line in lines_of(cell)) for place, cell in pieces.items()}
        rows = [row for row in self._rows_of(texts) if any(cell.text for cell in row.values())]
        is_frame = len({place[1] for place in texts}) < 2 or (  # columns
            len(rows) == 1 and max(map(len, texts.values())) > _LONGEST_CELL
        )
        if is_frame:
            return None
        return Table(
            self.columns[0], -self.rows[-1], self.columns[-1], -self.rows[0], page, rows, self.columns
        )

    def _rows_of(self, texts: Mapping[_Place, str]) -> Iterator[Row]:
        widths: dict[_Place, set[int]] = {}
        heights: dict[_Place, set[int]] = {}
        for (row, column), owner in self.owners.items():
            heights.setdefault(owner, set()).add(row)
            widths.setdefault(owner, set()).add(column)
        for row in range(len(self.rows) - 1):
            cells: dict[int, Cell] = {}
            for column in range(len(self.columns) - 1):
                owner = self.owners[row, column]
                if owner[1] != column:
                    continue
                text = texts.get(owner, "")
                cell = Cell(text, columns=len(widths[owner]), rows=len(heights[owner]) - (row - owner[0]))
                cells[column] = cell if row == owner[0] else replace(cell, text=repeated(text))
            yield cells


def _whole(pieces: Iterable[_Line]) -> list[_Line]:
    """Rules out of the pieces that they are drawn in: those that lie in one line and touch."""
    near: list[list[_Line]] = []
    for piece in sorted(pieces):
        if near and piece[0] - near[-1][0][0] <= _NEAR:
            near[-1].append(piece)
        else:
            near.append([piece])
    rules: list[_Line] = []
    for group in near:
        at = group[0][0]
        start, end = None, 0.0
        for _, first, last in sorted(group, key=lambda piece: piece[1:]):
            if start is not None and first - end <= _NEAR:
                end = max(end, last)
                continue
            if start is not None:
                rules.append((at, start, end))
            start, end = first, last
        rules.append((at, start or 0.0, end))
    return [rule for rule in rules if rule[2] - rule[1] >= _SHORTEST]


def _connected(along: Sequence[_Line], across: Sequence[_Line]) -> Iterator[tuple[list[_Line], list[_Line]]]:
    """Rules that touch, over any number of others."""
    groups = list(range(len(along)))  # which group each is in, by the first of it
    members = [[index] for index in groups]
    touching: dict[int, list[_Line]] = {}
    crossings: list[tuple[_Line, int]] = []
    for x, start, end in across:
        met = [
            groups[index]
            for index, (y, left, right) in enumerate(along)
            if start - _NEAR <= y <= end + _NEAR and left - _NEAR <= x <= right + _NEAR
        ]
        if not met:
            continue
        first = min(met)
        for group in set(met) - {first}:
            for index in members[group]:
                groups[index] = first
            members[first] += members[group]
            members[group] = []
        crossings.append(((x, start, end), members[first][0]))
    for rule, index in crossings:
        touching.setdefault(groups[index], []).append(rule)
    for group, upright in touching.items():
        yield [along[index] for index in members[group]], upright


def _edges(rules: Sequence[_Line], others: Sequence[_Line]) -> list[float]:
    """Where rules lie, in order, and where the others end beyond the outermost of them."""
    edges: list[float] = []
    for at in sorted(rule[0] for rule in rules):
        if not edges or at - edges[-1] > _NEAR:
            edges.append(at)
    start, end = min(rule[1] for rule in others), max(rule[2] for rule in others)
    before = [start] if start < edges[0] - _SHORTEST else []
    after = [end] if end > edges[-1] + _SHORTEST else []
    return [*before, *edges, *after]


def _by_edge(rules: Iterable[_Line], edges: Sequence[float]) -> list[list[tuple[float, float]]]:
    """From where to where rules are drawn at each edge."""
    drawn: list[list[tuple[float, float]]] = [[] for _ in edges]
    for at, start, end in rules:
        index = bisect_left(edges, at - _NEAR)
        if index < len(edges) and abs(edges[index] - at) <= _NEAR:
            drawn[index].append((start, end))
    return drawn


def _is_drawn(stretches: Iterable[tuple[float, float]], at: float) -> bool:
    return any(start <= at <= end for start, end in stretches)
