"""Lines of text: how wide they are, how two are joined, and where a page's width broke them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from retrieval.ingestion.extracts import Block, Form, recognised_together
from retrieval.ingestion.reflow.fields import is_number_field, is_whole_field
from retrieval.text import CLOSERS, SENTENCE_ENDS

_WIDEST = 160  # columns; longer lines are paragraphs, not the lines of a page
_NARROWEST = 16  # columns
_WIDE = 32  # columns from which two full lines are enough to tell
_SLACK = 2  # columns that a full line may fall short, where a punctuation mark may not begin the next one
_LEAST_FULL = 3  # full lines that show that a page has a width
_LONGEST_SENTENCE = 400  # columns, on the average of a text
_FIRST_UNIT = re.compile(r"[A-Za-z0-9.,%+\-]+|\S")
_ITEM = re.compile(
    r"""\s*(?:第[一二三四五六七八九十百千零〇\d]+[条款项编章节篇][\s　：:]
    |[一二三四五六七八九十]{1,3}、
    |[（(][一二三四五六七八九十\d]{1,3}[)）]
    |\d{1,3}(?:[、．)）]|\.(?!\d)|(?:\.\d{1,2}){1,3}\s)
    |[①-⑳⒈-⒛❶-❿]
    |[•·●■◆▪○□※➢✓]|[-*+–—]\s|——
    |[\u2600-\u27bf\u23e9-\u23fa\u2b50\U0001f300-\U0001faff]  # an emoji, as in messages of groups
    |[问答QA][：:])""",
    re.VERBOSE,
)
_NOTE_MARK = re.compile(r"(?<=[。！？…”])(?:[\[［〔【]?\d{1,3}[\]］〕】]?|[①-⑳]|[*＊†])$")
_LONGEST_END = 40  # characters at the end of a text in which its end is looked for
_ARTICLE = re.compile(r"\s*第[一二三四五六七八九十百千零〇\d]+[条款项编章节篇][\s　：:]|\s*[问答QA][：:]|——")
_INDENT = re.compile(r"(?:　|\t|  )[\s　]*")


def is_item(text: str) -> bool:
    """Whether a text begins as an item of a list or a clause of a law does."""
    return _ITEM.match(text) is not None


def entry_mark(text: str) -> str:
    """The mark of an item of a list, "" where there is none, as before an article of a law, 问：and 答："""
    match = _ITEM.match(text)
    return match[0].strip() if match and not _ARTICLE.match(text) else ""


def flow(text: str) -> str:
    """Text whose line breaks mean nothing, as in HTML source, on one line."""
    return joined(re.sub(r"[ \t\r\f]+", " ", text).split("\n"))


def joined(texts: Iterable[str]) -> str:
    """One text out of the parts that a break left of it; parts are stripped."""
    whole = ""
    for part in texts:
        text = part.strip()
        whole += glue(whole, text) + text
    return whole


def glue(left: str, right: str) -> str:
    """What belongs between two halves that a line break parted: a space between Latin words, else nothing."""
    if not (left and right and left[-1].isascii() and right[0].isascii()):
        return ""
    if left[-1] in "-/([{" or right[0] in ",.;:!?)]}%":
        return ""
    if re.search(r"\d\.?$", left[-2:]) and right[0].isdigit():
        return " " if _is_latin(left[-_WIDEST:]) and _is_latin(right) else ""
    return " "


def width(text: str) -> int:
    """Columns a text takes where a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def unwrap(blocks: Sequence[Block]) -> list[Block]:
    """Join the lines that a page's width broke; where lines are paragraphs already, nothing is joined.

    Lines count as broken by a width where most of those that another line follows come up to it and
    do not end a sentence. A paragraph then ends at a line that falls short, at a blank one, and before an
    indented line or a list item.

    Returns:
        Blocks of whole paragraphs as far as the layout tells, without blank ones; texts are stripped.
    """
    margin = line_width(blocks)
    indents = _has_indents(blocks)
    paragraphs: list[list[Block]] = []
    previous: Block | None = None
    for block in blocks:
        if block.text.strip():
            if previous and margin and _runs_on(previous, block, margin, indents):
                paragraphs[-1].append(block)
            else:
                paragraphs.append([block])
        previous = block if block.text.strip() else None
    return [
        replace(
            lines[0],
            text=joined(line.text for line in lines),
            recognised=recognised_together((line.text, line.recognised) for line in lines),
        )
        for lines in paragraphs
    ]


