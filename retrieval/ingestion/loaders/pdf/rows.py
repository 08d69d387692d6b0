"""Tables of a PDF as rows: one that goes on on the next page keeps its headers."""

from collections.abc import Sequence
from dataclasses import replace

from retrieval.ingestion.extracts import Block
from retrieval.ingestion.loaders.pdf.footnotes import Foot
from retrieval.ingestion.loaders.pdf.layout import Table
from retrieval.ingestion.loaders.tables import placed_table

_SAME_COLUMNS = 3.0  # points


def rows_of(feet: Sequence[Foot]) -> dict[int, list[Block]]:
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
