"""Tables of pandoc's markdown, which CommonMark takes for text, as tables with bars."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from retrieval.ingestion.reflow.lines import flow, width

_FENCE = re.compile(r" {0,3}(```|~~~)")
_GRID = re.compile(r" {0,3}\+(?:[-=:]{2,}\+)+\s*")
_BARS = re.compile(r" {0,3}\|(?:[-:]+[+|])+[-:]*\|?\s*")
_COLUMNS = re.compile(r" {0,3}-{2,}(?: +-{2,}){1,99}\s*")
_BORDER = re.compile(r" {0,3}-{3,}\s*")
_GAP = re.compile(r" {2,}|\t+")
_MOST_LINES = 500  # of a table whose end has to be looked for
_MOST_HEADED = 6  # lines of a header


def with_bars(text: str) -> str:
    """Markdown whose grid, simple and multiline tables are tables with bars; code stays as it is."""
    return "\n".join(_lines(text.split("\n")))


def _lines(lines: Sequence[str]) -> Iterator[str]:
    place = 0
    fence = ""
    while place < len(lines):
        line = lines[place]
        mark = _FENCE.match(line)
        if mark and fence in {"", mark[1]}:
            fence = "" if fence else mark[1]
        made, count = ([], 0) if fence or not line.strip() else _table(lines, place)
        if count:
            yield from ("", *made, "")
        else:
            yield line.replace("+", "|") if not fence and _BARS.fullmatch(line) else line
        place += count or 1


def _table(lines: Sequence[str], place: int) -> tuple[list[str], int]:
    """The table that begins at a line, with bars, and how many lines it takes; 0 where none does."""
    if _GRID.fullmatch(lines[place]):
        return _grid(lines, place)
    if _BORDER.fullmatch(lines[place]) or _COLUMNS.fullmatch(lines[place]):
        found = _multiline(lines, place)
        if found[1]:
            return found
    return _simple(lines, place)


def _grid(lines: Sequence[str], place: int) -> tuple[list[str], int]:
    table: list[str] = []
    for line in _from(lines, place):
        if not line.lstrip().startswith(("+", "|")):
            break
        table.append(line.strip())
    groups = [
        (is_rule, list(group))
        for is_rule, group in groupby(table, key=lambda line: _GRID.fullmatch(line) is not None)
    ]
    rows = [[line.strip("|").split("|") for line in group] for is_rule, group in groups if not is_rule]
    if not rows or len({len(cells) for row in rows for cells in row}) != 1:
        return [], 0
    heads = [n for n, (is_rule, group) in enumerate(groups) if is_rule and "=" in group[-1]]
    return _with_header([_joined(row) for row in rows], bool(heads and heads[0] == 2)), len(table)


def _simple(lines: Sequence[str], place: int) -> tuple[list[str], int]:
    """A header over columns of dashes, or such columns above and below the rows."""
    is_headed = place + 1 < len(lines) and _COLUMNS.fullmatch(lines[place + 1]) is not None
    columns = place + is_headed
    if not _COLUMNS.fullmatch(lines[columns]) or (_COLUMNS.fullmatch(lines[place]) and is_headed):
        return [], 0
    ends = _spans(lines[columns])
    body: list[str] = []
    closed = False
    for line in _from(lines, columns + 1):
        closed = _COLUMNS.fullmatch(line) is not None or _BORDER.fullmatch(line) is not None
        if closed or not line.strip():
            break
        body.append(line)
    if not body or not (is_headed or closed):
        return [], 0
    head = [_cells(lines[place], ends)] if is_headed else []
    return _with_header([*head, *(_cells(line, ends) for line in body)], is_headed), len(
        body
    ) + columns - place + 1 + closed


def _multiline(lines: Sequence[str], place: int) -> tuple[list[str], int]:
    """Rows of several lines, parted by blank ones, between two borders."""
    head = list(
        takewhile(lambda line: not _COLUMNS.fullmatch(line), lines[place + 1 : place + 2 + _MOST_HEADED])
    )
    columns = place if _COLUMNS.fullmatch(lines[place]) else place + 1 + len(head)
    is_headed = columns != place
    if (
        columns >= len(lines)
        or not _COLUMNS.fullmatch(lines[columns])
        or (is_headed and not "".join(head).strip())
    ):
        return [], 0
    ends = _spans(lines[columns])
    below = lines[columns + 1 : columns + 1 + _MOST_LINES]
    is_end = _BORDER if is_headed else _COLUMNS
    body = list(takewhile(lambda line: not is_end.fullmatch(line), below))
    if len(body) == len(below) or (not any(not line.strip() for line in body) and not is_headed):
        return [], 0
    groups = [list(group) for is_text, group in groupby(body, key=lambda line: bool(line.strip())) if is_text]
    rows = [*([head] if is_headed else []), *groups]
    made = [_joined([_cells(line, ends) for line in row]) for row in rows]
    return _with_header(made, is_headed), columns - place + 1 + len(body) + 1


def _from(lines: Sequence[str], place: int) -> Iterator[str]:
    return (lines[number] for number in range(place, len(lines)))


def _spans(dashes: str) -> list[int]:
    """The columns at which the next cell begins."""
    return [found.start() for found in re.finditer("-+", dashes)][1:]


def _cells(line: str, starts: Sequence[int]) -> list[str]:
    """The cells of a line: by wide gaps where these make as many, else by the columns that they stand in."""
    parts = _GAP.split(line.strip())
    if len(parts) == len(starts) + 1:
        return parts
    cells = [""] * (len(starts) + 1)
    column = 0
    for character in line:
        cells[bisect_right(starts, column)] += character
        column += width(character)
    return [cell.strip() for cell in cells]


def _joined(lines: Sequence[Sequence[str]]) -> list[str]:
    """A row of several lines, cell by cell."""
    return [flow("\n".join(parts)).strip() for parts in zip(*lines, strict=True)]


def _with_header(rows: Sequence[Sequence[str]], is_headed: bool) -> list[str]:
    """Rows with bars; a table with bars has a header, if an empty one."""
    columns = len(rows[0])
    head, body = (rows[0], rows[1:]) if is_headed else ([""] * columns, rows)
    return [_row(head), "|" + "---|" * columns, *(_row(row) for row in body)]


def _row(cells: Sequence[str]) -> str:
    return "|" + "".join(f" {cell.replace('|', chr(92) + '|')} |" for cell in cells)
