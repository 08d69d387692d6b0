"""What is on the pages of a PDF, as pdfium gives it.

Positions are in points, and turned so that most text of the page runs from left to right.
"""

import ctypes
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import takewhile
from typing import Any

_HYPHENS = (0x02, 0xFFFE)  # how pdfium tells a word that a line break hyphenated
_PRIVATE = range(0xE000, 0xF900)
_SPACE = 0x20
_SPACES = frozenset((0x09, _SPACE, 0xA0, 0x3000))
_WIDEST_GAP = 1.0  # heights of a character between two of one piece
_LEAST_OVERLAP = 0.5  # of the heights of two characters in one line
_QUARTER = math.pi / 2
_SLANTED = 0.1  # radians
_RAISED = 0.25  # heights
_SMALL = 0.8  # of the height of its line, for what is raised
_SAMPLE = 40  # characters of a page that are looked at for its direction
MOST_PAGES = 10_000  # a small file can list one page any number of times
_MOST_OBJECTS = 100_000  # drawn on a page; the rules of one with more are not looked for
_MOST_POINTS = 30_000
_SHORTEST_RULE = 3.0
_WHITE = 250
_DEEPEST = 4

_Box = tuple[float, float, float, float]  # left, bottom, right, top
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class TooMuchText(Exception):  # noqa: N818  # no fault of the file
    """There is more text than may be read."""


def read(data: bytes, most_characters: int) -> dict[str, Any]:
    """What a PDF holds: "title" and "pages"; or "failure", or "too_much" as true.

    A page is an object of "box", its visible part; "pieces", each of its text, its box and whether its font
    says which characters these are; "rules", straight lines; "pictures", the share of the page that they
    cover; and "outlines", the number of curved shapes.
    """
    import pypdfium2  # noqa: PLC0415  # takes 0.1 s

    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            pages = list(_pages(pypdfium2.raw, document, most_characters))
            return {"title": document.get_metadata_value("Title"), "pages": pages}
    except pypdfium2.PdfiumError as error:
        return {"failure": str(error)}
    except TooMuchText:
        return {"too_much": True}


def _pages(raw: Any, document: Any, room: int) -> Iterator[dict[str, Any]]:
    if len(document) > MOST_PAGES:
        raise TooMuchText
    for number in range(len(document)):
        page = document[number]
        textpage = page.get_textpage()
        room -= textpage.count_chars()
        if room < 0:
            raise TooMuchText
        turns = _turns(raw, textpage)
        box = _turned(page.get_bbox(), turns)
        drawings = Drawings(raw, page.raw, turns)
        yield {
            "box": _rounded(box),
            "pieces": list(Pieces(raw, textpage, turns, box, drawings.rules).read()),
            "rules": [_rounded(rule) for rule in drawings.rules],
            "pictures": min(drawings.pictured / max((box[2] - box[0]) * (box[3] - box[1]), 1.0), 1.0),
            "outlines": drawings.outlines,
        }
        textpage.close()
        page.close()


