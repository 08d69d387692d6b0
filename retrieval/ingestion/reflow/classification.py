"""Classifies the blocks of a page (headline, byline, date, caption, body) by text and neighbours."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from retrieval.ingestion.extracts import Block, Form
from retrieval.ingestion.reflow.continuation import Continuation, continuation, fits, is_open, shared_words
from retrieval.ingestion.reflow.layout import (
    LONGEST_HEADLINE,
    Kind,
    date_line,
    dateline,
    is_byline,
    is_caption,
    is_long_title,
    is_notice_line,
    is_plain_headline,
    is_short_title,
    is_source,
    is_sure_section,
    section_level,
    starts_item,
    title_text,
    without_credit,
)
from retrieval.ingestion.reflow.roles import in_lists, is_role
from retrieval.text import fold

_LONGEST_RUN = 3  # short lines in a row that may be one headline; more are a list, a menu, a poem
_MOST_ABOVE = 5  # lines in the middle above the title: who issues it, and its number
_LONGEST_CAPTION = 250  # characters
_LONGEST_ENTRY = 60  # characters of an entry in a table of contents
_COMMON_HEADLINE = 24  # characters that most headlines do not exceed
_SUBTITLE = "——"

TOP = 0
"""Level of headlines that are all on one level; those that a format marks count from 1."""
_SECTION_LEVEL = 10
"""Level of a numbered section, to which the depth of its number is added."""
_SUBHEAD_LEVEL = 20
"""Level of a headline below a numbered section."""


@dataclass(frozen=True, slots=True)
class ClassifiedBlock:
    """A block with its kind.

    Attributes:
        kind: Headline, byline, body text and so on.
        text: Its text, stripped.
        page: Its page, from 1, or None.
        level: Depth of a headline, 0 where it stands on a par with all others.
        published: The date it gives, or None.
        indented: Whether the line began with an indent.
        marked: Whether the format itself says what is a heading and what is not.
        form: Text, an item of a list, or a row of a table.
        set_apart: Whether it is set as the title of the whole.
    """

    kind: Kind
    text: str
    page: int | None = None
    level: int = 0
    published: date | None = None
    indented: bool = False
    marked: bool = False
    form: Form = Form.TEXT
    recognised: float | None = None
    set_apart: bool = False


def classify(blocks: Sequence[Block]) -> list[ClassifiedBlock]:
    """Classify blocks; blank ones and tables of contents are left out."""
    found = _without_contents([_first_look(block) for block in blocks if block.text.strip()])
    found = [_as_header(block, found[index - 1]) if index else block for index, block in enumerate(found)]
    entries = in_lists([(block.text, _is_text(block)) for block in found])
    found = [
        replace(block, kind=Kind.BODY) if entry and block.kind in {Kind.BYLINE, Kind.CREDIT} else block
        for block, entry in zip(found, entries, strict=True)
    ]
    return _with_headlines(found)


def _first_look(block: Block) -> ClassifiedBlock:
    """Classify a block by its text alone; short lines stay body text for now."""
    text = block.text.strip()
    found = ClassifiedBlock(
        Kind.BODY,
        text,
        block.page,
        indented=block.text[0].isspace(),
        marked=block.heading is not None,
        form=block.form,
        recognised=block.recognised,
        set_apart=block.heading is None and block.level == 1,
    )
    if block.form is not Form.TEXT or found.set_apart:
        return found
    if block.heading:
        return replace(found, kind=Kind.HEADLINE, text=title_text(text), level=block.level)
    if is_byline(text):
        return replace(found, kind=Kind.BYLINE)
    if (day := date_line(text)) is not None:
        return replace(found, kind=Kind.DATE, published=day)
    body = without_credit(text)
    if is_role(body):  # 策划：王五　摄影：赵六安
        body = text
    if not body:
        return replace(found, kind=Kind.CREDIT)
    short = len(body) <= _LONGEST_CAPTION
    is_of_picture = short and (body != text or is_caption(text))
    return replace(found, kind=Kind.CAPTION if is_of_picture else Kind.BODY, text=body)


def _as_header(block: ClassifiedBlock, above: ClassifiedBlock) -> ClassifiedBlock:
    """A source or author is one where it stands at the head of an article."""
    at_head = above.kind in {Kind.HEADLINE, Kind.BYLINE, Kind.DATE} or is_short_title(above.text)
    is_header = _is_text(block) and at_head and is_source(block.text)
    return replace(block, kind=Kind.BYLINE) if is_header else block


def _without_contents(blocks: list[ClassifiedBlock]) -> list[ClassifiedBlock]:
    """Leave out a table of contents: from the word itself to where its first entry comes again."""
    starts = [at for at, block in enumerate(blocks[:-1]) if re.fullmatch(r"目\s*[录錄次]", block.text)]
    long = [at for at, block in enumerate(blocks) if len(block.text) >= _LONGEST_ENTRY] if starts else []
    places: dict[str, list[int]] = {}
    for at, block in enumerate(blocks if starts else []):
        places.setdefault(_key(block.text), []).append(at)
    for start in starts:
        again = places[_key(blocks[start + 1].text)]
        following = bisect_left(again, start + 2)
        if following == len(again):
            continue
        end = again[following]
        if bisect_left(long, start) == bisect_left(long, end):
            return blocks[:start] + blocks[end:]
    return blocks


def _key(text: str) -> str:
    return re.sub(r"\s|[.…·]{3,}.*$", "", fold(text))


def _with_headlines(blocks: list[ClassifiedBlock]) -> list[ClassifiedBlock]:
    """Find the headlines among the short lines, by what stands above and below them.

    A page of news has many headlines on a par. In any other text the first is the title of the whole
    where it is set apart or another follows at once, and those below a numbered section belong to it.
    """
    if any(block.marked for block in blocks):
        return blocks
    blocks = [_as_section(blocks, index) for index in range(len(blocks))]
    blocks = _with_days(blocks)
    news = any(_opens_news(block) or block.kind in {Kind.CREDIT, Kind.CAPTION} for block in blocks)
    numbered = any(block.kind is Kind.SECTION for block in blocks)
    start = next((at for at, block in enumerate(blocks[:_MOST_ABOVE]) if block.set_apart), 0)
    titles = [] if news else list(takewhile(lambda block: block.set_apart, blocks[start:]))
    found = [_headline(titles, TOP), *blocks[:start]] if titles else []
    above = len(found)
    level = _SUBHEAD_LEVEL if titles else TOP
    for run, below in _runs(blocks[start + len(titles) if titles else 0 :], news):
        lines, headlines = _parted(run, below)
        is_first = len(found) == above
        if is_first and numbered and not news and (titles or len(run) > 1):
            # the title of the whole, then who speaks, when and where
            found += run if titles else [_headline(run[:1], level), *run[1:]]
        else:
            found += lines
            found += [_headline(headlines, level)] if headlines else []
        if below:
            found.append(below)
            level = _SUBHEAD_LEVEL if below.kind is Kind.SECTION and not news else level
    return found


def _with_days(blocks: list[ClassifiedBlock]) -> list[ClassifiedBlock]:
    """The days of a diary as headlines: dates between one text and the next, more than once."""
    around = zip([None, *blocks], blocks, [*blocks[1:], None], strict=False)
    days = {
        block
        for above, block, below in around
        if block.kind is Kind.DATE
        and (not above or above.kind is Kind.BODY)
        and below
        and below.kind is Kind.BODY
        if not is_plain_headline(below.text)
    }
    return [
        replace(block, kind=Kind.HEADLINE) if len(days) > 1 and block in days else block for block in blocks
    ]


def _runs(
    blocks: Sequence[ClassifiedBlock], news: bool
) -> Iterator[tuple[list[ClassifiedBlock], ClassifiedBlock | None]]:
    """Short lines in a row, and the block that stands below them, None where the text ends."""
    run: list[ClassifiedBlock] = []
    for index, block in enumerate(blocks):
        is_subtitle = run and block.text.startswith(_SUBTITLE) and len(block.text) < LONGEST_HEADLINE
        if is_subtitle or _may_be_headline(blocks, index, news):
            run.append(block)
        else:
            yield run, block
            run = []
    if run:
        yield run, None


def _may_be_headline(blocks: Sequence[ClassifiedBlock], index: int, news: bool) -> bool:
    block = blocks[index]
    if block.kind is not Kind.BODY:
        return block.kind is Kind.HEADLINE
    if block.form is not Form.TEXT or not _heads_text(blocks, index):
        return False
    if _opens_news(blocks[index + 1]):
        return is_short_title(block.text)
    is_named = is_plain_headline(block.text) or (index == 0 and is_long_title(block.text))
    if not is_named or (index and not news and is_notice_line(block.text, block.recognised)):
        return False
    bodies = (other.text for other in blocks[index + 1 : index + 5] if _is_text(other))
    later = [text for text in bodies if not is_plain_headline(text)]
    if index and later and is_open(blocks[index - 1].text):  # a headline here would be amid a paragraph
        heads = any(shared_words(block.text, text) for text in later)
        if not heads or continuation(blocks[index - 1].text, later[0]) >= Continuation.LIKELY:
            return heads
    return not later or not _is_half(block.text, later, news)


def _is_text(block: ClassifiedBlock) -> bool:
    return block.kind is Kind.BODY and block.form is Form.TEXT


def _below(blocks: Sequence[ClassifiedBlock], index: int) -> Iterator[ClassifiedBlock]:
    return (blocks[position] for position in range(index + 1, len(blocks)))


def _heads_text(blocks: Sequence[ClassifiedBlock], index: int) -> bool:
    """Whether any text follows; at the end of a letter stand who signed it, the day, and what is enclosed."""
    after = (
        block for block in _below(blocks, index) if block.kind not in {Kind.DATE, Kind.BYLINE, Kind.CREDIT}
    )
    text = next(after, None)
    return text is not None and not (text.text.startswith("附件") and blocks[index + 1].kind is Kind.DATE)


def _is_half(text: str, later: Sequence[str], news: bool) -> bool:
    """Whether a short line is a sentence that breaks off rather than the headline of the texts below it."""
    link = continuation(text, later[0])
    has_clauses = "，" in text
    if link is Continuation.CERTAIN or (
        has_clauses and (link is Continuation.LIKELY or any(fits(text, t) for t in later[:2]))
    ):
        return True
    begins = starts_item(later[0])
    if news and has_clauses:
        return not begins
    is_long = len(text) > _COMMON_HEADLINE and not begins
    return link is Continuation.LIKELY and (is_long or not shared_words(text, later[0]))


def _opens_news(block: ClassifiedBlock) -> bool:
    return block.kind is Kind.BYLINE or (block.kind is Kind.BODY and dateline(block.text) is not None)


def _parted(
    run: list[ClassifiedBlock], below: ClassifiedBlock | None
) -> tuple[list[ClassifiedBlock], list[ClassifiedBlock]]:
    """A run of short lines as the lines that are text and those that make up the headline below them."""
    if below is None or below.kind is Kind.CREDIT:
        return run, []
    if len(run) > _LONGEST_RUN:
        return (run[:-1], run[-1:]) if _opens_news(below) else (run, [])
    return [], run


def _headline(lines: Sequence[ClassifiedBlock], level: int) -> ClassifiedBlock:
    text = lines[0].text
    for line in lines[1:]:
        text += line.text if fits(text, line.text) else f" {line.text}"
    return replace(lines[0], kind=Kind.HEADLINE, text=title_text(text), level=level)


def _as_section(blocks: Sequence[ClassifiedBlock], index: int) -> ClassifiedBlock:
    """A numbered line as the heading it is where text of its own follows, not the next number."""
    block = blocks[index]
    depth = section_level(block.text)
    if not _is_text(block) or not depth or not is_short_title(block.text):
        return block
    below = next((other for other in _below(blocks, index) if other.kind in {Kind.BODY, Kind.DATE}), None)
    if below is None or (is_short_title(below.text) and 0 < section_level(below.text) <= depth):
        return block
    if not is_sure_section(depth) and index and section_level(blocks[index - 1].text) == depth:
        return block
    return replace(block, kind=Kind.SECTION, text=title_text(block.text), level=_SECTION_LEVEL + depth)
