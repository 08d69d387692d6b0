"""What stands where on a page. All positions are in points, from the left and from the bottom."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.ingestion.extracts import recognised_together
from retrieval.ingestion.loaders.tables import CELL_SEPARATOR, Row
from retrieval.ingestion.reflow.lines import glue

_LEAST_OVERLAP = 0.5  # of the lower of two things in one row
_CELL_GAP = 1.0  # heights of a row
_WORD_GAP = 0.15  # heights of a row
_LETTER_SPACED = re.compile(r"(?<!\S)\S(?: \S(?!\S)){3,}")
_CHINESE = re.compile("[\u2e80-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top, never 0."""
        return max(self.top - self.bottom, 1.0)


@dataclass(frozen=True, slots=True)
class Piece(Box):
    """A piece of a line without wide gaps in it.

    Attributes:
        text: Its text.
        is_mapped: Whether its font says which characters it is made of; else the text means nothing.
        recognised: As `Block.recognised`.
    """

    text: str
    is_mapped: bool = True
    recognised: float | None = None


@dataclass(frozen=True, slots=True)
class Rule(Box):
    """A straight line, along the text or across it."""

    @property
    def is_upright(self) -> bool:
        """Whether it goes across the text."""
        return self.top - self.bottom > self.width


@dataclass(frozen=True, slots=True)
class Page(Box):
    """The visible part of a page.

    Attributes:
        number: From 1.
        pieces: Its text in the order in which the file draws it.
        rules: Straight lines, edges of rectangles among them.
        pictures: The share of it that pictures cover.
        outlines: How many curved shapes are drawn.
    """

    number: int
    pieces: Sequence[Piece]
    rules: Sequence[Rule] = ()
    pictures: float = 0.0
    outlines: int = 0

    @property
    def recognised(self) -> float | None:
        """As `Block.recognised`, of all its text."""
        return recognised_together((piece.text, piece.recognised) for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Line(Box):
    """A line of text: the pieces that stand beside each other.

    Attributes:
        pieces: From the left.
        flow: Number of the column that it stands in on its page; what runs over all of it counts as one.
        is_column: Whether that is one of several columns.
    """

    pieces: Sequence[Piece]
    flow: int = 0
    is_column: bool = False

    @property
    def text(self) -> str:
        """Its text; a wide space stands for a gap."""
        return joined_pieces(self.pieces)

    @property
    def recognised(self) -> float | None:
        """As `Block.recognised`."""
        return recognised_together((piece.text, piece.recognised) for piece in self.pieces)

    def without(self, marks: frozenset[str]) -> "Line":
        """The line without raised pieces of these texts: the marks that refer to notes."""
        kept = [piece for piece in self.pieces if not (piece.text.strip() in marks and self.raises(piece))]
        if len(kept) == len(self.pieces):
            return self
        return Line(self.left, self.bottom, self.right, self.top, kept, self.flow, self.is_column)

    def raises(self, piece: Piece) -> bool:
        """Whether a piece of it is smaller and stands higher than the others."""
        return piece.height < 0.8 * self.height and piece.bottom - self.bottom > 0.2 * self.height


@dataclass(frozen=True, slots=True)
class Table(Box):
    """A table with ruling lines.

    Attributes:
        page: The page that it stands on, from 1.
        rows: Its rows from the top, none without text.
        columns: Where its columns begin, and where the last one ends.
    """

    page: int
    rows: Sequence[Row]
    columns: tuple[float, ...]


def lines_of(pieces: Iterable[Piece], flow: int = 0, is_column: bool = False) -> list[Line]:
    """The lines that pieces make up, from the top."""
    lines: list[Line] = []
    row: list[Piece] = []
    bottom = top = 0.0
    for piece in sorted(pieces, key=lambda piece: -(piece.top + piece.bottom)):
        overlap = min(top, piece.top) - max(bottom, piece.bottom)
        if row and overlap < min(piece.height, max(top - bottom, 1.0)) * _LEAST_OVERLAP:
            lines.append(_line(row, flow, is_column))
            row = []
        bottom = min(bottom, piece.bottom) if row else piece.bottom
        top = max(top, piece.top) if row else piece.top
        row.append(piece)
    return [*lines, _line(row, flow, is_column)] if row else lines


def _line(row: Sequence[Piece], flow: int, is_column: bool) -> Line:
    pieces = sorted(row, key=lambda piece: piece.left)
    left, right = pieces[0].left, max(piece.right for piece in pieces)
    bottom, top = min(piece.bottom for piece in pieces), max(piece.top for piece in pieces)
    return Line(left, bottom, right, top, pieces, flow, is_column)


def joined_pieces(pieces: Sequence[Piece]) -> str:
    """The text of pieces from left to right; Chinese that is spaced out is closed up."""
    text = ""
    height = max((piece.height for piece in pieces), default=1.0)
    before: Piece | None = None
    for piece in pieces:
        gap = piece.left - before.right if before else 0.0
        if gap > _CELL_GAP * height:
            text += CELL_SEPARATOR
        elif gap > _WORD_GAP * height:
            text += glue(text, piece.text)
        text += piece.text
        before = piece
    return _LETTER_SPACED.sub(_closed_up, text)


def _closed_up(spaced: re.Match[str]) -> str:
    text = spaced[0].replace(" ", "")
    return text if len(_CHINESE.findall(text)) * 2 >= len(text) else spaced[0]
