"""How much of a file may be recognised, and the recognition of its pages."""

from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from retrieval.ingestion.recognition.engine import Engine
from retrieval.ingestion.recognition.lines import FoundLine, RecognisedPage, upright

if TYPE_CHECKING:
    from PIL.Image import Image

WAY_OUT: Final = "install text recognition (pip install 'yuanwen[ocr]') and add it again"
"""What to do with a picture of text where the extra is not there."""
LONGEST_SIDE: Final = 2000
"""Pixels of a page: 170 for each inch of A4, where type of 8 points is 19 pixels high."""
_WIDEST_STRIP: Final = 1400
_LONG: Final = 2.5  # times its width: a screenshot of several screens, read in strips
_SEARCHED: Final = 0.25  # of the height of a strip: where the emptiest line to cut it is looked for


@cache
def is_installed() -> bool:
    """Whether text can be recognised: the extra `ocr` is there."""
    return find_spec("rapidocr") is not None


OnPage = Callable[[int, int], None]
"""Called before a page is recognised: which one of how many, as far as is known by then."""


class Allowance:
    """Recognises pages of one file, as many as may be.

    Args:
        pages: How many.
        before_page: Called before each, and before each strip of a long one.
    """

    def __init__(self, pages: int, before_page: OnPage = lambda _page, _pages: None) -> None:
        self._left = pages
        self._before_page = before_page
        self._begun = self._expected = 0
        self._engine: Engine | None = None

    @property
    def is_used_up(self) -> bool:
        """Whether no further page is recognised."""
        return self._left <= 0

    def expect(self, pages: int) -> None:
        """Note that so many further pages will come, for those who are told how far it is."""
        self._expected += min(pages, max(self._left, 0))

    def page(self, picture: "Image") -> RecognisedPage | None:
        """The text of a picture of a page, whichever way it is turned; None where too much was recognised.

        Args:
            picture: In RGB, of any size.
        """
        is_long = picture.height > _LONG * picture.width
        longest, side = (_WIDEST_STRIP, picture.width) if is_long else (LONGEST_SIDE, max(picture.size))
        if side > longest:
            width, height = (max(round(each * longest / side), 1) for each in picture.size)
            picture = picture.resize((width, height), reducing_gap=3)
        strips = list(_strips(picture)) if is_long else [(0, picture)]
        self._left -= len(strips)
        if self._left < 0:
            return None
        self._begun += 1
        lines: list[FoundLine] = []
        turns = 0
        for top, strip in strips:
            self._before_page(self._begun, max(self._begun, self._expected))
            self._engine = self._engine or Engine()
            found, turns = self._engine.lines(strip)
            lines += (_lower(line, top) for line in found)
        return upright(lines, *picture.size, turns if len(strips) == 1 else 0)


def _lower(line: FoundLine, by: int) -> FoundLine:
    return FoundLine([(x, y + by) for x, y in line.corners], line.text, line.confidence)


def _strips(picture: "Image") -> Iterator[tuple[int, "Image"]]:
    """The parts of a long picture with where they begin, cut where its lines are the most even."""
    import numpy as np  # noqa: PLC0415

    unrest = np.asarray(picture.convert("L"), dtype=np.float32).std(axis=1)
    top = 0
    while top < picture.height:
        end = min(top + LONGEST_SIDE, picture.height)
        if end < picture.height:
            first = end - round(LONGEST_SIDE * _SEARCHED)
            end -= 1 + int(unrest[first:end][::-1].argmin())
        yield top, picture.crop((0, top, picture.width, end))
        top = end
