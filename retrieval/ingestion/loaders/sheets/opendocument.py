"""Spreadsheets of OpenDocument (ods): the texts that their cells show, as the file itself keeps them."""

from dataclasses import dataclass, field

from retrieval.errors import DocumentError
from retrieval.ingestion.loaders.packages.container import DAMAGED, Container
from retrieval.ingestion.loaders.packages.elements import Attributes, stream, too_large
from retrieval.ingestion.loaders.sheets.grid import Allowance, Range, Texts
from retrieval.ingestion.loaders.sheets.styles import MOST_RUNS, Hidden, number_of

CONTENT = "content.xml"
"""The part that holds the cells; an archive that has it is an OpenDocument file."""

_MANIFEST = "META-INF/manifest.xml"
_LONGEST_MANIFEST = 1 << 20
LAST_ROW, LAST_COLUMN = 1 << 20, 1 << 14
"""The size of a sheet of LibreOffice and of Excel."""
_MOST_COPIED = 50_000  # cells with text that a file says to repeat
_UNSEEN = frozenset(("collapse", "filter"))
_VALUES = ("date-value", "time-value", "boolean-value", "value")


@dataclass(slots=True)
class Sheet:
    """A sheet as it is shown.

    Attributes:
        name: What its tab says.
        hidden: Whether it is not shown.
        rows: Its rows with text by number, from 0.
        merged: Its merged cells.
        hidden_rows: The rows with text that are not shown.
        hidden_columns: Of each run of columns that are not shown the first and the last.
    """

    name: str
    hidden: bool
    rows: dict[int, Texts] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def all_rows(self) -> list[Texts]:
        """All rows up to the last with text, empty ones included, without columns that are not shown."""
        hidden = Hidden(columns=tuple(self.hidden_columns))
        shown = (self.rows.get(row, {}) for row in range(max(self.rows, default=-1) + 1))
        if not self.hidden_columns:
            return list(shown)
        return [{at: text for at, text in row.items() if not hidden.has_column(at)} for row in shown]


def read_sheets(container: Container, allowance: Allowance) -> list[Sheet]:
    """The sheets of a file, in their order.

    Raises:
        BadZipFile, ExpatError: The file is damaged.
        DocumentError: It holds more than a document may.
    """
    handler = _Sheets(allowance)
    with container.open(CONTENT) as source:
        stream(source, handler)
    return handler.sheets


def is_locked(data: bytes) -> bool:
    """Whether a file is one of OpenDocument whose parts are encrypted."""
    try:
        container = Container(data)
        return b"encryption-data" in container.open(_MANIFEST).read(_LONGEST_MANIFEST)
    except (*DAMAGED, DocumentError):
        return False


class _Sheets:
    """A handler that builds the sheets."""

    def __init__(self, allowance: Allowance) -> None:
        self.sheets: list[Sheet] = []
        self._allowance = allowance
        self._hidden: set[str] = set()
        self._style = ""
        self._open: list[str] = []
        self._row = self._column = self._row_times = self._cell_times = self._written = self._copied = 0
        self._texts: dict[int, str] = {}
        self._lines: list[str] = []
        self._value = ""
        self._is_unseen = False

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        self._open.append(name)
        match name:
            case "style":
                self._style = attributes.get("name", "")
            case "table-properties" if attributes.get("display") == "false":
                self._hidden.add(self._style)
            case "table" if self._open.count("table") == 1:
                hidden = attributes.get("style-name") in self._hidden
                self.sheets.append(Sheet(attributes.get("name", ""), hidden))
                self._row = self._column = 0
            case "table-column" if self.sheets:
                first, self._column = (
                    self._column,
                    self._column + _times(attributes, "number-columns-repeated"),
                )
                if (
                    attributes.get("visibility") in _UNSEEN
                    and len(self.sheets[-1].hidden_columns) < MOST_RUNS
                ):
                    self.sheets[-1].hidden_columns.append((first, self._column - 1))
            case "table-row":
                self._is_unseen = attributes.get("visibility") in _UNSEEN
                self._row_times = _times(attributes, "number-rows-repeated")
                self._column = self._written = 0
                self._texts = {}
            case "table-cell" | "covered-table-cell":
                self._begin_cell(attributes)
            case "p":
                self._lines.append("")
            case "s" | "tab" | "line-break":
                self.text(" ")

    def end(self, name: str) -> None:
        """An element ends."""
        self._open.pop()
        if name in {"table-cell", "covered-table-cell"}:
            self._end_cell()
        elif name == "table-row" and self.sheets:
            self._end_row()

    def text(self, text: str) -> None:
        """Text of a cell; notes beside it are left out."""
        if self._lines and "p" in self._open and "annotation" not in self._open:
            self._lines[-1] += text

    def _begin_cell(self, attributes: Attributes) -> None:
        self._cell_times = _times(attributes, "number-columns-repeated")
        self._lines = []
        self._value = next((attributes[name] for name in _VALUES if name in attributes), "")
        columns, rows = (_times(attributes, f"number-{what}-spanned") for what in ("columns", "rows"))
        if self.sheets and columns * rows > 1:
            place = self._row, self._column
            self.sheets[-1].merged.append((place, (place[0] + rows - 1, place[1] + columns - 1)))

    def _end_cell(self) -> None:
        text = " ".join(" ".join(self._lines).split()) or self._value
        first, self._column = self._column, self._column + self._cell_times
        if not text:
            return
        if self._column > LAST_COLUMN:
            raise too_large(f"{self._column} columns")
        self._written += 1
        self._texts |= dict.fromkeys(range(first, self._column), text)

    def _end_row(self) -> None:
        first, self._row = self._row, self._row + self._row_times
        if not self._texts or self.sheets[-1].hidden:
            return
        self._copied += len(self._texts) * self._row_times - self._written
        if self._row > LAST_ROW or self._copied > _MOST_COPIED:
            raise too_large(f"{self._row} rows, {self._copied} cells that are copies")
        for row in range(first, self._row):
            self.sheets[-1].rows[row] = self._allowance.take(self._texts)
        if self._is_unseen:
            self.sheets[-1].hidden_rows.update(range(first, self._row))


def _times(attributes: Attributes, name: str) -> int:
    return max(number_of(attributes.get(name)), 1)
