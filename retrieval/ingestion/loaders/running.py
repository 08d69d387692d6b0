"""Running headers and footers, which are read once, below the title."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from retrieval.ingestion.extracts import Block, Form
from retrieval.ingestion.reflow.layout import is_short_title
from retrieval.ingestion.reflow.lines import is_item

_PAGE_NUMBER = re.compile(r"[\s\d第页共頁/／|·.\-–—−,，]*|page\s*(?:of)?\s*", re.IGNORECASE)


def with_running(blocks: Sequence[Block], running: Iterable[Block], title: str | None) -> list[Block]:
    """The blocks of a text with those of its headers and footers below its title.

    Args:
        blocks: The text.
        running: The lines of the headers and footers: each different one is read, those aside that
            number pages or only repeat the title.
        title: The title that is known, if one is.
    """
    lines = {
        _key(block.text): replace(
            block, form=block.form if block.form is Form.ROW else Form.ITEM, heading=None, level=0
        )
        for block in running
        if not _PAGE_NUMBER.fullmatch(block.text)
    }
    lines.pop(_key(title or ""), None)
    place = _below_title(blocks, title)
    return [*blocks[:place], *lines.values(), *blocks[place:]]


def _below_title(blocks: Sequence[Block], title: str | None) -> int:
    """How many blocks stand above the first text: the title, or the lines that may be one."""
    first = next((place for place, block in enumerate(blocks) if block.text.strip()), 0)
    if blocks and title and blocks[first].text.strip() == title.strip():
        return first + 1
    if any(block.heading for block in blocks):
        return 0
    return sum(1 for _ in takewhile(lambda block: not block.text or _may_be_title(block.text), blocks))


def _may_be_title(text: str) -> bool:
    return is_short_title(text) and not is_item(text)


def _key(text: str) -> str:
    return re.sub(r"\W", "", text)
