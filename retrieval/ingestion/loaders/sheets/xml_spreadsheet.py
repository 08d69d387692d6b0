"""Spreadsheets of Excel's XML of 2003, which many systems export under the name of an .xls."""

import re
from datetime import datetime
from io import BytesIO

from retrieval.ingestion.loaders.packages.elements import Attributes, stream, too_large
from retrieval.ingestion.loaders.plain import decode
from retrieval.ingestion.loaders.sheets.grid import Allowance
from retrieval.ingestion.loaders.sheets.number_formats import Format, format_of
from retrieval.ingestion.loaders.sheets.opendocument import LAST_COLUMN, LAST_ROW, Sheet
from retrieval.ingestion.loaders.sheets.styles import MOST_RUNS, number_of
from retrieval.ingestion.loaders.sheets.values import Value, shown

_BEGIN = re.compile(rb"[^<]{0,8}<(?:\?xml|!--|\w*:?Workbook\b)")
_ROOT = re.compile(rb"<\w*:?Workbook\b")
_NAMESPACE = b"urn:schemas-microsoft-com:office:spreadsheet"
_HEAD = 4_096  # bytes in which it says what it is
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_NAMED = {
    **dict.fromkeys(("Short Date", "General Date"), "yyyy/m/d"),
    **dict.fromkeys(("Long Date", "Medium Date"), 'yyyy"年"m"月"d"日"'),
    **dict.fromkeys(("Short Time", "Medium Time"), "h:mm"),
    "Long Time": "h:mm:ss",
    "Currency": "¥#,##0.00",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
    "General Number": "",
}
"""Formats that have names, by their codes."""


def is_xml_spreadsheet(data: bytes) -> bool:
    """Whether a file is such a spreadsheet."""
    head = data[:_HEAD].replace(b"\0", b"")  # of UTF-16
    return _BEGIN.match(head) is not None and _ROOT.search(head) is not None and _NAMESPACE in head


def read_sheets(data: bytes, allowance: Allowance) -> list[Sheet]:
    """The sheets of a file, in their order.

    Raises:
        ExpatError: The file is damaged.
        DocumentError: It holds more than a document may.
    """
    handler = _Sheets(allowance)
    stream(BytesIO(_DECLARATION.sub("", decode(data), count=1).encode()), handler)
    return handler.sheets


class _Sheets:
    """A handler that builds the sheets."""

    def __init__(self, allowance: Allowance) -> None:
        self.sheets: list[Sheet] = []
        self._allowance = allowance
        self._formats: dict[str, Format | None] = {}
        self._style = ""
        self._row = self._column = 0
        self._texts: dict[int, str] = {}
        self._cell_style = ""
        self._kind = ""
        self._value = ""
        self._open: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        self._open.append(name)
        match name:
            case "Style":
                self._style = attributes.get("ID", "")
                self._formats[self._style] = self._formats.get(attributes.get("Parent", ""))
            case "NumberFormat":
                code = attributes.get("Format", "")
                self._formats[self._style] = format_of(0, _NAMED.get(code, code))
            case "Worksheet":
                self.sheets.append(Sheet(attributes.get("Name", ""), hidden=False))
                self._row = self._column = 0
            case "Column" if self.sheets:
                self._begin_columns(attributes)
            case "Row" if self.sheets:
                self._begin_row(attributes)
            case "Cell" if self.sheets:
                self._begin_cell(attributes)
            case "Data":
                self._kind = attributes.get("Type", "")

    def end(self, name: str) -> None:
        """An element ends."""
        self._open.pop()
        if name == "Cell" and self.sheets:
            self._end_cell()
        elif name == "Row" and self._texts:
            self.sheets[-1].rows[self._row - 1] = self._allowance.take(self._texts)

    def text(self, text: str) -> None:
        """Text of a cell; comments on it are left out."""
        if "Data" in self._open and "Comment" not in self._open:
            self._value += text
        elif self.sheets and self._open[-1:] == ["Visible"] and text.strip().startswith("SheetHidden"):
            self.sheets[-1].hidden = True

    def _begin_columns(self, attributes: Attributes) -> None:
        first = number_of(attributes.get("Index"), self._column + 1) - 1
        self._column = first + 1 + number_of(attributes.get("Span"), 0)
        columns = self.sheets[-1].hidden_columns
        if attributes.get("Hidden") == "1" and len(columns) < MOST_RUNS:
            columns.append((first, self._column - 1))

    def _begin_row(self, attributes: Attributes) -> None:
        first = number_of(attributes.get("Index"), self._row + 1) - 1
        self._row = first + 1 + number_of(attributes.get("Span"), 0)
        if self._row > LAST_ROW:
            raise too_large(f"{self._row} rows")
        if attributes.get("Hidden") == "1":
            self.sheets[-1].hidden_rows.update(range(first, self._row))
        self._column, self._texts = 0, {}

    def _begin_cell(self, attributes: Attributes) -> None:
        self._column = number_of(attributes.get("Index"), self._column + 1) - 1
        if self._column > LAST_COLUMN:
            raise too_large(f"{self._column} columns")
        self._cell_style, self._kind, self._value = attributes.get("StyleID", ""), "", ""
        across, down = (number_of(attributes.get(name), 0) for name in ("MergeAcross", "MergeDown"))
        if across or down:
            top, left = self._row - 1, self._column
            self.sheets[-1].merged.append(((top, left), (top + down, left + across)))
        self._texts[self._column] = ""
        self._column += 1 + across

    def _end_cell(self) -> None:
        column = next(reversed(self._texts))
        text = " ".join(self._shown().split())
        if text:
            self._texts[column] = text
        else:
            del self._texts[column]

    def _shown(self) -> str:
        """The value of a cell as its format shows it."""
        value: Value = self._value
        try:
            if self._kind == "Number":
                value = float(self._value)
            elif self._kind == "DateTime":
                value = datetime.fromisoformat(self._value)
            elif self._kind == "Boolean":
                value = self._value.strip() == "1"
        except ValueError:
            value = self._value
        return shown(value, self._formats.get(self._cell_style or "Default"))
