"""Word documents: paragraphs and tables in the order of the text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from retrieval.documents import Block, Extract, Form
from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.loaders.plain import clean, own_title
from retrieval.ingestion.loaders.tables import Cell, table

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_MOST_BYTES: Final = 64 << 20
"""By how much a file may grow where it is unpacked: pictures hardly do, and text is parsed into many times as
much. A small file can be made to fill all the memory there is."""

_HEADING = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)
_LIST = re.compile("list|列表|列出段落", re.IGNORECASE)
_LONGEST_REPEATED: Final = 200  # characters of a cell merged over rows that is read in each of them


def extract(data: bytes) -> Extract:
    """Paragraphs, items and table rows as blocks, headings by their styles, the title from the properties.

    A file's properties say when it was made, which is not when its text was published: no date is taken.

    Raises:
        DocumentError: The bytes are no Word document, or unpack to more than can be read.
    """
    from docx import Document  # noqa: PLC0415  # 0.15 s

    try:
        _check_size(data)
        document = Document(BytesIO(data))
        levels: dict[str | None, int] = {}
        blocks = [block for item in document.iter_inner_content() for block in _blocks(item, levels)]
        blocks = list(_without_lone_items(blocks))
        title = document.core_properties.title or ""
    except DocumentError:
        raise
    except Exception as error:  # a broken archive fails in many ways inside zipfile, lxml and python-docx
        raise DocumentError(
            "The file is not a Word document, or it is damaged or locked by a password;"
            " open it in Word and save it as .docx.",
            Unreadable.DAMAGED,
        ) from error
    if not any(block.heading for block in blocks):
        blocks = [replace(block, heading=None) for block in blocks]
    return Extract(tuple(blocks), title=own_title(title))


def _check_size(data: bytes) -> None:
    with ZipFile(BytesIO(data)) as archive:
        size = sum(part.file_size for part in archive.infolist())
    if size > _MOST_BYTES + len(data):
        raise DocumentError(
            f"The file holds too much text or too large pictures ({size >> 20} MB); save it in parts.",
            Unreadable.TOO_LARGE,
        )


def _blocks(item: "Paragraph | Table", levels: dict[str | None, int]) -> Iterator[Block]:
    from docx.table import Table  # noqa: PLC0415  # with python-docx

    if isinstance(item, Table):
        yield from table(_rows(item), heading=False)
        return
    if item._p.style not in levels:  # python-docx looks through all styles for each paragraph
        levels[item._p.style] = _level(item)
    level = levels[item._p.style]
    form = Form.ITEM if level == 0 and _is_item(item) else Form.TEXT
    for line in clean(item.text).splitlines() or [""]:
        yield Block(line, heading=level > 0, level=level, form=form)


def _without_lone_items(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks in which an item with none beside it is text: headings often have automatic numbers."""
    forms = [None, *(block.form for block in blocks), None]
    for block, above, below in zip(blocks, forms, forms[2:], strict=False):
        is_lone = block.form is Form.ITEM and Form.ITEM not in {above, below}
        yield replace(block, form=Form.TEXT) if is_lone else block


def _is_item(paragraph: "Paragraph") -> bool:
    """Whether a paragraph is numbered or has a bullet, by itself or by its style."""
    properties = paragraph._p.pPr
    return bool(properties is not None and properties.numPr is not None) or (
        paragraph.style is not None and _LIST.match(str(paragraph.style.name)) is not None
    )


def _rows(item: "Table") -> Iterator[list[Cell]]:
    """The cells of each row; one merged over columns is taken once, one merged over rows in each of them.

    Not by python-docx's `cells`: it gives a cell as often as the file says that it has columns, billions
    where the file is made for that, and cannot follow one over a thousand rows.
    """
    from docx.table import _Cell  # noqa: PLC0415  # with python-docx

    above: dict[int, str] = {}
    for row in item._tbl.tr_lst:
        column, cells = row.grid_before, [Cell("", columns=row.grid_before)] if row.grid_before else []
        heading = row.trPr is not None and bool(row.trPr.xpath("w:tblHeader"))
        for cell in row.tc_lst:
            if cell.vMerge != "continue" or column not in above:
                text = " ".join(clean(_Cell(cell, item).text).split("\n")).strip()
                above[column] = text if len(text) <= _LONGEST_REPEATED else ""
            else:
                text = above[column]
            cells.append(Cell(text, columns=cell.grid_span, heading=heading))
            column += cell.grid_span
        yield cells


def _level(paragraph: "Paragraph") -> int:
    """Depth of a heading from 1, 0 for other paragraphs; the document's title is above all headings."""
    name = str(paragraph.style.name) if paragraph.style is not None else ""
    if name in {"Title", "标题"}:
        return 1
    match = _HEADING.match(name)
    return int(match[1]) + 1 if match else 0
