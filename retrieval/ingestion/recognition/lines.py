"""Recognised lines: their places, upright and straight whichever way the page was scanned or photographed."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import fmean, median

_LONG = 3.0  # heights of a line, from which its direction is that of the page
_STEEPEST = math.radians(20)
_FULL = 0.8  # of the width of the widest line
_FEWEST_FULL = 5
_SAMPLE = 60  # lines that are compared with each other

Corners = Sequence[Sequence[float]]
"""The four corners (x, y) of a line in a picture, one after the other, in pixels from its upper left."""


@dataclass(frozen=True, slots=True)
class RecognisedLine:
    """A line, or a part of one, with nothing but white to its sides. In pixels, from the left and the bottom.

    Attributes:
        text: Its text.
        confidence: Of its recognition, 0 to 1.
    """

    left: float
    bottom: float
    right: float
    top: float
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """The lines of a page, in pixels of a picture of it that stands upright."""

    width: float
    height: float
    lines: tuple[RecognisedLine, ...]


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A line as it stands in a picture.

    Attributes:
        corners: Where.
        text: Its text.
        confidence: Of its recognition, 0 to 1.
    """

    corners: Corners
    text: str
    confidence: float


def upright(lines: Iterable[FoundLine], width: float, height: float, turns: int = 0) -> RecognisedPage:
    """The page that lines make up once its picture is turned and straightened.

    Args:
        lines: What was found in the picture.
        width: Of the picture.
        height: Of the picture.
        turns: By how many quarters it has to be turned counter-clockwise.
    """
    boxes = [([_turned(x, y, width, height, turns) for x, y in line.corners], line) for line in lines]
    width, height = (height, width) if turns % 2 else (width, height)
    slants = [(*_sides(corners), line) for corners, line in boxes]
    long = [(math.atan2(dy, dx), dx) for (dx, dy), high, _ in slants if dx > _LONG * high]
    slant = _weighted_median(long) if long else 0.0
    cos, sin = math.cos(slant), math.sin(slant)
    placed = []
    for (corners, line), (along, high, _) in zip(boxes, slants, strict=True):
        x = fmean(x for x, _ in corners) - width / 2
        y = fmean(y for _, y in corners) - height / 2
        x, y = width / 2 + x * cos + y * sin, height / 2 - (y * cos - x * sin)
        half = math.hypot(*along) / 2
        placed.append(
            RecognisedLine(x - half, y - high / 2, x + half, y + high / 2, line.text, line.confidence)
        )
    return RecognisedPage(width, height, tuple(_squared(placed)))


def _squared(lines: Sequence[RecognisedLine]) -> Sequence[RecognisedLine]:
    """Lines with edges that run straight down: in a photo taken at an angle they converge."""
    widest = max((line.right - line.left for line in lines), default=0.0)
    long = [line for line in lines if line.right - line.left >= _FULL * widest]
    if len(long) < _FEWEST_FULL:
        return lines
    heights = [(line.bottom + line.top) / 2 for line in long]
    left = _trend(heights, [line.left for line in long])
    right = _trend(heights, [line.right for line in long])
    middle = median(heights)
    first, last = left(middle), right(middle)
    squared = []
    for line in lines:
        y = (line.bottom + line.top) / 2
        start, end = left(y), right(y)
        if end - start < (last - first) / 2:
            return lines
        scale = (last - first) / (end - start)
        squared.append(
            replace(
                line, left=first + (line.left - start) * scale, right=first + (line.right - start) * scale
            )
        )
    return squared


def _trend(places: Sequence[float], values: Sequence[float]) -> Callable[[float], float]:
    """The straight line nearest to values at places; outliers weigh little."""
    slopes = [
        (values[b] - values[a]) / (places[b] - places[a])
        for a, b in combinations(range(0, len(places), -(-len(places) // _SAMPLE)), 2)
        if abs(places[b] - places[a]) > 1
    ]
    slope = median(slopes) if slopes else 0.0
    base = median(value - slope * place for place, value in zip(places, values, strict=True))
    return lambda place: base + slope * place


def _turned(x: float, y: float, width: float, height: float, turns: int) -> tuple[float, float]:
    match turns % 4:
        case 1:
            return y, width - x
        case 2:
            return width - x, height - y
        case 3:
            return height - y, x
        case _:
            return x, y


def _sides(corners: Corners) -> tuple[tuple[float, float], float]:
    """Along a line, from left to right, as a vector; and how high it is."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    one = ((bx - ax + cx - dx) / 2, (by - ay + cy - dy) / 2)
    other = ((cx - bx + dx - ax) / 2, (cy - by + dy - ay) / 2)
    along, across = (one, other) if abs(one[0]) >= abs(one[1]) else (other, one)
    return (along if along[0] >= 0 else (-along[0], -along[1])), math.hypot(*across)


def _weighted_median(slants: Sequence[tuple[float, float]]) -> float:
    """The slant that half of the text exceeds, by its length; 0 where that is no slant any more."""
    half = sum(length for _, length in slants) / 2
    for slant, length in sorted(slants):
        half -= length
        if half <= 0:
            return slant if abs(slant) <= _STEEPEST else 0.0
    return 0.0
