"""Titles among the properties of a file, and titles that are set apart from the text."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from retrieval.ingestion.extracts import Block, Form
from retrieval.ingestion.loaders.plain import own_title
from retrieval.ingestion.reflow.layout import is_long_title, is_short_title

_LETTER = re.compile(
    r"关于.{2,60}的(?:通知|通报|通告|公告|公示|请示|批复|报告|意见|决定|决议|函|复函|说明|方案|规定|办法)"
)
_BLOCKS = 100
_CHARACTERS = 2_000
_FEWEST_PAIRS = 3  # of characters of a title that the text has, where it has not all of them


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
    found = sum(pair in text for pair in pairs)
    return own if found == len(pairs) or found >= max(len(pairs) / 2, _FEWEST_PAIRS) else None


def with_title(blocks: Sequence[Block]) -> list[Block]:
    """Blocks of which one at most is as `Block.level` says of a title: the first, where it may be one.

    Of several lines in the middle that may be titles it is not told which is the one. Where the format marks
    headings, the title is the first of them, above all others.

    Args:
        blocks: Those that are in the middle, or in larger type, are as `Block.level` says of a title.
    """
    filled = [block for block in blocks if block.text.strip()]
    apart = list(takewhile(_is_apart, filled))
    title = _title_of(apart) if len(apart) < len(filled) else None
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


def is_letter(text: str) -> bool:
    """Whether a text is what an official letter is called: 关于调整开放时间的通知."""
    return _LETTER.fullmatch(text.strip()) is not None


def _title_of(lines: Sequence[Block]) -> Block | None:
    """The title among lines in the middle: the first, if no other may be one; or the name of a letter."""
    letters = [line for line in lines if is_letter(line.text)]
    if len(letters) == 1:
        return letters[0]
    is_first = bool(lines) and not any(is_short_title(line.text) for line in lines[1:])
    if is_first and (is_short_title(lines[0].text) or is_long_title(lines[0].text.strip())):
        return lines[0]
    return None


def _is_apart(block: Block) -> bool:
    return block.heading is None and block.level == 1 and block.form is Form.TEXT


def _key(text: str) -> str:
    return re.sub(r"\W", "", text)
