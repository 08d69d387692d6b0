"""Rows of tables as passages hold them: 姓名：单书宁　学院：数学学院, a line for each row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from retrieval.documents import Span

Place = tuple[int, int]

_CELL: Final = re.compile(r"(?P<header>[^：:\n　]{1,20})[：:](?P<value>[^　\n]*)(?:　+|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Row:
    """A row: for each header the (start, end) of its value within the text."""

    cells: dict[str, Place]


def column(question: str, text: str, span: Span) -> tuple[Place, ...]:
    """The values that stand in the same column as a span, in all rows of its table.

    Where the question names what stands in other cells of some of the rows, only of those.

    Returns:
        (start, end) of each, in order; empty where the span is in no cell of a table.
    """
    for rows in _tables(text):
        header = next(
            (name for row in rows for name, cell in row.cells.items() if _touches(cell, span)), None
        )
        if header is None:
            continue
        meant = [row for row in rows if _named(question, text, row, header)]
        chosen = meant if 0 < len(meant) < len(rows) else rows
        values = (row.cells[header] for row in chosen if header in row.cells)
        return tuple({text[slice(*value)]: value for value in reversed([*values])}.values())[::-1]
    return ()


def _tables(text: str) -> Iterator[list[Row]]:
    """Rows of at least two cells on lines that follow each other and begin with the same header."""
    for header, rows in groupby(_rows(text), key=lambda row: next(iter(row.cells), "")):
        table = list(rows)
        if header and len(table) > 1:
            yield table


def _rows(text: str) -> Iterator[Row]:
    for line in re.finditer(r"[^\n]+", text):
        cells = {
            cell["header"].strip(): _stripped(text, *cell.span("value"))
            for cell in _CELL.finditer(text, *line.span())
        }
        yield Row(cells if len(cells) > 1 else {})


def _stripped(text: str, start: int, end: int) -> Place:
    value = text[start:end]
    return end - len(value.lstrip()), start + len(value.rstrip())


def _touches(place: Place, span: Span) -> bool:
    return any(place[0] < end and start < place[1] for start, end in span.pieces)


def _named(question: str, text: str, row: Row, header: str) -> bool:
    """Whether a question holds what stands in another cell of a row."""
    others = (text[slice(*place)] for name, place in row.cells.items() if name != header)
    return any(len(value) > 1 and value in question for value in others)
