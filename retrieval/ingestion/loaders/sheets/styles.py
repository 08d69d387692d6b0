"""What calamine does not tell of a workbook: formats of numbers, and how far apart its cells are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from retrieval.ingestion.loaders.packages.elements import Attributes, is_true, too_large
from retrieval.ingestion.loaders.packages.package import Package
from retrieval.ingestion.loaders.sheets.grid import Allowance
from retrieval.ingestion.loaders.sheets.number_formats import Format, format_of

_MAIN = "xl/workbook.xml"
_PLACE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
MOST_RUNS = 1_000
"""Runs of hidden columns of a sheet that are kept."""
LARGEST = 5_000_000  # cells between the first and the last of a sheet: calamine keeps them all
_HIDDEN = frozenset(("hidden", "veryHidden"))


@dataclass(frozen=True, slots=True)
class Hidden:
    """What of a sheet is not shown: rows, from 0, and of each run of columns the first and the last."""

    rows: frozenset[int] = frozenset()
    columns: tuple[tuple[int, int], ...] = ()

    def has_column(self, column: int) -> bool:
        """Whether a column is not shown."""
        return any(first <= column <= last for first, last in self.columns)


_NOTHING = Hidden()


class Formats:
    """The formats of a workbook's cells.

    Args:
        formats: By the number of the style.
        styles: Of each sheet, by name, the style of cells by row and column, from 0.
        hidden: Of each sheet, by name, what of it is not shown.
    """

    def __init__(
        self,
        formats: Sequence[Format | None],
        styles: Mapping[str, Mapping[tuple[int, int], int]],
        hidden: Mapping[str, Hidden] = MappingProxyType({}),
    ) -> None:
        self._formats = formats
        self._styles = styles
        self._hidden = hidden

    def hidden(self, sheet: str) -> Hidden:
        """What of a sheet is not shown."""
        return self._hidden.get(sheet, _NOTHING)

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
    parts = {relation.kind: relation.part for relation in relations.values()}
    formats = _formats(package, parts.get("styles", ""))
    strings = _Lengths()
    package.read(parts.get("sharedStrings", ""), strings)
    allowance = Allowance()
    sheets, hidden = {}, {}
    for sheet in package.elements(package.main, "sheet"):
        relation = relations.get(sheet.attributes.get("id", ""))
        is_shown = sheet.attributes.get("state") not in _HIDDEN
        if is_shown and relation and relation.kind == "worksheet":
            cells = _Cells(formats, strings.found, allowance)
            package.read(relation.part, cells)
            sheets[sheet.attributes.get("name", "")] = cells.styles
            hidden[sheet.attributes.get("name", "")] = cells.hidden()
    return Formats(formats, sheets, hidden)


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


class _Lengths:
    """A handler that counts the characters of each shared string."""

    def __init__(self) -> None:
        self.found: list[int] = []

    def start(self, name: str, _: Attributes) -> None:
        """A string begins, or something in it."""
        if name == "si":
            self.found.append(0)

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text of the string that began last."""
        if self.found:
            self.found[-1] += len(text)


class _Cells:
    """A handler that keeps the styles of a sheet's cells, and looks at how many there are and how far apart.

    Args:
        formats: By the number of the style.
        strings: How long each shared string is: calamine copies it for each cell that refers to it.
        allowance: Counts the cells.
    """

    def __init__(
        self, formats: Sequence[Format | None], strings: Sequence[int], allowance: Allowance
    ) -> None:
        self.styles: dict[tuple[int, int], int] = {}
        self._formats = formats
        self._strings = strings
        self._allowance = allowance
        self._hidden_rows: set[int] = set()
        self._hidden_columns: list[tuple[int, int]] = []
        self._rows: tuple[int, int] | None = None
        self._columns = (0, 0)
        self._row = -1
        self._column = -1
        self._is_shared = False
        self._value: str | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        """A row, a cell, or its value begins."""
        if name == "row":
            self._row = number_of(attributes.get("r"), self._row + 2) - 1
            self._column = -1
            if is_true(attributes.get("hidden", "0")):
                self._hidden_rows.add(self._row)
        elif (
            name == "col" and is_true(attributes.get("hidden", "0")) and len(self._hidden_columns) < MOST_RUNS
        ):
            first, last = (number_of(attributes.get(edge), 0) - 1 for edge in ("min", "max"))
            self._hidden_columns.append((first, last))
        elif name == "c":
            self._begin(attributes)
        elif name in {"v", "is", "f"} and self._column >= 0:
            self._reach(self._row, self._column)
            self._value = "" if name == "v" else None

    def end(self, name: str) -> None:
        """A value ends."""
        if name == "v" and self._value is not None:
            place = number_of(self._value, len(self._strings)) if self._is_shared else len(self._strings)
            self._allowance.count(1, self._strings[place] if place < len(self._strings) else 0)
            self._value = None

    def text(self, text: str) -> None:
        """Text, kept where it is the number of a shared string."""
        if self._value is not None and self._is_shared:
            self._value += text

    def hidden(self) -> Hidden:
        """What of the sheet is not shown."""
        return Hidden(frozenset(self._hidden_rows), tuple(self._hidden_columns))

    def _begin(self, attributes: Attributes) -> None:
        """Find out the place of a cell, behind the one before where it has none, and its style."""
        place = _PLACE.fullmatch(attributes.get("r", ""))
        self._row, self._column = (
            (int(place[2]) - 1, _column(place[1])) if place else (self._row, self._column + 1)
        )
        self._is_shared = attributes.get("t") == "s"
        style = number_of(attributes.get("s"), 0)
        if style < len(self._formats) and self._formats[style]:
            self.styles[self._row, self._column] = style

    def _reach(self, row: int, column: int) -> None:
        first, last = self._rows or (row, row)
        left, right = self._columns if self._rows else (column, column)
        self._rows = min(first, row), max(last, row)
        self._columns = min(left, column), max(right, column)
        size = (self._rows[1] + 1) * (self._columns[1] + 1)
        if size > LARGEST:
            raise too_large(f"a sheet of {size} cells, most of them empty")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def number_of(text: str | None, default: int = 1) -> int:
    """A number from 0 of less than twelve digits, else the default."""
    return int(text) if text and text.isdecimal() and len(text) < 12 else default
