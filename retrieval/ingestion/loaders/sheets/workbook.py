"""Workbooks (xlsx and xls, read with calamine, ods, and Excel's XML): visible sheets in their order."""

import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import accumulate
from xml.parsers.expat import ExpatError

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.extracts import Extract, Part
from retrieval.ingestion.loaders import html
from retrieval.ingestion.loaders.packages.container import DAMAGED, Container, is_compound, is_locked
from retrieval.ingestion.loaders.sheets import delimited, opendocument, xml_spreadsheet
from retrieval.ingestion.loaders.sheets.binary_styles import binary_formats, is_old
from retrieval.ingestion.loaders.sheets.grid import Allowance, Range, Texts, sheet_blocks, texts_of
from retrieval.ingestion.loaders.sheets.sectors import check_sectors
from retrieval.ingestion.loaders.sheets.styles import Formats, Hidden, formats_of
from retrieval.ingestion.loaders.sheets.values import shown

_READ = re.compile(r"(?i).*\.(?:xml|rels)|mimetype")
_MADE_UP = re.compile(r"(?i)(?:sheet|工作表|表)\s*\d*")
_ZIP = b"PK"


def extract(data: bytes) -> Extract:
    """Each visible sheet a part: captions as headings, a block for each row of its tables.

    A file that is named .xls and holds HTML or delimited text, as many systems write them, is read as that.

    Raises:
        DocumentError: The file is damaged, locked by a password, or holds more than can be read.
    """
    if is_old(data):
        raise DocumentError(
            "The file is of Excel 95 or before; open it in Excel or WPS and save it as .xlsx.",
            Unreadable.KIND,
        )
    if not (data.startswith(_ZIP) or is_compound(data)):
        if xml_spreadsheet.is_xml_spreadsheet(data):
            return Extract((), parts=tuple(_whole_parts(_xml_sheets(data))))
        is_page = data.lstrip()[:1] == b"<" or html.is_saved(data)
        return html.extract(data) if is_page else delimited.extract(data)
    try:
        return _extract(data)
    except PasswordError as error:
        raise _locked() from error
    except (*DAMAGED, CalamineError, ExpatError) as error:
        if is_locked(data) or opendocument.is_locked(data):
            raise _locked() from error
        raise _damaged() from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # of calamine, on files that break off
            raise _damaged() from error
        raise


def _extract(data: bytes) -> Extract:
    formats: Formats | None = None
    allowance = Allowance()
    if data.startswith(_ZIP):
        container = Container(data)
        if opendocument.CONTENT in container:
            return Extract((), parts=tuple(_whole_parts(opendocument.read_sheets(container, allowance))))
        formats = formats_of(data)
        data = container.repacked(_READ)
    else:
        check_sectors(data)
        formats, data = binary_formats(data)
    book = load_workbook(BytesIO(data))
    return Extract((), parts=tuple(_parts(book, allowance, formats)))


def _xml_sheets(data: bytes) -> list[opendocument.Sheet]:
    try:
        return xml_spreadsheet.read_sheets(data, Allowance())
    except ExpatError as error:
        raise _damaged() from error


def _whole_parts(sheets: Iterable[opendocument.Sheet]) -> Iterator[Part]:
    """The visible ones of sheets that were read as a whole."""
    for sheet in sheets:
        if not sheet.hidden:
            yield _part(sheet.name, *_without(frozenset(sheet.hidden_rows), sheet.all_rows(), sheet.merged))


def _parts(book: CalamineWorkbook, allowance: Allowance, formats: Formats | None) -> Iterator[Part]:
    for index, about in enumerate(book.sheets_metadata):
        if about.visible is not SheetVisibleEnum.Visible or about.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(index)
        rows = [allowance.take(row) for row in _rows(sheet, formats, about.name)]
        hidden = formats.hidden(about.name).rows if formats else frozenset()
        yield _part(about.name, *_without(hidden, rows, sheet.merged_cell_ranges))


def _part(name: str, rows: Iterable[Texts], merged: Sequence[Range] | None) -> Part:
    name = "" if _MADE_UP.fullmatch(name) else name
    return Part(name, Extract(tuple(sheet_blocks(rows, merged))))


def _without(
    hidden: frozenset[int], rows: Sequence[Texts], merged: Sequence[Range] | None
) -> tuple[Sequence[Texts], Sequence[Range] | None]:
    """Rows without those that are not shown, and the merged cells at their new places."""
    if not hidden:
        return rows, merged
    places = list(accumulate((number not in hidden for number in range(len(rows))), initial=0))
    last = len(rows) - 1
    moved = [
        ((places[top], left), (places[min(bottom, last) + 1] - 1, right))
        for (top, left), (bottom, right) in merged or ()
        if top not in hidden and top <= last
    ]
    return [row for number, row in enumerate(rows) if number not in hidden], moved


def _rows(sheet: CalamineSheet, formats: Formats | None, name: str) -> Iterator[Texts]:
    hidden = formats.hidden(name) if formats else Hidden()
    for number, row in enumerate(sheet.iter_rows()):
        texts = (
            (column, shown(value, formats.of(name, number, column) if formats else None))
            for column, value in enumerate(row)
            if value != "" and not hidden.has_column(column)  # of a sheet with cells far apart, nearly all
        )
        yield dict(texts_of(texts))


def _damaged() -> DocumentError:
    return DocumentError(
        "The file is not a workbook, or it is damaged; open it in Excel or WPS and save it as .xlsx.",
        Unreadable.DAMAGED,
    )


def _locked() -> DocumentError:
    return DocumentError("The file is locked by a password; save a copy without one.", Unreadable.LOCKED)
