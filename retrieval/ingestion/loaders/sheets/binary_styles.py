"""What calamine does not tell of workbooks of Excel 97 to 2003 (xls): records of their stream (MS-XLS)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from struct import Struct

import olefile

from retrieval.ingestion.loaders.sheets.number_formats import Format, format_of
from retrieval.ingestion.loaders.sheets.styles import MOST_RUNS, Formats, Hidden

_STREAM, _OLD_STREAM = "Workbook", "Book"
_OLD = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
"""How files of Excel 2 to 4 begin."""


class _Kind:
    """Kinds of records."""

    SHEET, FORMAT, STYLE, CELL_RUN, BEGINNING = 0x85, 0x41E, 0xE0, 0xBD, 0x809
    ROW, COLUMNS = 0x208, 0x7D
    CELLS = frozenset({0x203, 0x27E, 0x06})  # numbers, short numbers, results of formulas


_PAIR, _TRIPLE = Struct("<HH"), Struct("<HHH")
_SHEET_HEAD = Struct("<IHBB")
_ROW, _COLUMNS = Struct("<H10xH"), Struct("<HH4xH")
_HIDDEN_ROW, _HIDDEN_COLUMNS = 0x20, 0x1
_RUN_STEP = 6  # bytes of each cell of a run: its style, and a number

Cell = tuple[int, int, int]
"""Row, column, style."""


@dataclass(slots=True)
class _Sheet:
    """The styles of a sheet's cells by row and column, and what of it is not shown."""

    styles: dict[tuple[int, int], int] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)

    def hide(self, kind: int, record: bytes) -> None:
        """Keep what a record says is not shown, of a row or of columns."""
        if kind == _Kind.ROW and len(record) >= _ROW.size:
            row, flags = _ROW.unpack_from(record)
            if flags & _HIDDEN_ROW:
                self.rows.add(row)
        elif kind == _Kind.COLUMNS and len(record) >= _COLUMNS.size:
            first, last, flags = _COLUMNS.unpack_from(record)
            if flags & _HIDDEN_COLUMNS and len(self.columns) < MOST_RUNS:
                self.columns.append((first, last))


def is_old(data: bytes) -> bool:
    """Whether a file is of Excel 95 or before, whose texts calamine does not read right."""
    if data.startswith(_OLD):
        return True
    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            return bool(file.exists(_OLD_STREAM)) and not file.exists(_STREAM)
    except (OSError, ValueError, IndexError, RuntimeError):
        return False


def binary_formats(data: bytes) -> tuple[Formats | None, bytes]:
    """The formats of an xls file, and the file as calamine is to read it.

    calamine takes styles with formats 27 to 36 and 50 to 58 for days, though a file may define these as
    something else, and what it takes for a day before 1900 is lost. Such styles become general.

    Returns:
        None and the same bytes for a file that has no stream of records or breaks off. Whether it is
        damaged is left to who reads its values.
    """
    try:
        source = BytesIO(data)
        with olefile.OleFileIO(source, write_mode=True) as file:
            records = file.openstream(_STREAM).read()
            formats, no_days = _formats(records)
            if no_days:
                file.write_stream(_STREAM, _with_general(records, no_days))
        return formats, source.getvalue() if no_days else data
    except (OSError, ValueError, IndexError, RuntimeError):
        return None, data


def _formats(data: bytes) -> tuple[Formats, list[int]]:
    """The formats, and where styles are whose format, defined by the file, is none of days."""
    names: dict[int, str] = {}
    codes: dict[int, str] = {}
    formats: list[Format | None] = []
    no_days: list[int] = []
    sheets: dict[str, _Sheet] = {}
    sheet = _Sheet()
    for place, kind, record in _records(data):
        match kind:
            case _Kind.SHEET if len(record) > _SHEET_HEAD.size:
                start, _, _, wide = _SHEET_HEAD.unpack_from(record)
                names[start] = _text(record[_SHEET_HEAD.size :], wide)
            case _Kind.FORMAT if len(record) > 5:
                codes[_PAIR.unpack_from(record)[0]] = _text(record[5:], record[4])
            case _Kind.STYLE if len(record) >= _PAIR.size:
                id_ = _PAIR.unpack_from(record)[1]
                formats.append(form := format_of(id_, codes.get(id_)))
                if id_ in codes and not (form and form.is_date):
                    no_days.append(place)
            case _Kind.BEGINNING:
                sheet = sheets.setdefault(names.get(place, ""), _Sheet())
            case _Kind.ROW | _Kind.COLUMNS:
                sheet.hide(kind, record)
            case _:
                for row, column, style in _cells(kind, record):
                    if style < len(formats) and formats[style]:
                        sheet.styles[row, column] = style
    hidden = {name: Hidden(frozenset(sheet.rows), tuple(sheet.columns)) for name, sheet in sheets.items()}
    return Formats(formats, {name: sheet.styles for name, sheet in sheets.items()}, hidden), no_days


def _with_general(data: bytes, styles: Collection[int]) -> bytes:
    """Records in which the styles at some places have the general format."""
    changed = bytearray(data)
    for place in styles:
        _PAIR.pack_into(changed, place + _PAIR.size, _PAIR.unpack_from(data, place + _PAIR.size)[0], 0)
    return bytes(changed)


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
