"""The title of a PDF, by size and place."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from retrieval.ingestion.loaders.pdf.layout import Line, Page, Table
from retrieval.ingestion.loaders.titles import is_letter
from retrieval.ingestion.reflow.lines import joined

SAME_TYPE: Final = 0.85
"""Of the height of the larger of two lines of one type, the least of the smaller."""
LARGE: Final = 1.25
"""Times the height of most lines, from which a line is of larger type."""

_LESS = 0.9  # of the height of the title, which all other lines are below
_LONGEST_TITLE = 3  # lines
_MOST_RUNNING = 2  # lines above a title in larger type: a running header, a number
_MOST_ABOVE = 5  # lines above the name of a letter: who issues it, and its number


def title_lines(page: Page, orders: Sequence[Sequence[Line | Table]], size: float) -> frozenset[int]:
    """The identities of the lines of the title: among the first the ones that are larger than all others, or
    one in the middle; or those that are called as official letters are.

    Args:
        page: The first page.
        orders: What stands on each page.
        size: Height of most lines.
    """
    items = [item for order in orders for item in order]
    lines = [item for item in items if isinstance(item, Line) and item.text.strip()]
    if len(lines) < 2 or items[0] is not lines[0] or any(line.is_column for line in lines):
        return frozenset()
    if letter := _letter(page, lines):
        return letter
    for start in range(min(_MOST_RUNNING + 1, len(lines))):
        if title := _larger(lines, start, size):
            return frozenset(map(id, title))
    first, second = (_off_centre(page, line) for line in lines[:2])
    is_centred = first < size < second and lines[0].left > lines[1].left + size
    return frozenset({id(lines[0])}) if is_centred else frozenset()


def _larger(lines: Sequence[Line], start: int, size: float) -> Sequence[Line]:
    """The few lines from a place on that are larger than all others, none where these are not."""
    least = lines[start].height * SAME_TYPE
    found = list(takewhile(lambda line: line.height >= least, lines[start:]))
    others = (*lines[:start], *lines[start + len(found) :])
    is_larger = len(found) <= _LONGEST_TITLE and lines[start].height >= LARGE * size
    return found if is_larger and all(line.height < _LESS * lines[start].height for line in others) else []


def _letter(page: Page, lines: Sequence[Line]) -> frozenset[int]:
    """The identities of the lines in the middle that together are the name of a letter."""
    for start in range(min(_MOST_ABOVE, len(lines))):
        for end in range(start + 1, min(start + _LONGEST_TITLE, len(lines)) + 1):
            run = lines[start:end]
            if any(_off_centre(page, line) > line.height for line in run):
                break
            if is_letter(joined(line.text for line in run)):
                return frozenset(map(id, run))
    return frozenset()


def _off_centre(page: Page, line: Line) -> float:
    """How much farther a line is from one edge of the page than from the other."""
    return abs(page.right - line.right + page.left - line.left)
