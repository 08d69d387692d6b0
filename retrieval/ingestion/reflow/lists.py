"""Lists and questions: which paragraphs are read together, as one says nothing without the other."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from statistics import median

from retrieval.documents import Form, Paragraph
from retrieval.ingestion.reflow.drafts import Draft
from retrieval.ingestion.reflow.lines import ends_sentence, entry_mark

_LONG = 80  # characters from which an item is a paragraph by itself
_SHORT = 40  # characters of a line that may be an item without any mark
_LONGEST_QUESTION = 45
_MOST_LINES = 200  # of a paragraph: of a longer list others are made
_ANNOUNCES = re.compile("(?:如下|下列|以下)[^。]*。?$")
_QUESTION = re.compile(r"(?:问|提问|问题|Q)\s*\d*\s*[：:、.]")
_ANSWER = re.compile(r"(?:答|回答|A)\s*\d*\s*[：:、.]")


def gathered(drafts: Sequence[Draft]) -> Iterator[Paragraph]:
    """The drafts of a section as paragraphs, one each but for what is read together.

    That is a list with the line that leads to it, and a question with its answer; line breaks stand between
    their lines. Items of more than about 80 characters are prose and stay apart.
    """
    start = 0
    while start < len(drafts):
        near = drafts[start : start + _MOST_LINES]
        count = _together(near)
        yield Paragraph("\n".join(draft.text for draft in near[:count]), near[0].page)
        start += count


def _together(drafts: Sequence[Draft]) -> int:
    """How many of the first drafts make up one paragraph."""
    first, *below = drafts
    if first.form is Form.ROW or not below:
        return 1
    if _asks(first):
        return 1 + _answer(below)
    if _is_entry(first):
        return max(_entries(drafts), 1)
    return 1 + (_entries(below) or _unmarked(below)) if _leads(first) else 1


def _answer(below: Sequence[Draft]) -> int:
    """How many drafts answer the question above them: the first, a list that it leads to, and 答：…"""
    if _asks(below[0]) or below[0].form is Form.ROW:
        return 0
    count = _together(below) if _leads(below[0]) or _is_entry(below[0]) else 1
    return count + sum(1 for _ in takewhile(lambda draft: _ANSWER.match(draft.text), below[count:]))


def _entries(drafts: Sequence[Draft]) -> int:
    """How many of the first drafts are items of one list; 0 where they are prose."""
    items = list(takewhile(_is_entry, drafts))
    mark = entry_mark(items[0].text) if items else ""
    if re.search(r"\w", mark):  # a number that comes again begins another list
        again = (n for n, item in enumerate(items) if n and entry_mark(item.text) == mark)
        items = items[: next(again, len(items))]
    return len(items) if items and median(len(item.text) for item in items) <= _LONG else 0


def _unmarked(drafts: Sequence[Draft]) -> int:
    """How many of the first drafts are items without a mark: clauses up to a full stop, or short lines."""
    lines = list(takewhile(_may_be_item, drafts))
    clauses = sum(1 for _ in takewhile(lambda draft: draft.text[-1] in "；;", lines))
    if clauses:
        return min(clauses + 1, len(lines))
    short = list(takewhile(lambda d: len(d.text) <= _SHORT and not ends_sentence(d.text), lines))
    return len(short) if len(short) > 1 else 0


def _may_be_item(draft: Draft) -> bool:
    is_text = draft.form is Form.TEXT and len(draft.text) <= _LONG
    return is_text and not _asks(draft) and not _leads(draft)


def _is_entry(draft: Draft) -> bool:
    return draft.form is Form.ITEM or (draft.form is Form.TEXT and bool(entry_mark(draft.text)))


def _leads(draft: Draft) -> bool:
    """Whether a text says that a list follows."""
    return draft.text[-1] in "：:" or _ANNOUNCES.search(draft.text[-_LONG:]) is not None


def _asks(draft: Draft) -> bool:
    """Whether a text is a question that the next one answers: 问：…, or a line that ends in ？"""
    if draft.form is not Form.TEXT:
        return False
    is_line = len(draft.text) <= _LONGEST_QUESTION and re.search("[。；]", draft.text) is None
    return _QUESTION.match(draft.text) is not None or (draft.text[-1] in "？?" and is_line)
