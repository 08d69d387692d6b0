"""Formats of numbers in workbooks of Excel 97 to 2003 (xls): records of their binary stream (MS-XLS)."""

from collections.abc import Iterator
from io import BytesIO
from struct import Struct

import olefile

from retrieval.ingestion.loaders.sheets.number_formats import Format, format_of
from retrieval.ingestion.loaders.sheets.styles import Formats

_STREAMS = ("Workbook", "Book")


class _Kind:
    """Kinds of records."""

    SHEET, FORMAT, STYLE, CELL_RUN, BEGINNING = 0x85, 0x41E, 0xE0, 0xBD, 0x809
    CELLS = frozenset({0x203, 0x27E, 0x06})  # numbers, short numbers, results of formulas


_PAIR, _TRIPLE = Struct("<HH"), Struct("<HHH")
_SHEET_HEAD = Struct("<IHBB")
_RUN_STEP = 6  # bytes of each cell of a run: its style, and a number

Cell = tuple[int, int, int]
"""Row, column, style."""


def binary_formats(data: bytes) -> Formats | None:
    """The formats of an xls file, None where it has no stream of records or breaks off.

    Whether it is damaged is left to who reads its values.
    """
    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            name = next((name for name in _STREAMS if file.exists(name)), None)
            return _formats(file.openstream(name).read()) if name else None
    except (OSError, ValueError, IndexError, RuntimeError):
        return None


def _formats(data: bytes) -> Formats:
    names: dict[int, str] = {}
    codes: dict[int, str] = {}
    formats: list[Format | None] = []
    styles: dict[str, dict[tuple[int, int], int]] = {}
    sheet: dict[tuple[int, int], int] = {}
    for place, kind, record in _records(data):
        match kind:
            case _Kind.SHEET if len(record) > _SHEET_HEAD.size:
                start, _, _, wide = _SHEET_HEAD.unpack_from(record)
                names[start] = _text(record[_SHEET_HEAD.size :], wide)
            case _Kind.FORMAT if len(record) > 5:
                codes[_PAIR.unpack_from(record)[0]] = _text(record[5:], record[4])
            case _Kind.STYLE if len(record) >= _PAIR.size:
                id_ = _PAIR.unpack_from(record)[1]
                formats.append(format_of(id_, codes.get(id_)))
            case _Kind.BEGINNING:
                sheet = styles.setdefault(names.get(place, ""), {})
            case _:
                for row, column, style in _cells(kind, record):
                    if style < len(formats) and formats[style]:
                        sheet[row, column] = style
    return Formats(formats, styles)


def _records(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Offset, kind and content of each record."""
    place = 0
    while place + _PAIR.size <= len(data):
        kind, size = _PAIR.unpack_from(data, place)
        yield place, kind, data[place + _PAIR.size : place + _PAIR.size + size]
        place += _PAIR.size + size


def _cells(kind: int, record: bytes) -> Iterator[Cell]:
    if kind in _Kind.CELLS and len(record) >= _TRIPLE.size:
        yield _TRIPLE.unpack_from(record)
    elif kind == _Kind.CELL_RUN and len(record) >= _TRIPLE.size:
        row, first = _PAIR.unpack_from(record)
        for number, place in enumerate(range(_PAIR.size, len(record) - _RUN_STEP + 1, _RUN_STEP)):
            yield row, first + number, _PAIR.unpack_from(record, place)[0]


def _text(data: bytes, wide: int) -> str:
    return data.decode("utf-16-le" if wide & 1 else "latin-1", "replace")
