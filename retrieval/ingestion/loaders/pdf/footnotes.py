"""Footnotes: what stands in smaller type at the foot of a page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.ingestion.loaders.pdf.layout import Line, Page, Table
from retrieval.ingestion.reflow.lines import joined

_MARK = re.compile(r"[①-⑳❶-❿㊀-㊉]|[*＊†‡]{1,3}|[\[［〔【(（]?\d{1,3}[\]］〕】)）]?(?=\D)|注\s*\d*[：:]")
_SMALLER = 0.93  # of the type of the text, below a rule
_SMALL = 0.88  # of it, where there is no rule
_LONGEST_RULE = 0.6  # of the width of a page
_LOWER_PART = 0.65  # of the height of a page
_MOST_RULES = 50  # short ones in the lower part: more are a drawing
_WIDEST_GAP = 2.5  # heights, between a rule and the first note


@dataclass(frozen=True, slots=True)
class Foot:
    """The items of a page, and the notes below them.

    Attributes:
        items: Its lines and tables in reading order, without notes.
        notes: Each note, its lines joined.
    """

    items: Sequence[Line | Table]
    notes: Sequence[str] = ()


def parted(page: Page, items: Sequence[Line | Table], size: float) -> Foot:
    """Tell the notes of a page from its text.

    Notes are lines that a short rule parts from the text above them, and that are smaller, or marked; or
    smaller lines at the end of the page, the first of them marked.

    Args:
        page: The page.
        items: What stands on it in reading order.
        size: Height of the type of the document's text.
    """
    notes = _below_rules(page, items, size) or _at_end(items, size)
    if not notes:
        return Foot(items)
    taken = set(map(id, notes))
    texts = _joined_notes(notes)
    marks = frozenset(mark[0].strip() for text in texts if (mark := _MARK.match(text)))
    kept = [item for item in items if id(item) not in taken]
    return Foot([item.without(marks) if isinstance(item, Line) else item for item in kept], texts)


def _below_rules(page: Page, items: Sequence[Line | Table], size: float) -> list[Line]:
    """The lines below short rules in the lower part of a page; of each column those below its own."""
    limit = page.bottom + _LOWER_PART * page.height
    short = [
        rule
        for rule in page.rules
        if not rule.is_upright and rule.width <= _LONGEST_RULE * page.width and rule.bottom <= limit
    ]
    for rule in short if len(short) <= _MOST_RULES else ():
        below = [
            item
            for item in items
            if item.top <= rule.bottom + 2 and item.left <= rule.right and rule.left - 2 * size <= item.left
        ]
        notes = [item for item in below if isinstance(item, Line)]
        if not notes or len(notes) < len(below) or rule.bottom - notes[0].top > _WIDEST_GAP * size:
            continue
        is_marked = _MARK.match(notes[0].text) is not None
        if all(line.height <= (size if is_marked else _SMALLER * size) for line in notes):
            return notes
    return []


def _at_end(items: Sequence[Line | Table], size: float) -> list[Line]:
    """The small lines at the end of a page, from the first marked one on, where text is above them."""
    small: list[Line] = []
    for item in reversed(items):
        if not isinstance(item, Line) or item.height > _SMALL * size:
            break
        small.insert(0, item)
    first = next((at for at, line in enumerate(small) if _MARK.match(line.text)), None)
    return small[first:] if first is not None and len(small) < len(items) else []


def _joined_notes(lines: Sequence[Line]) -> list[str]:
    notes: list[list[str]] = []
    for line in lines:
        if notes and not _MARK.match(line.text):
            notes[-1].append(line.text)
        else:
            notes.append([line.text])
    return [joined(note) for note in notes]
