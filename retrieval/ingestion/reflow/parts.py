"""Telling what each block of a page is, by what it says and by what stands beside it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from retrieval.documents import Block, Form
from retrieval.ingestion.reflow.joints import Bond, bond, fits, is_open, shared_words
from retrieval.ingestion.reflow.layout import (
    LONGEST_HEADLINE,
    Kind,
    date_line,
    dateline,
    is_byline,
    is_caption,
    is_long_title,
    is_plain_headline,
    is_short_title,
    is_source,
    is_sure_section,
    section_level,
    starts_item,
    title_text,
    without_credit,
)
from retrieval.text import fold

_LONGEST_RUN = 3  # short lines in a row that may be one headline; more are a list, a menu, a poem
_LONGEST_CAPTION = 250
_COMMON_HEADLINE = 24
_SUBTITLE = "——"

TOP = 0  # level of headlines on a par; those a format marks count from 1
_SECTION = 10  # and the depth of its number
_SUBHEAD = 20


@dataclass(frozen=True, slots=True)
class Part:
    """A block of which is known what it is.

    Attributes:
        kind: What it is.
        text: Its text, stripped.
        page: Its page, from 1, or None.
        level: Depth of a headline, 0 where it stands on a par with all others.
        published: The date it gives, or None.
        indented: Whether the line began with an indent.
        marked: Whether the format itself says what is a heading and what is not.
        form: Text, an item of a list, or a row of a table.
    """

    kind: Kind
    text: str
    page: int | None = None
    level: int = 0
    published: date | None = None
    indented: bool = False
    marked: bool = False
    form: Form = Form.TEXT


def classify(blocks: Sequence[Block]) -> list[Part]:
    """Tell what each block is; blocks that say nothing (blank ones, tables of contents) are left out."""
    parts = _without_contents([_first_look(block) for block in blocks if block.text.strip()])
    parts = [_as_header(part, parts[index - 1]) if index else part for index, part in enumerate(parts)]
    return _with_headlines(parts)


def _first_look(block: Block) -> Part:
    """What a block is as far as it tells by itself; short lines are body text as yet."""
    text = block.text.strip()
    part = Part(
        Kind.BODY,
        text,
        block.page,
        indented=block.text[0].isspace(),
        marked=block.heading is not None,
        form=block.form,
    )
    if block.form is not Form.TEXT:
        return part
    if block.heading:
        return replace(part, kind=Kind.HEADLINE, text=title_text(text), level=block.level)
    if is_byline(text):
        return replace(part, kind=Kind.BYLINE)
    if (day := date_line(text)) is not None:
        return replace(part, kind=Kind.DATE, published=day)
    told = without_credit(text)
    if not told:
        return replace(part, kind=Kind.CREDIT)
    short = len(told) <= _LONGEST_CAPTION
    return replace(
        part, kind=Kind.CAPTION if short and (told != text or is_caption(text)) else Kind.BODY, text=told
    )


def _as_header(part: Part, above: Part) -> Part:
    """A source or author is one where it stands at the head of an article."""
    at_head = above.kind in {Kind.HEADLINE, Kind.BYLINE, Kind.DATE} or is_short_title(above.text)
    is_header = _is_text(part) and at_head and is_source(part.text)
    return replace(part, kind=Kind.BYLINE) if is_header else part


def _without_contents(parts: list[Part]) -> list[Part]:
    """Leave out a table of contents: from the word itself to where its first entry comes again."""
    starts = [at for at, part in enumerate(parts[:-1]) if re.fullmatch(r"目\s*[录錄次]", part.text)]
    keys = [_key(part.text) for part in parts] if starts else []
    for start in starts:
        ends = (index for index in range(start + 2, len(parts)) if keys[index] == keys[start + 1])
        if (end := next(ends, None)) is not None and all(len(p.text) < 60 for p in parts[start:end]):
            return parts[:start] + parts[end:]
    return parts


def _key(text: str) -> str:
    return re.sub(r"\s|[.…·]{3,}.*$", "", fold(text))


def _with_headlines(parts: list[Part]) -> list[Part]:
    """Find the headlines among the short lines, by what stands above and below them.

    A page of news has many headlines on a par. In any other text the first is the title of the whole
    where another follows at once, and those below a numbered section belong to it.
    """
    if any(part.marked for part in parts):
        return parts
    parts = [_as_section(parts, index) for index in range(len(parts))]
    parts = _with_days(parts)
    news = any(_opens_news(part) or part.kind in {Kind.CREDIT, Kind.CAPTION} for part in parts)
    numbered = any(part.kind is Kind.SECTION for part in parts)
    found: list[Part] = []
    level = TOP
    for run, below in _runs(parts, news):
        lines, headlines = _parted(run, below)
        if not (news or found) and len(run) > 1 and numbered:
            lines, headlines = run[1:], run[:1]  # the title of the whole, then who speaks, when and where
            found += [_headline(headlines, level), *lines]
        else:
            found += lines
            found += [_headline(headlines, level)] if headlines else []
        if below:
            found.append(below)
            level = _SUBHEAD if below.kind is Kind.SECTION and not news else level
    return found


def _with_days(parts: list[Part]) -> list[Part]:
    """The days of a diary as headlines: dates between one text and the next, more than once."""
    around = zip([None, *parts], parts, [*parts[1:], None], strict=False)
    days = {
        part
        for above, part, below in around
        if part.kind is Kind.DATE
        and (not above or above.kind is Kind.BODY)
        and below
        and below.kind is Kind.BODY
        if not is_plain_headline(below.text)
    }
    return [replace(part, kind=Kind.HEADLINE) if len(days) > 1 and part in days else part for part in parts]


def _runs(parts: Sequence[Part], news: bool) -> Iterator[tuple[list[Part], Part | None]]:
    """Short lines in a row, and the part that stands below them, None where the text ends."""
    run: list[Part] = []
    for index, part in enumerate(parts):
        is_subtitle = run and part.text.startswith(_SUBTITLE) and len(part.text) < LONGEST_HEADLINE
        if is_subtitle or _may_be_headline(parts, index, news):
            run.append(part)
        else:
            yield run, part
            run = []
    if run:
        yield run, None


def _may_be_headline(parts: Sequence[Part], index: int, news: bool) -> bool:
    part = parts[index]
    if part.kind is not Kind.BODY:
        return part.kind is Kind.HEADLINE
    if part.form is not Form.TEXT or not _heads_text(parts, index):
        return False
    if _opens_news(parts[index + 1]):
        return is_short_title(part.text)
    if not (is_plain_headline(part.text) or (index == 0 and is_long_title(part.text))):
        return False
    bodies = (other.text for other in parts[index + 1 : index + 5] if _is_text(other))
    later = [text for text in bodies if not is_plain_headline(text)]
    if index and later and is_open(parts[index - 1].text):  # a headline here would be amid a paragraph
        heads = any(shared_words(part.text, text) for text in later)
        if not heads or bond(parts[index - 1].text, later[0]) >= Bond.STRONG:
            return heads
    return not later or not _is_half(part.text, later, news)


def _is_text(part: Part) -> bool:
    return part.kind is Kind.BODY and part.form is Form.TEXT


def _below(parts: Sequence[Part], index: int) -> Iterator[Part]:
    return (parts[position] for position in range(index + 1, len(parts)))


def _heads_text(parts: Sequence[Part], index: int) -> bool:
    """Whether any text follows; at the end of a letter stand who signed it, the day, and what is enclosed."""
    after = (part for part in _below(parts, index) if part.kind not in {Kind.DATE, Kind.BYLINE, Kind.CREDIT})
    text = next(after, None)
    return text is not None and not (text.text.startswith("附件") and parts[index + 1].kind is Kind.DATE)


def _is_half(text: str, later: Sequence[str], news: bool) -> bool:
    """Whether a short line is a sentence that breaks off rather than the headline of the texts below it."""
    joint = bond(text, later[0])
    has_clauses = "，" in text
    if joint is Bond.CERTAIN or (
        has_clauses and (joint is Bond.STRONG or any(fits(text, t) for t in later[:2]))
    ):
        return True
    begins = starts_item(later[0])
    if news and has_clauses:
        return not begins
    is_long = len(text) > _COMMON_HEADLINE and not begins
    return joint is Bond.STRONG and (is_long or not shared_words(text, later[0]))


def _opens_news(part: Part) -> bool:
    return part.kind is Kind.BYLINE or (part.kind is Kind.BODY and dateline(part.text) is not None)


def _parted(run: list[Part], below: Part | None) -> tuple[list[Part], list[Part]]:
    """A run of short lines as the lines that are text and those that make up the headline below them."""
    if below is None or below.kind is Kind.CREDIT:
        return run, []
    if len(run) > _LONGEST_RUN:
        return (run[:-1], run[-1:]) if _opens_news(below) else (run, [])
    return [], run


def _headline(lines: Sequence[Part], level: int) -> Part:
    text = lines[0].text
    for line in lines[1:]:
        text += line.text if fits(text, line.text) else f" {line.text}"
    return replace(lines[0], kind=Kind.HEADLINE, text=title_text(text), level=level)


def _as_section(parts: Sequence[Part], index: int) -> Part:
    """A numbered line as the heading it is where text of its own follows, not the next number."""
    part = parts[index]
    depth = section_level(part.text)
    if not _is_text(part) or not depth or not is_short_title(part.text):
        return part
    below = next((other for other in _below(parts, index) if other.kind in {Kind.BODY, Kind.DATE}), None)
    if below is None or 0 < _heading_depth(below) <= depth:
        return part
    if not is_sure_section(depth) and index and section_level(parts[index - 1].text) == depth:
        return part
    return replace(part, kind=Kind.SECTION, text=title_text(part.text), level=_SECTION + depth)


def _heading_depth(part: Part) -> int:
    return section_level(part.text) if is_short_title(part.text) else 0