def _turns(raw: Any, textpage: Any) -> int:
    """By how many quarters a page has to be turned clockwise for most of its text to be upright."""
    count = textpage.count_chars()
    angles = Counter(
        -round(raw.FPDFText_GetCharAngle(textpage, index) / _QUARTER) % 4
        for index in range(0, count, max(count // _SAMPLE, 1))
        if raw.FPDFText_GetUnicode(textpage, index) > _SPACE  # no space
    )
    return angles.most_common(1)[0][0] if angles else 0


def _turned(box: _Box, turns: int) -> _Box:
    left, bottom, right, top = box
    aside = (bottom, -right, top, -left), (-right, -top, -left, -bottom), (-top, left, -bottom, right)
    return aside[turns - 1] if turns else box


def _rounded(box: _Box) -> list[float]:
    return [round(edge, 1) for edge in box]


class Drawings:
    """The rules and pictures of a page.

    `rules` are straight lines, edges of rectangles among them; `pictured` is the area under pictures in
    square points; `outlines` counts the shapes with curves.
    """

    def __init__(self, raw: Any, page: Any, turns: int) -> None:
        self.rules: list[_Box] = []
        self.pictured, self.outlines = 0.0, 0
        self._raw, self._turns = raw, turns
        self._objects, self._points = _MOST_OBJECTS, _MOST_POINTS
        count = raw.FPDFPage_CountObjects(page)
        self._walk((raw.FPDFPage_GetObject(page, at) for at in range(count)), _IDENTITY, 0)
        self.rules = self.rules if min(self._objects, self._points) >= 0 else []

    def _walk(self, objects: Iterator[Any], form: _Matrix, depth: int) -> None:
        raw = self._raw
        for item in objects:
            self._objects -= 1
            if self._objects < 0 or self._points < 0:
                return
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(item, _product(self._matrix(item), form))
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                a, b, c, d, *_ = _product(self._matrix(item), form)  # of a square of one point
                self.pictured += abs(a * d - b * c)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                count = raw.FPDFFormObj_CountObjects(item)
                inner = (raw.FPDFFormObj_GetObject(item, at) for at in range(count))
                self._walk(inner, _product(self._matrix(item), form), depth + 1)

    def _matrix(self, item: Any) -> _Matrix:
        found = self._raw.FS_MATRIX()
        is_found = self._raw.FPDFPageObj_GetMatrix(item, ctypes.byref(found))
        return (found.a, found.b, found.c, found.d, found.e, found.f) if is_found else _IDENTITY

    def _path(self, item: Any, matrix: _Matrix) -> None:
        raw = self._raw
        count = raw.FPDFPath_CountSegments(item) if self._is_seen(item) else 0
        self._points -= count
        if self._points < 0:
            return
        x, y = ctypes.c_float(), ctypes.c_float()
        start = last = (0.0, 0.0)
        for at in range(count):
            segment = raw.FPDFPath_GetPathSegment(item, at)
            raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            point = _placed(x.value, y.value, matrix)
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_BEZIERTO:
                self.outlines += 1
                return
            if kind == raw.FPDF_SEGMENT_LINETO:
                self._rule(last, point)
            else:
                start = point
            if raw.FPDFPathSegment_GetClose(segment):
                self._rule(point, start)
            last = point

    def _is_seen(self, item: Any) -> bool:
        """Whether a path leaves ink: it is drawn along, or filled with anything but white."""
        raw = self._raw
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
        color = [ctypes.c_uint() for _ in range(4)]
        raw.FPDFPageObj_GetFillColor(item, *map(ctypes.byref, color))
        return bool(stroke.value or (fill.value and min(part.value for part in color[:3]) < _WHITE))

    def _rule(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        (x0, x1), (y0, y1) = sorted((one[0], other[0])), sorted((one[1], other[1]))
        if max(x1 - x0, y1 - y0) >= _SHORTEST_RULE and min(x1 - x0, y1 - y0) < 1:
            self.rules.append(_turned((x0, y0, x1, y1), self._turns))


def _product(inner: _Matrix, outer: _Matrix) -> _Matrix:
    if outer is _IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, *_placed(e, f, (p, q, r, s, t, u)))


def _placed(x: float, y: float, matrix: _Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


class Pieces:
    """Puts the characters of a page together into pieces of lines.

    A piece ends where the line does, at a wide gap, at a rule across the line, and before and after
    something raised.
    """

    def __init__(self, raw: Any, textpage: Any, turns: int, visible: _Box, rules: list[_Box]) -> None:
        self._raw, self._textpage, self._turns, self._visible = raw, textpage, turns, visible
        self._upright = sorted((x, y0, y1) for x, y0, right, y1 in rules if right - x < y1 - y0)
        self._rectangle = raw.FS_RECTF()
        self._codes: list[int] = []
        self._box = self._last = (0.0, 0.0, 0.0, 0.0)
        self._is_mapped, self._is_slanted = True, False

    def read(self) -> Iterator[list[Any]]:
        """The pieces in the order in which the file draws them."""
        raw, textpage = self._raw, self._textpage
        space = 0
        for index in range(textpage.count_chars()):
            code = raw.FPDFText_GetUnicode(textpage, index)
            is_rare = code <= _SPACE or code in _SPACES or code in _HYPHENS
            is_mapped = code not in _PRIVATE and not (is_rare and self._lacks_mapping(index))
            if is_rare and is_mapped:
                space = code if code in _SPACES else space
                if code not in _SPACES and code not in _HYPHENS:
                    yield from self._taken()
                continue
            box = self._box_of(index)
            if self._codes and not self._goes_on(box, is_mapped):
                yield from self._taken()
            if self._codes:
                self._codes += [space] if space else []
                left, bottom, _, top = self._box
                self._box = left, min(bottom, box[1]), box[2], max(top, box[3])
            else:
                is_mapped = is_mapped and not self._lacks_mapping(index)
                self._box, self._is_mapped = box, is_mapped
                angle = raw.FPDFText_GetCharAngle(textpage, index) % _QUARTER
                self._is_slanted = _SLANTED < angle < _QUARTER - _SLANTED
            self._codes.append(code)
            self._last, space = box, 0
        yield from self._taken()

    def _taken(self) -> Iterator[list[Any]]:
        """The piece so far, where it is on the visible page; slanted ones are watermarks."""
        if self._codes:
            left, bottom, right, top = self._box
            x0, y0, x1, y1 = self._visible
            is_visible = x0 <= (left + right) / 2 <= x1 and y0 <= (bottom + top) / 2 <= y1
            if is_visible and not self._is_slanted:
                units = b"".join(code.to_bytes(2, "little") for code in self._codes)
                yield [units.decode("utf-16-le", "replace"), *_rounded(self._box), self._is_mapped]
        self._codes = []

    def _goes_on(self, box: _Box, is_mapped: bool) -> bool:
        _, bottom, _, top = self._box
        smaller, larger = sorted((box[3] - box[1], top - bottom))
        if (
            min(top, box[3]) - max(bottom, box[1]) < smaller * _LEAST_OVERLAP
            or is_mapped is not self._is_mapped
        ):
            return False
        is_small = (
            smaller < _SMALL * larger
            and min(box[2] - box[0], self._last[2] - self._last[0]) < _SMALL * larger
        )
        if is_small and abs(box[1] - bottom) > _RAISED * larger:
            return False
        if not -larger * _LEAST_OVERLAP < box[0] - self._last[2] <= larger * _WIDEST_GAP:
            return False
        return not self._upright or not self._is_parted(self._last, box)

    def _is_parted(self, one: _Box, other: _Box) -> bool:
        """Whether a rule goes through between two characters."""
        start, end, y = (one[0] + one[2]) / 2, (other[0] + other[2]) / 2, (one[1] + one[3]) / 2
        first = bisect_left(self._upright, (start, -math.inf, -math.inf))
        between = takewhile(lambda rule: rule[0] <= end, self._upright[first:])
        return any(bottom <= y <= top for _, bottom, top in between)

    def _lacks_mapping(self, index: int) -> bool:
        return bool(self._raw.FPDFText_HasUnicodeMapError(self._textpage, index))

    def _box_of(self, index: int) -> _Box:
        """The box of a character, as high as its type, not as its ink."""
        box = self._rectangle
        self._raw.FPDFText_GetLooseCharBox(self._textpage, index, ctypes.byref(box))
        found = (box.left, box.bottom, box.right, box.top)
        return _turned(found, self._turns) if self._turns else found
