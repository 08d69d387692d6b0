"""Rich text (rtf): paragraphs and rows of tables, read with striprtf."""

import re
from collections.abc import Iterator
from itertools import groupby

from striprtf.striprtf import rtf_to_text

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.extracts import Block, Extract
from retrieval.ingestion.loaders.plain import clean
from retrieval.ingestion.loaders.tables import Cell, table

_BEGIN = b"{\\rtf"
_PICTURE = re.compile(rb"[0-9A-Fa-f\s]{2000,}")  # in hexadecimal digits
_ROW = re.compile(r".*\|")


def extract(data: bytes) -> Extract:
    """Each paragraph a block, each row of a table one.

    Raises:
        DocumentError: The bytes are no such text.
    """
    if not data.lstrip().startswith(_BEGIN):
        raise DocumentError(
            "The file is not rich text; open it in Word or WPS and save it as .docx.", Unreadable.DAMAGED
        )
    source = _PICTURE.sub(b"", data).decode("latin-1")
    text = clean(rtf_to_text(source, encoding="gb18030", errors="replace"))
    return Extract(tuple(_blocks(text.splitlines())))


def _blocks(lines: list[str]) -> Iterator[Block]:
    for is_row, group in groupby(lines, key=lambda line: _ROW.fullmatch(line) is not None):
        if is_row:
            yield from table(
                [Cell(" ".join(cell.split())) for cell in line[:-1].split("|")] for line in group
            )
        else:
            yield from (Block(line.rstrip()) for line in group)
