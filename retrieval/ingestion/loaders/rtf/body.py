"""The paragraphs and rows of rich text while they are read, and what holds within a group."""

from dataclasses import dataclass, field, replace

from retrieval.ingestion.loaders.plain import clean
from retrieval.ingestion.loaders.rtf.grid import Edge, Row


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    Attributes:
        text: Its text; line breaks in it stay.
        level: The depth of the heading that it is, 0 for text.
        is_centred: Whether it is in the middle.
        is_item: Whether it is an item of a list.
    """

    text: str
    level: int = 0
    is_centred: bool = False
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What holds within a group.

    Attributes:
        is_ignored: Whether what is in it is no text of the document.
        names_fonts: Whether it is the table of fonts.
        font: The number of the font.
        fallback: Characters after each \\u that stand for it in old programs.
        is_hidden: Whether its text is not shown.
        in_table: Whether its paragraphs stand in a table.
        level: The depth of the heading that its paragraphs are, 0 for text.
        is_centred: Whether they are in the middle.
        label: After how many pieces of text the mark of an item of a list begins, -1 in no such mark.
        is_starred: Whether it is ignored only because old programs are to pass over it.
        in_shape: Whether it is of a shape, whose text is read.
        instructs: Whether its text says what a field is.
        story: How many texts beside the text it stands in, one in the other.
    """

    is_ignored: bool = False
    names_fonts: bool = False
    font: str = ""
    fallback: int = 1
    is_hidden: bool = False
    in_table: bool = False
    level: int = 0
    is_centred: bool = False
    label: int = -1
    is_starred: bool = False
    in_shape: bool = False
    instructs: bool = False
    story: int = 0


@dataclass(slots=True)
class Body:
    """The paragraphs and rows that are read so far, and what is open.

    Attributes:
        beside: Texts beside the paragraph that is open, its footnotes and text boxes, which come after it.
        beside_rows: Those beside the rows of a table, which come after it.
    """

    found: list[Paragraph | Row] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    edge: Edge = field(default_factory=lambda: Edge(0))
    is_item: bool = False
    beside: list[Paragraph | Row] = field(default_factory=list)
    beside_rows: list[Paragraph | Row] = field(default_factory=list)

    def taken(self) -> str:
        """The text since the last paragraph or cell; \\u gives halves of rare characters."""
        units = "".join(self.pieces).encode("utf-16-le", "surrogatepass")
        self.pieces.clear()
        return clean(units.decode("utf-16-le", "replace"))

    def end_paragraph(self, group: Group) -> None:
        """A paragraph ends, or a line within a cell."""
        if group.in_table:
            self.pieces.append("\n")
        else:
            self.end_table()
            self.found.append(Paragraph(self.taken(), group.level, group.is_centred, self.is_item))
            self.found += self.beside
            self.is_item, self.beside = False, []

    def end_label(self, start: int) -> None:
        """The mark of an item ends: a number stays, a bullet does not."""
        label = "".join(self.pieces[start:]).strip()
        self.is_item = True
        self.pieces[start:] = [f"{label} "] if any(map(str.isalnum, label)) else []

    def end_cell(self) -> None:
        """A cell ends."""
        self.cells.append(" ".join(self.taken().split()))

    def end_row(self) -> None:
        """A row ends, if one is open."""
        if self.cells:
            self.found.append(Row(self.cells, self.edges))
            self.beside_rows += self.beside
            self.cells, self.beside = [], []

    def end_table(self) -> None:
        """A table ends, if one is open."""
        self.end_row()
        self.found += self.beside_rows
        self.beside_rows = []

    def end(self, group: Group) -> list[Paragraph | Row]:
        """All ends; returns what was read."""
        if self.pieces or self.beside:
            self.end_paragraph(replace(group, in_table=False))
        self.end_table()
        return self.found