def _runs_on(line: Block, following: Block, margin: int, indents: bool) -> bool:
    if not (_is_line(line) and _is_line(following) and _is_full(line, following, margin)):
        return False
    if is_item(following.text) or is_number_field(line.text) or (indents and _INDENT.match(following.text)):
        return False
    short = width(following.text.rstrip()) < margin * 2 // 3
    return not (ends_sentence(line.text) and short and not ends_sentence(following.text))


def _is_line(block: Block) -> bool:
    """Whether a block may be the line of a page: no format says what it is."""
    return block.heading is None and block.level == 0 and block.form is Form.TEXT


def _is_full(line: Block, following: Block, margin: int) -> bool:
    """Whether what the next line begins with had no room on this one."""
    unit = _FIRST_UNIT.search(following.text)
    room = margin - width(line.text.rstrip())
    return room <= (width(unit[0]) if unit else 0) + _SLACK


def line_width(blocks: Sequence[Block]) -> int:
    """The width in columns at which lines were broken, 0 where none was."""
    lines = [block for block in blocks if _is_line(block)]
    widths = sorted(width(block.text.rstrip()) for block in lines if block.text.strip())
    if len(widths) < _LEAST_FULL:
        return 0
    margin = widths[-1 - len(widths) // 50]
    if not _NARROWEST <= margin <= _WIDEST:
        return 0
    indents = _has_indents(lines)
    followed = [
        (line, after)
        for line, after in pairwise(lines)
        if line.text.strip() and after.text.strip() and not (indents and _INDENT.match(after.text))
    ]
    full = [
        line for line, after in followed if _is_full(line, after, margin) and not is_whole_field(line.text)
    ]
    unended = [line for line in full if line.text.rstrip()[-1].isalnum()]
    enough = len(full) >= max(_LEAST_FULL, len(followed) * 0.4) and len(unended) >= len(full) * 0.5
    enough |= margin >= _WIDE and len(unended) == len(full) == _LEAST_FULL - 1 and _are_followed(lines, full)
    return margin if enough and _is_prose(lines) else 0


def _are_followed(lines: Sequence[Block], full: Sequence[Block]) -> bool:
    """Whether two lines stand one below the other, and end with the next one in a full stop."""
    first = next(index for index, line in enumerate(lines) if line is full[0])
    after = lines[first + 1 : first + 3]
    return len(after) > 1 and after[0] is full[1] and after[1].text.rstrip()[-1:] in SENTENCE_ENDS


def _is_prose(lines: Sequence[Block]) -> bool:
    """Whether sentences end in it now and then: a table of codes has lines of one width as well."""
    text = "".join(line.text for line in lines)
    ends = sum(character in SENTENCE_ENDS or character == "." for character in text)
    return ends * _LONGEST_SENTENCE >= width(text)


def _has_indents(blocks: Sequence[Block]) -> bool:
    """Whether indents mark the first lines of paragraphs: some lines have one, most have none."""
    lines = [block.text for block in blocks if block.text.strip()]
    indented = sum(_INDENT.match(text) is not None for text in lines)
    return 0 < indented <= len(lines) * 0.7


def ends_sentence(text: str) -> bool:
    """Whether a text ends as sentences do, but for closing quotes, a remark in brackets, a mark of a note."""
    text = re.sub(r"[（(][^（）()]{1,30}[)）]$", "", text.rstrip())
    text = _NOTE_MARK.sub("", text[-_LONGEST_END:])
    text = text.rstrip("".join(CLOSERS))
    return text == "" or text[-1] in SENTENCE_ENDS or (text[-1] == "." and text[-2:-1].isalpha())


def _is_latin(text: str) -> bool:
    return sum(c.isascii() and c.isalpha() for c in text) > sum(not c.isascii() for c in text)
