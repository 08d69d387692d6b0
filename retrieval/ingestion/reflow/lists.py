"""Lists and questions: which paragraphs are read together, as one says nothing without the other."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from statistics import median

from retrieval.documents import Paragraph
from retrieval.ingestion.extracts import Form, recognised_together
from retrieval.ingestion.reflow.lines import ends_sentence, entry_mark
from retrieval.ingestion.reflow.paragraphs import MutableParagraph

_LONG = 80  # characters from which an item is a paragraph by itself
_SHORT = 40  # characters of a line that may be an item without any mark
_LONGEST_QUESTION = 45  # characters
_MOST_LINES = 200  # of a paragraph: of a longer list others are made
_ANNOUNCES = re.compile("(?:如下|下列|以下)[^。]*。?$")
_QUESTION = re.compile(r"(?:问|提问|问题|Q)\s*\d*\s*[：:、.]")
_ANSWER = re.compile(r"(?:答|回答|A)\s*\d*\s*[：:、.]")


def gathered(paragraphs: Sequence[MutableParagraph]) -> Iterator[Paragraph]:
    """The paragraphs of a section, with those joined that are read together.

    These are a list with the line that leads to it, and a question with its answer; line breaks stand
    between their lines. Items of more than about 80 characters are prose and stay apart.
    """
    start = 0
    while start < len(paragraphs):
        near = paragraphs[start : start + _MOST_LINES]
        count = _together(near)
        parts = near[:count]
        recognised = recognised_together((part.text, part.recognised) for part in parts)
        yield Paragraph("\n".join(part.text for part in parts), parts[0].page, recognised)
        start += count


def _together(paragraphs: Sequence[MutableParagraph]) -> int:
    """How many of the first paragraphs are read together."""
    first, *below = paragraphs
    if first.form is Form.ROW or not below:
        return 1
    if _asks(first):
        return 1 + _answer(below)
    if first.is_entry():
        return max(_entries(paragraphs), 1)
    return 1 + (_entries(below) or _unmarked(below)) if _leads(first) else 1


def _answer(below: Sequence[MutableParagraph]) -> int:
    """How many paragraphs answer the question above them: the first, a list that it leads to, and 答：…"""
    if _asks(below[0]) or below[0].form is Form.ROW:
        return 0
    count = _together(below) if _leads(below[0]) or below[0].is_entry() else 1
    return count + sum(1 for _ in takewhile(lambda paragraph: _ANSWER.match(paragraph.text), below[count:]))


def _entries(paragraphs: Sequence[MutableParagraph]) -> int:
    """How many of the first paragraphs are items of one list; 0 where they are prose."""
    items = list(takewhile(MutableParagraph.is_entry, paragraphs))
    mark = entry_mark(items[0].text) if items else ""
    if re.search(r"\w", mark):  # a number that comes again begins another list
        again = (n for n, item in enumerate(items) if n and entry_mark(item.text) == mark)
        items = items[: next(again, len(items))]
    return len(items) if items and median(len(item.text) for item in items) <= _LONG else 0


def _unmarked(paragraphs: Sequence[MutableParagraph]) -> int:
    """How many of the first paragraphs are unmarked items: clauses up to a full stop, or short lines."""
    lines = list(takewhile(_may_be_item, paragraphs))
    clauses = sum(1 for _ in takewhile(lambda paragraph: paragraph.text[-1] in "；;", lines))
    if clauses:
        return min(clauses + 1, len(lines))
    short = list(takewhile(lambda d: len(d.text) <= _SHORT and not ends_sentence(d.text), lines))
    return len(short) if len(short) > 1 else 0


def _may_be_item(paragraph: MutableParagraph) -> bool:
    is_text = paragraph.form is Form.TEXT and len(paragraph.text) <= _LONG
    return is_text and not _asks(paragraph) and not _leads(paragraph)


def _leads(paragraph: MutableParagraph) -> bool:
    """Whether a text says that a list follows."""
    return paragraph.text[-1] in "：:" or _ANNOUNCES.search(paragraph.text[-_LONG:]) is not None


def _asks(paragraph: MutableParagraph) -> bool:
    """Whether a text is a question that the next one answers: 问：…, or a line that ends in ？"""
    if paragraph.form is not Form.TEXT:
        return False
    is_line = len(paragraph.text) <= _LONGEST_QUESTION and re.search("[。；]", paragraph.text) is None
    return _QUESTION.match(paragraph.text) is not None or (paragraph.text[-1] in "？?" and is_line)
