"""A sheet as tables: parts between empty rows, captions above them, headers, merged cells."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from retrieval.ingestion.extracts import Block
from retrieval.ingestion.loaders.packages.elements import too_large
from retrieval.ingestion.loaders.tables import (
    Cell,
    Row,
    header_rows,
    is_label,
    is_value,
    placed_table,
    repeated,
)
from retrieval.ingestion.reflow.layout import is_short_title

_MOST_CELLS = 1_000_000
_MOST_CHARACTERS = 10_000_000
_MOST_REPEATED = 500_000  # cells that others are merged over
_LONGEST_HEADER = 30  # characters
_FEWEST_BELOW = 2  # rows under a header that only its place tells

Texts = Mapping[int, str]
"""The texts of a row by column, none empty."""
Range = tuple[tuple[int, int], tuple[int, int]]
"""A merged cell: its first and its last row and column, from 0."""


class Allowance:
    """Counts the cells and characters of a file."""

    def __init__(self) -> None:
        self._cells = self._characters = 0

    def take(self, texts: Texts) -> Texts:
        """A row, counted; raises as `count`."""
        self.count(len(texts), sum(map(len, texts.values())))
        return texts

    def count(self, cells: int, characters: int) -> None:
        """Count cells with text.

        Raises:
            DocumentError: There are more than a document may have, or more characters.
        """
        self._cells += cells
        self._characters += characters
        if self._cells > _MOST_CELLS:
            raise too_large(f"over {_MOST_CELLS} cells")
        if self._characters > _MOST_CHARACTERS:
            raise too_large(f"over {_MOST_CHARACTERS} characters")


def sheet_blocks(rows: Iterable[Texts], merged: Sequence[Range] | None) -> list[Block]:
    """The blocks of a sheet: captions as headings, rows with their headers, notes as text.

    Args:
        rows: All rows from the first, those without text included.
        merged: Its merged cells; None where the format does not tell: those of a header are guessed then.
    """
    numbered = [(number, row) for number, row in enumerate(rows) if row]
    placed = _placed(dict(numbered), merged or ())
    blocks: list[Block] = []
    header: list[Row] = []
    for _, group in groupby(enumerate(numbered), key=lambda entry: entry[1][0] - entry[0]):
        table = [placed[number] for _, (number, _) in group]
        made, header = _table(table, header, guesses=merged is None)
        blocks += made
    return blocks


def _placed(rows: Mapping[int, Texts], merged: Sequence[Range]) -> dict[int, dict[int, Cell]]:
    """The cells of each row with text, those included that are merged over it; rows by rising numbers."""
    placed = {number: {column: Cell(text) for column, text in row.items()} for number, row in rows.items()}
    numbers = list(rows)
    room = _MOST_REPEATED
    for (top, left), (bottom, right) in merged:
        text = rows.get(top, {}).get(left)
        if text is None:
            continue
        first = bisect_left(numbers, top)
        over = numbers[first : min(bisect_right(numbers, bottom), first + room)]
        room -= len(over)
        for number in over:
            shown = text if number == top else repeated(text)
            placed[number][left] = Cell(shown, right - left + 1, bottom - number + 1)
    return {number: dict(sorted(row.items())) for number, row in placed.items()}


def _table(rows: Sequence[Row], above: Sequence[Row], guesses: bool) -> tuple[list[Block], list[Row]]:
    """The blocks of a table, and its header.

    Args:
        rows: Rows without an empty one between them.
        above: The header of the table above it, which counts for one of its columns that has none.
        guesses: Whether merged cells of its header are guessed.
    """
    width = len({column for row in rows for column in row})
    lines = [
        _line(row) for row in (rows if width <= 1 else takewhile(lambda row: _is_line(row, width), rows))
    ]
    is_titled = bool(lines) and is_short_title(lines[0]) and (width > 1 or len(rows) == 1)
    blocks = [
        Block(line, heading=is_titled and not place, level=2 if is_titled and not place else 0)
        for place, line in enumerate(lines)
    ]
    body = [_over_all(row, width) for row in rows[len(lines) :]]
    if not body:
        return blocks, []
    body = _with_spread(body) if guesses else body
    depth = _header_depth(body)
    header = [_marked(row) for row in body[:depth]]
    if not depth and above and _goes_on(set().union(*body), set().union(*above)):
        header = list(above)
    if header:
        body = [*header, *body[depth:]]
    blocks += (block for made in placed_table(body, heading=False) for block in made)
    return blocks, header


def _goes_on(columns: set[int], above: set[int]) -> bool:
    """Whether a table without a header is a part of that above it: of most of its columns, and no others."""
    return columns <= above and len(columns) * 4 >= len(above) * 3


def _is_line(row: Row, width: int) -> bool:
    """Whether a row is a line over or under a table rather than one of its rows."""
    return len(row) == 1 and (width > 2 or next(iter(row.values())).columns > 1)


def _line(row: Row) -> str:
    return "　".join(cell.text for cell in row.values() if cell.text)


def _over_all(row: Row, width: int) -> Row:
    """A row of a single cell as one that goes over the whole table: no header is over it."""
    if not _is_line(row, width):
        return row
    return {column: replace(cell, columns=max(cell.columns, 2)) for column, cell in row.items()}


def _marked(row: Row) -> Row:
    return {column: replace(cell, heading=True) for column, cell in row.items()}


def _with_spread(rows: Sequence[Row]) -> list[Row]:
    """A table whose first row has gaps above texts as one with merged cells: a header of two lines."""
    first, *below = rows
    if len(below) < _FEWEST_BELOW or not _is_spread(first, below[0]):
        return list(rows)
    columns = sorted(first)
    ends = [*columns[1:], max(max(row) for row in rows) + 1]
    over: dict[int, Cell] = {}
    for column, end in zip(columns, ends, strict=True):
        deep = column not in below[0]
        over[column] = replace(first[column], columns=end - column, rows=2 if deep else 1)
    return [
        over,
        {**{c: replace(over[c], rows=1) for c in over if c not in below[0]}, **below[0]},
        *below[1:],
    ]


def _is_spread(first: Row, second: Row) -> bool:
    gaps = [column for column in second if column not in first]
    texts = [cell.text for cell in (*first.values(), *second.values())]
    return (
        len(first) > 1
        and bool(gaps)
        and min(second) <= min(gaps)
        and min(first) <= min(gaps)
        and all(len(text) <= _LONGEST_HEADER and not is_value(text) for text in texts)
        and all(column in first or column - 1 in second or column - 1 in first for column in second)
    )


def _header_depth(rows: Sequence[Row]) -> int:
    """How many of the first rows are headers, by merged cells, their words, or their place above the rest."""
    columns = {column for row in rows for column in row}
    if depth := header_rows(rows, columns):
        return depth
    return 1 if _is_header(rows, columns) else 0


def _is_header(rows: Sequence[Row], columns: set[int]) -> bool:
    """Whether the first row heads the others by its place: a short text over each column."""
    first, *below = rows
    texts = [cell.text for cell in first.values()]
    if len(below) < _FEWEST_BELOW or len(first) < len(columns) or len(set(texts)) < len(texts):
        return False
    if not all(len(text) <= _LONGEST_HEADER and not re.search(r"\d|[：:]$", text) for text in texts):
        return False
    if len(columns) == 2:
        return any(all(c in row and is_value(row[c].text) for row in below) for c in columns)
    names = (row[column].text for row in below for column in list(first)[::2] if column in row)
    return not any(is_label(name.rstrip("：:")) for name in names)  # as in forms: 姓名 张三 性别 男


def texts_of(values: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The texts of a row with their columns, each on one line, without the empty ones."""
    for column, value in values:
        if text := " ".join(value.split()):
            yield column, text
