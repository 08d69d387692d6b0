"""What calamine does not tell of a workbook: formats of numbers, and how far apart its cells are."""

import re
from collections.abc import Mapping, Sequence

from retrieval.ingestion.loaders.packages.elements import Attributes, too_large
from retrieval.ingestion.loaders.packages.package import Package
from retrieval.ingestion.loaders.sheets.values import Format, format_of

_MAIN = "xl/workbook.xml"
_PLACE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_LARGEST = 5_000_000  # cells between the first and the last of a sheet: calamine keeps them all


class Formats:
    """The formats of a workbook's cells.

    Args:
        formats: By the number of the style.
        styles: Of each sheet, by name, the style of cells by row and column, from 0.
    """

    def __init__(
        self, formats: Sequence[Format | None], styles: Mapping[str, Mapping[tuple[int, int], int]]
    ) -> None:
        self._formats = formats
        self._styles = styles

    def of(self, sheet: str, row: int, column: int) -> Format | None:
        """The format of a cell, None where it has none that counts."""
        style = self._styles.get(sheet, {}).get((row, column))
        return self._formats[style] if style is not None else None


def formats_of(data: bytes) -> Formats:
    """The formats of an xlsx file.

    Raises:
        BadZipFile, ExpatError: The file is damaged.
        DocumentError: It holds more than a document may, or its cells are too far apart.
    """
    package = Package(data, _MAIN)
    relations = package.relations(package.main)
    styles = next((relation.part for relation in relations.values() if relation.kind == "styles"), "")
    formats = _formats(package, styles)
    sheets = {}
    for sheet in package.elements(package.main, "sheet"):
        relation = relations.get(sheet.attributes.get("id", ""))
        if relation and relation.kind == "worksheet":
            cells = _Cells(formats)
            package.read(relation.part, cells)
            sheets[sheet.attributes.get("name", "")] = cells.styles
    return Formats(formats, sheets)


def _formats(package: Package, part: str) -> list[Format | None]:
    found = package.elements(part, "numFmts", "cellXfs") if part else []
    codes = {
        code.attributes.get("numFmtId", ""): code.attributes.get("formatCode", "")
        for group in found
        for code in group.all("numFmt")
    }
    ids = [
        style.attributes.get("numFmtId", "0")
        for group in found
        if group.name == "cellXfs"
        for style in group.all("xf")
    ]
    return [format_of(int(id_) if id_.isdecimal() else 0, codes.get(id_)) for id_ in ids]


class _Cells:
    """A handler that keeps the styles of a sheet's cells, and looks at how far apart they are."""

    def __init__(self, formats: Sequence[Format | None]) -> None:
        self.styles: dict[tuple[int, int], int] = {}
        self._formats = formats
        self._rows: tuple[int, int] | None = None
        self._columns = (0, 0)
        self._cell: tuple[int, int] | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        """A cell, or its value, begins."""
        if name == "c":
            place = _PLACE.fullmatch(attributes.get("r", ""))
            self._cell = (int(place[2]) - 1, _column(place[1])) if place else None
            style = _number(attributes.get("s"), 0)
            if self._cell and style < len(self._formats) and self._formats[style]:
                self.styles[self._cell] = style
        elif name in {"v", "is", "f"} and self._cell:
            self._reach(*self._cell)

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Values are read by calamine."""

    def _reach(self, row: int, column: int) -> None:
        first, last = self._rows or (row, row)
        left, right = self._columns if self._rows else (column, column)
        self._rows = min(first, row), max(last, row)
        self._columns = min(left, column), max(right, column)
        size = (self._rows[1] + 1) * (self._columns[1] + 1)
        if size > _LARGEST:
            raise too_large(f"a sheet of {size} cells, most of them empty")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _number(text: str | None, default: int = 1) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 12 else default
