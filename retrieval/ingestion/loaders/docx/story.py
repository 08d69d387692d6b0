"""The text of a part of a Word file as blocks: what is shown of it, once, in its order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from retrieval.ingestion.extracts import Block, Form
from retrieval.ingestion.loaders.docx.content import Alternatives, Content, Notes
from retrieval.ingestion.loaders.docx.fields import Fields, chosen
from retrieval.ingestion.loaders.docx.grid import GridCell, GridRow, table_blocks
from retrieval.ingestion.loaders.docx.paragraphs import Paragraph, Paragraphs
from retrieval.ingestion.loaders.docx.symbols import symbol
from retrieval.ingestion.loaders.packages.elements import Attributes, Element, Tree
from retrieval.ingestion.loaders.packages.equations import in_line

_UNSEEN = frozenset({"del", "moveFrom", "rt", "sdtEndPr", "tblGrid"})
_PIECES: Mapping[str, str] = MappingProxyType(
    {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
)
_WORDS_OWN = frozenset({"separator", "continuationSeparator", "continuationNotice"})  # kinds of notes


class Story:
    """Reads one part of a file: the body, a header, a drawing, or all notes of one kind.

    Args:
        paragraphs: What makes blocks of its paragraphs.
        notes: The notes of the file. Those of this part are added, those that it refers to are taken out.
        part: Reads the part that this one refers to by an id.
        without_pages: Whether numbers of pages are left out.

    Attributes:
        sections: The properties of its sections.
    """

    def __init__(
        self,
        paragraphs: Paragraphs,
        notes: Notes,
        part: Callable[[str], list[Block]],
        without_pages: bool = False,
    ) -> None:
        self.sections: list[Element] = []
        self._maker = paragraphs
        self._notes = notes
        self._part = part
        self._fields = Fields(without_pages)
        self._contents = [Content()]
        self._open: list[Paragraph] = []
        self._hidden: list[bool] = []  # of each open run
        self._tables: list[list[GridRow]] = []
        self._cells: list[Element | None] = []  # properties of the open ones
        self._note_ids: list[str] = []  # of the open ones; "" for those that Word makes itself
        self._alternatives = Alternatives()
        self._skipped = 0  # depth within what is not read
        self._tree: Tree | None = None
        self._data = ""  # the element whose text is read: t or instrText
        self._skips_content = False
        self._starts: Mapping[str, Callable[[Attributes], None]] = {
            "p": self._start_paragraph,
            "r": self._start_run,
            "sym": lambda a: self._show(symbol(a.get("font", ""), a.get("char", ""))),
            "fldSimple": lambda a: self._fields.simple(a.get("instr", "")),
            "sdtContent": self._start_control,
            "tbl": self._start_table,
            "tr": self._start_row,
            "tc": self._start_cell,
            "txbxContent": lambda _: self._contents.append(Content()),
            "footnote": self._start_note,
            "endnote": self._start_note,
            "footnoteReference": lambda a: self._note("footnote", a),
            "endnoteReference": lambda a: self._note("endnote", a),
            "AlternateContent": lambda _: self._alternatives.begin(),
            "Choice": self._start_alternative,
            "Fallback": self._start_alternative,
            "relIds": lambda a: self._apart(self._part(a.get("dm", ""))),
            "chart": lambda a: self._apart(self._part(a.get("id", ""))),
        }
        self._ends: Mapping[str, Callable[[], None]] = {
            "p": self._end_paragraph,
            "r": self._end_run,
            "fldSimple": self._fields.close,
            "tbl": self._end_table,
            "tc": self._end_cell,
            "txbxContent": lambda: self._apart(self._end_content().blocks),
            "footnote": lambda: self._end_note("footnote"),
            "endnote": lambda: self._end_note("endnote"),
            "AlternateContent": self._alternatives.end,
            "Choice": self._alternatives.end_one,
            "Fallback": self._alternatives.end_one,
        }
        self._trees: Mapping[str, Callable[[Element], None]] = {
            "pPr": self._describe_paragraph,
            "rPr": self._describe_run,
            "tblPr": lambda _: None,
            "trPr": self._describe_row,
            "tcPr": self._describe_cell,
            "sectPr": self.sections.append,
            "sdtPr": self._describe_control,
            "fldChar": self._mark,
            "oMath": lambda element: self._show(in_line(element)),
        }

    @property
    def blocks(self) -> list[Block]:
        """What was read; notes are not in it, but where they are referred to."""
        self._flush()
        return self._contents[-1].blocks

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        if self._skipped:
            self._skipped += 1
        elif self._tree:
            self._tree.start(name, attributes)
        elif name in self._trees:
            self._tree = Tree(name, attributes)
        elif name in {"t", "instrText"}:
            self._data = name
        elif name in _UNSEEN:
            self._skipped = 1
        elif name in _PIECES:
            self._show(_PIECES[name])
        elif (begin := self._starts.get(name)) is not None:
            begin(attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        if self._skipped:
            self._skipped -= 1
        elif self._tree:
            if self._tree.end(name):
                element, self._tree = self._tree.root, None
                self._trees[name](element)
        elif name == self._data:
            self._data = ""
        elif (finish := self._ends.get(name)) is not None:
            finish()

    def text(self, text: str) -> None:
        """Text within the element that began last."""
        if self._skipped:
            return
        if self._tree:
            self._tree.text(text)
        elif self._data == "t":
            self._show(text)
        elif self._data:
            self._fields.instruct(text)

    def _show(self, text: str) -> None:
        """Add text to the open paragraph, unless it is hidden or the instruction of a field."""
        is_hidden = self._hidden[-1] if self._hidden else False
        if text and self._open and self._fields.is_read and not is_hidden:
            self._open[-1].pieces.append(text)
            self._alternatives.shown += not text.isspace()

    def _apart(self, blocks: Sequence[Block]) -> None:
        """Add what is read after the open paragraph."""
        if self._open:
            self._open[-1].apart += blocks
        else:
            self._contents[-1].add(blocks)

    def _start_paragraph(self, _: Attributes) -> None:
        content, paragraph = self._contents[-1], self._maker.begin()
        if (before := content.last) is not None:
            paragraph.pieces, paragraph.apart, content.last = before.pieces, before.apart, None
        self._open.append(paragraph)

    def _describe_paragraph(self, properties: Element) -> None:
        if self._open:
            self._maker.describe(self._open[-1], properties)
        self.sections.extend(properties.all("sectPr"))

    def _end_paragraph(self) -> None:
        if self._open:
            paragraph = self._open.pop()
            self._fields.end_paragraph()
            self._contents[-1].last = paragraph
            if not paragraph.goes_on:
                self._flush()

    def _flush(self) -> None:
        """Add the last paragraph of what is open."""
        content = self._contents[-1]
        if (paragraph := content.last) is not None:
            content.last = None
            self._contents[-1].add(self._maker.blocks(paragraph), are_own=True)
            self._contents[-1].add(paragraph.apart)

    def _mark(self, element: Element) -> None:
        self._show(chosen(element))
        self._fields.mark(element)

    def _start_run(self, _: Attributes) -> None:
        above = self._hidden[-1] if self._hidden else False
        self._hidden.append(above or bool(self._open and self._open[-1].style.hidden))

    def _describe_run(self, properties: Element) -> None:
        if self._hidden and (is_hidden := self._maker.is_hidden(properties)) is not None:
            self._hidden[-1] = is_hidden

    def _end_run(self) -> None:
        if self._hidden:
            self._hidden.pop()

    def _end_content(self) -> Content:
        self._flush()
        return self._contents.pop() if len(self._contents) > 1 else Content()

    def _start_table(self, _: Attributes) -> None:
        self._flush()
        self._tables.append([])

    def _start_row(self, _: Attributes) -> None:
        if self._tables:
            self._tables[-1].append(GridRow())

    def _describe_row(self, properties: Element) -> None:
        if self._tables and self._tables[-1]:
            self._tables[-1][-1].describe(properties)

    def _start_cell(self, _: Attributes) -> None:
        self._contents.append(Content())
        self._cells.append(None)

    def _describe_cell(self, properties: Element) -> None:
        if self._cells:
            self._cells[-1] = properties

    def _end_cell(self) -> None:
        content = self._end_content()
        properties = self._cells.pop() if self._cells else None
        if self._tables and self._tables[-1]:
            self._maker.count(cells=1)
            cell = GridCell(" ".join(content.texts), content.blocks or (), content.apart or ())
            self._tables[-1][-1].add(cell, properties)
        else:
            self._contents[-1].add(content.blocks)

    def _end_table(self) -> None:
        if self._tables:
            blocks = list(table_blocks(self._tables.pop()))
            self._maker.count(characters=sum(len(block.text) for block in blocks))
            self._contents[-1].add(blocks)

    def _start_note(self, attributes: Attributes) -> None:
        self._contents.append(Content())
        is_made = attributes.get("type") in _WORDS_OWN
        self._note_ids.append("" if is_made else attributes.get("id", ""))

    def _end_note(self, kind: str) -> None:
        blocks = self._end_content().blocks
        if self._note_ids and (number := self._note_ids.pop()):
            self._notes[kind, number] = [_as_note(block) for block in blocks if block.text]

    def _note(self, kind: str, attributes: Attributes) -> None:
        """Take in the note that is referred to."""
        if not (self._hidden and self._hidden[-1]):
            self._apart(self._notes.pop((kind, attributes.get("id", "")), []))

    def _start_alternative(self, _: Attributes) -> None:
        self._skipped = int(not self._alternatives.begin_one())

    def _describe_control(self, properties: Element) -> None:
        gallery = properties.value("docPartObj", "docPartGallery")
        self._skips_content = properties.is_on("showingPlcHdr") or gallery == "Table of Contents"

    def _start_control(self, _: Attributes) -> None:
        self._skipped = int(self._skips_content)
        self._skips_content = False


def _as_note(block: Block) -> Block:
    """A block of a note: it continues no paragraph and heads none."""
    return block if block.form is Form.ROW else replace(block, form=Form.ITEM, heading=None, level=0)
