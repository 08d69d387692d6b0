"""Rich text as an extract: its paragraphs and the rows of its tables."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.extracts import Block, Extract, Form
from retrieval.ingestion.loaders.rtf.body import Paragraph
from retrieval.ingestion.loaders.rtf.grid import Row, placed
from retrieval.ingestion.loaders.rtf.text import Text
from retrieval.ingestion.loaders.running import with_running
from retrieval.ingestion.loaders.tables import placed_table
from retrieval.ingestion.loaders.titles import with_title
from retrieval.ingestion.reflow.layout import is_entry
from retrieval.ingestion.reflow.lines import ends_sentence

_BEGIN = b"{\\rtf"
_LONGEST_HEADING = 100  # characters


def extract(data: bytes) -> Extract:
    """Each paragraph a block, each row of a table one; headings by their outline levels.

    Raises:
        DocumentError: The bytes are no such text.
    """
    if not data.lstrip().startswith(_BEGIN):
        raise DocumentError(
            "The file is not rich text; open it in Word or WPS and save it as .docx.", Unreadable.DAMAGED
        )
    text = Text(data.decode("latin-1"))
    blocks = with_title(list(_blocks(text.read())))
    blocks = with_running(blocks, _blocks(text.running()), _title(blocks))
    if any(block.heading for block in blocks):
        blocks = [replace(block, heading=bool(block.heading)) for block in blocks]
    return Extract(tuple(blocks))


def _title(blocks: Sequence[Block]) -> str | None:
    """The text that is set as the title, if one is."""
    return next((block.text for block in blocks if block.level == 1), None)


def _blocks(found: Sequence[Paragraph | Row]) -> Iterator[Block]:
    for kind, group in groupby(found, key=type):
        if kind is Row:
            rows = [row for row in group if isinstance(row, Row)]
            yield from (block for made in placed_table(list(placed(rows))) for block in made)
            continue
        for paragraph in group:
            if isinstance(paragraph, Paragraph):
                yield from _of_paragraph(paragraph)


def _of_paragraph(paragraph: Paragraph) -> Iterator[Block]:
    text = paragraph.text.strip()
    is_line = 0 < len(text) <= _LONGEST_HEADING and "\n" not in text and not ends_sentence(text)
    if paragraph.level and is_line:
        yield Block(text, heading=True, level=paragraph.level)
        return
    for line in paragraph.text.split("\n"):
        form = Form.ITEM if paragraph.is_item and is_entry(line) else Form.TEXT
        yield Block(line.rstrip(), level=int(paragraph.is_centred), form=form)
