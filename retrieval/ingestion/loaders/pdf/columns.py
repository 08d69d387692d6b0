"""The reading order of a page: one column after the other where a gap goes through many lines."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from retrieval.ingestion.loaders.pdf.layout import Box, Line, Piece, Table, lines_of

_NARROWEST_GAP = 0.8  # heights of a line, between columns
_SOON = 4  # pieces within which a gap shows
_FEWEST_PIECES = 6
_FEWEST_LINES = 2  # of each column
_NARROWEST = 7.0  # heights of a line
_FILLED = 0.75  # of the width of a column, from which a line counts as full
_MOSTLY = 0.4  # share of full lines
_LONG_RUN = 12  # pieces
_DEEPEST = 3

Item = Piece | Table


class ReadingOrder:
    """Puts the pieces and tables of a page in the order in which they are read."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._place = {id(item): place for place, item in enumerate(items)}  # in the order of drawing
        heights = [item.height for item in items if isinstance(item, Piece)]
        self._size = median(heights) if heights else 1.0
        self._flow = 0
        self.found: list[Line | Table] = []
        self._order(items, 0)

    def _order(self, items: Sequence[Item], depth: int) -> None:
        items = sorted(items, key=lambda item: -item.top)
        plain: list[Item] = []
        at = 0
        while at < len(items):
            end, spans = self._run(items, at)
            columns = self._columns(items[at:end], spans) if depth < _DEEPEST else []
            if columns:
                self._emit(plain, depth)
                plain = []
                for column in columns:
                    self._order(column, depth + 1)
                at = end
            else:
                skipped = max(1, end - at - _FEWEST_PIECES) if end - at > _LONG_RUN else 1
                plain += items[at : at + skipped]
                at += skipped
        self._emit(plain, depth)

    def _run(self, items: Sequence[Item], start: int) -> tuple[int, list[tuple[float, float]]]:
        """Where the items from a start end that leave one gap free, and what is not free."""
        spans: list[tuple[float, float]] = []
        for at in range(start, len(items)):
            after = _occupied(spans, items[at], self._size * _NARROWEST_GAP)
            if len(after) == 1 and (len(spans) > 1 or at - start >= _SOON):
                return at, spans
            spans = after
        return len(items), spans

    def _columns(self, items: Sequence[Item], spans: Sequence[tuple[float, float]]) -> list[list[Item]]:
        """The items of each column; none where they are rather the rows of a table."""
        if len(items) < _FEWEST_PIECES or len(spans) < 2:  # one is no column
            return []
        columns: list[list[Item]] = [[] for _ in spans]
        for item in items:
            columns[next(n for n, span in enumerate(spans) if item.left <= span[1])].append(item)
        if any(right - left < _NARROWEST * self._size for left, right in spans):
            return []
        lines = [lines_of(item for item in column if isinstance(item, Piece)) for column in columns]
        if min(map(len, lines)) < _FEWEST_LINES and not any(isinstance(item, Table) for item in items):
            return []
        return columns if self._are_drawn_apart(columns) or _are_full(lines, spans) else []

    def _are_drawn_apart(self, columns: Sequence[Sequence[Box]]) -> bool:
        """Whether the file draws one column after the other."""
        places = [[self._place[id(item)] for item in column] for column in columns]
        return all(max(one) < min(other) for one, other in pairwise(places))

    def _emit(self, items: Sequence[Item], depth: int) -> None:
        """Take down what stands in one column, from the top."""
        if not items:
            return
        lines = lines_of((item for item in items if isinstance(item, Piece)), self._flow, depth > 0)
        tables = [item for item in items if isinstance(item, Table)]
        self.found += sorted([*lines, *tables], key=lambda item: -item.top)
        self._flow += 1


def _occupied(spans: Sequence[tuple[float, float]], item: Box, gap: float) -> list[tuple[float, float]]:
    """Stretches from left to right that are not free, with an item added; nearer ones than a gap are one."""
    left, right = item.left, item.right
    apart = []
    for span in spans:
        if span[1] + gap < left or right + gap < span[0]:
            apart.append(span)
        else:
            left, right = min(left, span[0]), max(right, span[1])
    return sorted([*apart, (left, right)])


def _are_full(columns: Sequence[Sequence[Line]], spans: Sequence[tuple[float, float]]) -> bool:
    """Whether lines of prose fill each column, as far as it has several."""
    for lines, (left, right) in zip(columns, spans, strict=True):
        full = sum(line.width >= _FILLED * (right - left) for line in lines)
        if full < _MOSTLY * len(lines):
            return False
    return True
