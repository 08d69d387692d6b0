"""Text with delimiters (csv, tsv): encoding and delimiter are found."""

import csv
import re
from collections import Counter
from itertools import islice

from retrieval.ingestion.extracts import Extract, Part
from retrieval.ingestion.loaders.plain import decode
from retrieval.ingestion.loaders.sheets.grid import Allowance, sheet_blocks, texts_of

_DELIMITERS = ",\t;|，；"
_KEPT_AS_TEXT = re.compile(r'\s*="([^"]*(?:""[^"]*)*)"\s*')
_SAMPLE = 100  # rows that are looked at


def extract(data: bytes) -> Extract:
    """Captions as headings, a block for each row of its tables.

    Raises:
        DocumentError: The bytes are not text, or too much of it.
    """
    lines = decode(data).splitlines(keepends=True)
    told = lines[0].strip() if lines else ""
    if told.lower().startswith("sep=") and len(told) == len("sep=") + 1:  # as Excel writes it
        delimiter, lines = told[-1], lines[1:]
    else:
        delimiter = _delimiter(lines)
    allowance = Allowance()
    rows = [allowance.take(dict(texts_of(enumerate(map(_shown, row))))) for row in _rows(lines, delimiter)]
    return Extract((), parts=(Part("", Extract(tuple(sheet_blocks(rows, None)))),))


def _rows(lines: list[str], delimiter: str) -> list[list[str]]:
    """The rows of a text; in a line in which quotation marks do not pair, they are letters like others."""
    for escape in (None, "\\"):
        try:
            return list(csv.reader(lines, delimiter=delimiter, escapechar=escape, strict=True))
        except csv.Error:
            continue
    return [_row(line, delimiter) for line in lines]


def _row(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return line.rstrip("\r\n").split(delimiter)


def _shown(cell: str) -> str:
    """A cell as programs show it: ="00042", which keeps Excel from reading a number, as 00042."""
    found = _KEPT_AS_TEXT.fullmatch(cell)
    return found[1].replace('""', '"') if found else cell


def _delimiter(lines: list[str]) -> str:
    """The delimiter by which most rows have as many cells as most others; a comma where none does."""
    return max(_DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: list[str], delimiter: str) -> tuple[float, int]:
    rows = [row for row in islice(_rows(lines[:_SAMPLE], delimiter), _SAMPLE) if any(map(str.strip, row))]
    counts = Counter(len(row) for row in rows if len(row) > 1)
    if not counts:
        return 0.0, 0
    size, count = counts.most_common(1)[0]
    return round(count / len(rows), 1), size
