"""Tables in plain text: lines of as many cells, with tabs, bars or spaces between."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from retrieval.ingestion.extracts import Block, Form
from retrieval.ingestion.loaders.tables import Cell, table
from retrieval.ingestion.reflow.lines import joined

_FEWEST_COLUMNS = 3
_LONGEST_ROW = 400
_LONGEST_CELL = 30
_FEWEST_DRAWN = 2  # rows and columns, where lines are drawn between them
_FEWEST_ROWS = 3  # of a table that nothing marks: fewer lines of one form may be chance
_PARTED = re.compile(r"[+|│┃║┼╋╬├┬┴╪╫]|[-─=]\s+[-─=]")  # in a line drawn over several columns
_RULE = re.compile(r"[-|｜:+\s=\u2500-\u257f]+")
_DASH = re.compile(r"[-=\u2500-\u257f]")
_GAPS = (
    re.compile(r"\t+"),
    re.compile(r"[|｜│┃║]"),
    re.compile(r"(?:　|  +)\s*"),
    re.compile(r"\s+"),
)


def with_tables(blocks: Sequence[Block]) -> list[Block]:
    """Lines of plain text in which the lines that look like a table are one.

    That is three lines or more, one below the other, of the same number of cells, three or more, with
    tabs, bars or spaces between. With lines drawn between them, two of two cells are enough.
    """
    found: list[Block] = []
    done = 0
    filled = [(place, block) for place, block in enumerate(blocks) if block.text.strip()]
    for size, run in _lines_of_one_size(filled):
        kept = [(place, line) for place, line in run if not _is_rule(line.text)]
        lines = [line for _, line in kept]
        is_drawn = any(_PARTED.search(line.text) for _, line in run if _is_rule(line.text))
        fewest = (_FEWEST_DRAWN, _FEWEST_DRAWN) if is_drawn else (_FEWEST_ROWS, _FEWEST_COLUMNS)
        if len(lines) < fewest[0] or size < fewest[1] or not _is_table(lines):
            continue
        rows = _without_wraps(run) if is_drawn else [_cells(line.text) for line in lines]
        made = table([Cell(text) for text in row] for row in rows)
        found += blocks[done : run[0][0]]
        found += (
            replace(row, page=line.page, recognised=line.recognised)
            for row, line in zip(made, lines[-len(made) :], strict=True)
        )
        done = run[-1][0] + 1
    return [*found, *blocks[done:]]


def _lines_of_one_size(
    lines: Sequence[tuple[int, Block]],
) -> Iterator[tuple[int, list[tuple[int, Block]]]]:
    """Lines in a row of one number of cells, with the lines drawn around and between them."""
    size = 0
    run: list[tuple[int, Block]] = []
    for place, line in lines:
        cells = 0 if _is_rule(line.text) else len(_cells(line.text))
        if cells and size and cells != size:
            yield size, run
            size, run = 0, run[-1:] if _is_rule(run[-1][1].text) else []
        size = size or cells
        run.append((place, line))
    if size:
        yield size, run


def _cells(text: str) -> list[str]:
    """The cells of a line of plain text, by the widest sort of gap that it has."""
    inner = text.strip().strip("|｜│┃║").strip()
    gap = next((gap for gap in _GAPS if gap.search(inner)), None) if len(inner) <= _LONGEST_ROW else None
    return [cell.strip() for cell in gap.split(inner)] if gap else [inner]


def _is_rule(text: str) -> bool:
    """Whether a line is drawn, of dashes or of signs for the frames of tables."""
    return _RULE.fullmatch(text) is not None and _DASH.search(text) is not None


def _without_wraps(run: Sequence[tuple[int, Block]]) -> list[list[str]]:
    """The rows of a drawn table; lines with nothing drawn between are one row, where most are parted."""
    groups = [
        [_cells(line.text) for _, line in group]
        for is_rule, group in groupby(run, key=lambda line: _is_rule(line[1].text))
        if not is_rule
    ]
    if sum(len(group) == 1 for group in groups) * 2 <= len(groups) or len(groups) < _FEWEST_ROWS:
        return [row for group in groups for row in group]
    return [[joined(parts) for parts in zip(*group, strict=True)] for group in groups]


def _is_table(lines: Sequence[Block]) -> bool:
    """Whether lines of one number of cells are rows: no prose, no spaced-out words, no lines of code."""
    if any(line.heading is not None or line.form is not Form.TEXT for line in lines):
        return False
    texts = [cell for line in lines for cell in _cells(line.text)]
    chinese = sum(any("一" <= character <= "鿿" for character in text) for text in texts)
    words = sum(len(text) > 1 for text in texts)
    return (
        all(len(text) <= _LONGEST_CELL and not re.search("[。；;？！]", text) for text in texts)
        and chinese * 4 >= len(texts)
        and words * 2 >= len(texts)
    )
