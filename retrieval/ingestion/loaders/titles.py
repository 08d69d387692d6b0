"""Titles among the properties of a file, and titles that are set apart from the text."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from retrieval.ingestion.extracts import Block, Form
from retrieval.ingestion.loaders.plain import own_title
from retrieval.ingestion.reflow.layout import is_long_title, is_short_title

_BLOCKS = 100
_CHARACTERS = 2_000


def borne_out(title: str, blocks: Sequence[Block]) -> str | None:
    """A title among properties, or None where a program made it up or the text does not bear it out.

    Copied files keep the title of the one before: at least half of it must stand in the text as well.
    """
    own = own_title(title)
    if own is None:
        return None
    text = _key("".join(block.text for block in blocks[:_BLOCKS]))[:_CHARACTERS]
    key = _key(own)
    pairs = {key[at : at + 2] for at in range(max(len(key) - 1, 1))}
    return own if sum(pair in text for pair in pairs) * 2 >= len(pairs) else None


def with_title(blocks: Sequence[Block]) -> list[Block]:
    """Blocks of which one at most is as `Block.level` says of a title: the first, where it may be one.

    Of several lines in the middle that may be titles it is not told which is the one. Where the format marks
    headings, the title is the first of them, above all others.

    Args:
        blocks: Those that are in the middle, or in larger type, are as `Block.level` says of a title.
    """
    filled = [block for block in blocks if block.text.strip()]
    apart = list(takewhile(_is_apart, filled))
    is_told = 0 < len(apart) < len(filled) and not any(is_short_title(block.text) for block in apart[1:])
    is_told &= is_told and (is_short_title(apart[0].text) or is_long_title(apart[0].text.strip()))
    title = apart[0] if is_told else None
    is_marked = any(block.heading for block in blocks)
    made = [block if block is title or not _is_apart(block) else replace(block, level=0) for block in blocks]
    if not (is_marked and title):
        return made
    return [
        replace(block, heading=True, level=block.level + (block is not title))
        if block is title or block.heading
        else block
        for block in made
    ]


def _is_apart(block: Block) -> bool:
    return block.heading is None and block.level == 1 and block.form is Form.TEXT


def _key(text: str) -> str:
    return re.sub(r"\W", "", text)
