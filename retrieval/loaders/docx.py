"""Word documents: paragraphs and tables in the order of the text."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from retrieval.documents import Block, Extract
from retrieval.errors import DocumentError
from retrieval.loaders.html import CELL_SEPARATOR
from retrieval.loaders.plain import clean, own_title

if TYPE_CHECKING:
    from docx.table import Table, _Row
    from docx.text.paragraph import Paragraph

_HEADING = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)


def extract(data: bytes) -> Extract:
    """Paragraphs as blocks, tables row by row, headings by their styles, the title from the properties.

    A file's properties say when it was made, which is not when its text was published: no date is taken.

    Raises:
        DocumentError: The bytes are no Word document.
    """
    from docx import Document  # noqa: PLC0415  # python-docx takes a while to import

    try:
        document = Document(BytesIO(data))
        blocks = [block for item in document.iter_inner_content() for block in _blocks(item)]
        title = document.core_properties.title or ""
    except Exception as error:  # a broken archive fails in many ways inside zipfile, lxml and python-docx
        raise DocumentError(
            "The file is not a Word document, or it is damaged or locked by a password;"
            " open it in Word and save it as .docx."
        ) from error
    if not any(block.heading for block in blocks):
        blocks = [Block(block.text) for block in blocks]
    return Extract(tuple(blocks), title=own_title(title))


def _blocks(item: "Paragraph | Table") -> Iterator[Block]:
    if hasattr(item, "rows"):
        yield from (Block(row, heading=False) for row in map(_row, item.rows) if row)
        return
    level = _level(item)
    for line in clean(item.text).splitlines() or [""]:
        yield Block(line, heading=level > 0, level=level)


def _row(row: "_Row") -> str:
    """The cells of a row; one that is merged over several columns is taken once."""
    cells = {cell._tc: cell for cell in row.cells}
    texts = (" ".join(clean(cell.text).split("\n")).strip() for cell in cells.values())
    return CELL_SEPARATOR.join(text for text in texts if text)


def _level(paragraph: "Paragraph") -> int:
    """Depth of a heading from 1, 0 for other paragraphs; the document's title is above all headings."""
    name = str(paragraph.style.name) if paragraph.style is not None else ""
    if name in {"Title", "标题"}:
        return 1
    match = _HEADING.match(name)
    return int(match[1]) + 1 if match else 0
