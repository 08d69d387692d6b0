"""Paragraphs of Word as blocks: with their numbers, as headings, items or text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from retrieval.ingestion.extracts import Block, Form
from retrieval.ingestion.loaders.docx.numbering import Numbering
from retrieval.ingestion.loaders.docx.styles import Style, Styles, outline_level
from retrieval.ingestion.loaders.packages.elements import Element, too_large
from retrieval.ingestion.loaders.plain import clean
from retrieval.ingestion.reflow.layout import is_entry
from retrieval.ingestion.reflow.lines import ends_sentence, joined

_MOST_CHARACTERS: Final = 10_000_000  # of all blocks; a small file can be made to hold many times as many
_MOST_CELLS: Final = 500_000
_LONGEST_HEADING = 100  # characters; headings are sometimes the style of whole clauses


@dataclass(slots=True, eq=False)
class Paragraph:
    """A paragraph while it is read.

    Attributes:
        style: Its style.
        properties: Its own properties, None before they are read and where it has none.
        pieces: Its text so far.
        apart: What is anchored in it and is read after it: text boxes and notes.
    """

    style: Style
    properties: Element | None = None
    pieces: list[str] = field(default_factory=list)
    apart: list[Block] = field(default_factory=list)

    @property
    def mark(self) -> Element | None:
        """The properties of the mark at its end."""
        return self.properties.find("rPr") if self.properties else None

    @property
    def goes_on(self) -> bool:
        """Whether its end is deleted under revision, so that the next paragraph is one with it."""
        return self.mark is not None and any(self.mark.find(name) for name in ("del", "moveFrom"))


class Paragraphs:
    """Makes blocks of the paragraphs of a file, in reading order, within limits.

    Args:
        styles: The styles of the file.
        numbering: Its lists.

    Attributes:

    """

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._characters = self._cells = 0

    def begin(self) -> Paragraph:
        """A paragraph without properties."""
        return Paragraph(self._styles.find(None))

    def describe(self, paragraph: Paragraph, properties: Element) -> None:
        """Take the properties of a paragraph."""
        paragraph.properties = properties
        paragraph.style = self._styles.find(properties.value("pStyle"))

    def is_hidden(self, run: Element) -> bool | None:
        """Whether a run is hidden by its properties or by its style, None where they say nothing."""
        if run.find("vanish"):
            return run.is_on("vanish")
        style = run.value("rStyle")
        return True if style is not None and self._styles.find(style).hidden else None

    def blocks(self, paragraph: Paragraph) -> Iterator[Block]:
        """The lines of a paragraph, none of one that is hidden or of a table of contents.

        Those in the middle are as `Block.level` says of a title; whether they are one, the whole tells.

        Raises:
            DocumentError: With it, the file holds more text than a document may.
        """
        text = clean("".join(paragraph.pieces)).replace("\u2028", "\n")
        has_text = bool(text) and not text.isspace()
        mark = paragraph.mark
        if not has_text and mark is not None and mark.is_on("vanish"):
            return
        label = self._numbering.label(paragraph.properties, paragraph.style)
        if paragraph.style.is_contents:
            return
        if label is not None:
            text = (label.text + text.lstrip()).rstrip()
        self.count(characters=len(text))
        lines = text.splitlines()
        if (level := _level(paragraph, text, lines)) > 0:
            yield Block(joined(lines), heading=True, level=level)
            return
        own = paragraph.properties.value("jc") if paragraph.properties else None
        is_centred = paragraph.style.centred if own is None else own == "center"
        for line in lines or [""]:
            form = Form.ITEM if label is not None and is_entry(line) else Form.TEXT
            yield Block(line, form=form, level=int(is_centred and form is Form.TEXT))

    def count(self, characters: int = 0, cells: int = 0) -> None:
        """Count what is read.

        Raises:
            DocumentError: It is more than a document may hold.
        """
        self._characters += characters
        self._cells += cells
        if self._characters > _MOST_CHARACTERS:
            raise too_large(f"over {_MOST_CHARACTERS} characters")
        if self._cells > _MOST_CELLS:
            raise too_large(f"over {_MOST_CELLS} cells")


def _level(paragraph: Paragraph, text: str, lines: list[str]) -> int:
    """Depth of a heading from 1, 0 for text: also for a whole sentence in the style of a heading."""
    own = outline_level(paragraph.properties) if paragraph.properties else None
    level = paragraph.style.level if own is None or paragraph.style.level == 1 else own
    is_line = 0 < len(text.strip()) <= _LONGEST_HEADING and len(lines) < 4
    return level if is_line and not ends_sentence(text) else 0
