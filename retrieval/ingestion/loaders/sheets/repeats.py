"""How often an ods file says to repeat its cells and rows: calamine makes every copy."""

from retrieval.ingestion.loaders.packages.container import Container
from retrieval.ingestion.loaders.packages.elements import Attributes, stream, too_large
from retrieval.ingestion.loaders.sheets.grid import Allowance
from retrieval.ingestion.loaders.sheets.styles import LARGEST, number_of

_MOST_COPIED = 50_000  # cells with a value that a file says to repeat


def checked_ods(data: bytes) -> None:
    """Look at how often an ods file says to repeat cells and rows that hold something.

    Raises:
        BadZipFile, ExpatError: The file is damaged.
        DocumentError: It is more than a document has.
    """
    with Container(data).open("content.xml") as source:
        stream(source, _Repeats())


class _Repeats:
    """A handler that adds up the cells of a sheet as they are once repeated."""

    def __init__(self) -> None:
        self._allowance = Allowance()
        self._copied = self._rows = self._pending_rows = self._width = self._pending = 0
        self._written = self._filled = self._characters = self._cell_characters = 0
        self._row_times = self._cell_times = 1
        self._wide = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """A table, a row, a cell, or something in it begins."""
        if name == "table":
            self._rows = self._pending_rows = self._wide = 0
        elif name == "table-row":
            self._row_times = number_of(attributes.get("number-rows-repeated"))
            self._width = self._pending = self._written = self._filled = self._characters = 0
        elif name in {"table-cell", "covered-table-cell"}:
            self._cell_times = number_of(attributes.get("number-columns-repeated"))
            self._cell_characters = 0
            self._pending += self._cell_times
            if "value-type" in attributes:
                self._width = self._pending
                self._written += 1
                self._filled += self._cell_times
        elif name == "s":
            self._cell_characters += number_of(attributes.get("c"))

    def end(self, name: str) -> None:
        """A cell or a row ends; calamine makes the spaces and copies, so they are counted before."""
        if name in {"table-cell", "covered-table-cell"}:
            self._characters += self._cell_characters * self._cell_times
            self._allowance.count(0, self._cell_characters)
        elif name == "table-row":
            self._end_row()

    def text(self, text: str) -> None:
        """Text in a cell."""
        self._cell_characters += len(text)

    def _end_row(self) -> None:
        self._pending_rows += self._row_times
        if not self._width:
            return
        self._rows = self._pending_rows
        self._wide = max(self._wide, self._width)
        self._copied += self._filled * self._row_times - self._written
        self._allowance.count(self._written, self._characters * self._row_times)
        if self._copied > _MOST_COPIED or self._rows * self._wide > LARGEST:
            raise too_large(f"a sheet of {self._rows} rows and {self._wide} columns")
