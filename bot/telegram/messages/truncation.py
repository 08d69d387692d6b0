"""Truncation of texts to lengths in UTF-16 code units, as Telegram counts them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

ELLIPSIS = "…"

_ZERO_WIDTH_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_UNSENDABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
_CELLS: Final = re.compile("[^\u3000\n]+")
_ROW_NUMBER: Final = re.compile(r"(?:[^：:]*[：:])?[\s\d.、]*")
_FEWEST_CELLS: Final = 3
"""Of a row without headers; with fewer it may well be text."""
_SENTENCE_ENDS: Final = re.compile("[。！？；!?\n][”’」』）)]*")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# The most closing marks added to a text; Unicode allows 125 levels of nesting, but no text needs as many.
_MAX_CLOSING_MARKS: Final = 60
_POP, _POP_ISOLATE = "\u202c", "\u2069"
_CLOSING_MARKS: Final = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", _POP),
    **dict.fromkeys("\u2066\u2067\u2068", _POP_ISOLATE),
}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage cut to a length around the span that matters.

    Attributes:
        before: Text before the span, starting with … where it was cut.
        span: The span, ending with … where even that was too long.
        after: Text after the span, ending with … where it was cut; then the marks of `closing`, if any.
    """

    before: str
    span: str
    after: str

    @property
    def text(self) -> str:
        """All of it."""
        return self.before + self.span + self.after


def units(text: str) -> int:
    """Length of a text in UTF-16 code units, as Telegram counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def clean(text: str) -> str:
    """Replace each character that Telegram refuses by another one, so that offsets stay valid."""
    return _LONE_SURROGATES.sub("\ufffd", _UNSENDABLE.sub(" ", text))


def undirected(text: str) -> str:
    """Remove direction marks, which could reverse the text that follows.

    For texts within a sentence; quotations keep their marks, see `closing`.
    """
    return _DIRECTION_MARKS.sub("", text)


def one_line(text: str) -> str:
    """A text in one line and without direction marks, for titles and names."""
    return " ".join(undirected(clean(text)).split())


def closing(text: str) -> str:
    """The marks that close the open direction marks of a text, so that text after it is not reversed.

    Only of its last line, as each line closes its own marks (UAX #9).
    """
    open_: list[str] = []
    for mark in _DIRECTION_MARKS.findall(text.rpartition("\n")[2]):
        if mark in _CLOSING_MARKS:
            open_.append(_CLOSING_MARKS[mark])
        elif mark == _POP and open_[-1:] == [_POP]:
            open_.pop()
        elif mark == _POP_ISOLATE and _POP_ISOLATE in open_:
            while open_.pop() != _POP_ISOLATE:
                pass
    return "".join(reversed(open_))[:_MAX_CLOSING_MARKS]


def clip(text: str, limit: int) -> str:
    """Shorten a text to at most `limit` units, with … at its end where something was left out."""
    if units(text) <= limit:
        return text
    position, room = 0, limit - 1
    while (width := units(text[position])) <= room:
        room -= width
        position += 1
    while position > 0 and _continues(text, position):
        position -= 1
    return text[:position] + ELLIPSIS if limit > 0 else ""


def clip_start(text: str, limit: int) -> str:
    """Shorten a text to at most `limit` units, with … at its start where something was left out."""
    if units(text) <= limit:
        return text
    position, room = len(text), limit - 1
    while (width := units(text[position - 1])) <= room:
        room -= width
        position -= 1
    while position < len(text) and _continues(text, position):
        position += 1
    return ELLIPSIS + text[position:] if limit > 0 else ""


def clip_middle(text: str, limit: int) -> str:
    """Shorten a text to at most `limit` units, with … in its middle where something was left out."""
    if units(text) <= limit:
        return text
    ending = clip_start(text, limit // 2).removeprefix(ELLIPSIS)
    return clip(text, limit - units(ending)) + ending


def excerpt(passage: str, start: int, end: int, limit: int) -> Excerpt:
    """Cut a passage to at most `limit` units, the span `passage[start:end]` about in the middle.

    Args:
        passage: The text.
        start: First character of the span.
        end: One past its last character.
        limit: Units in all, at least 3.
    """
    shown, most = _cut(passage, start, end, limit), min(_MAX_CLOSING_MARKS, limit // 4)
    if units(shown.text) + len(closing(shown.text)) > limit:
        shown = _cut(passage, start, end, limit - most)
    return replace(shown, after=shown.after + closing(shown.text)[:most])


def lead(text: str, start: int, limit: int) -> int:
    """Where an excerpt begins for a span to come within its first units: the beginning of a sentence, if any.

    Args:
        text: The text.
        start: First character of the span.
        limit: The most units before it.
    """
    if units(text[:start]) <= limit:
        return 0
    nearest = clip_start(text[:start], limit).removeprefix(ELLIPSIS)
    ends = [found.end() for found in _SENTENCE_ENDS.finditer(nearest)]
    return start - len(nearest) + (ends[-1] if ends else 0)


@dataclass(frozen=True, slots=True)
class Opening:
    """How a quotation of a text begins.

    Attributes:
        sign: What stands for all that is left out: …, or the cell that names a row of a table with …; "" for
            nothing.
        start: Where the text goes on.
    """

    sign: str
    start: int


def opening(text: str, start: int, limit: int) -> Opening:
    """How a quotation begins for a span to come within its first units.

    It begins with a sentence, if any; of a row of a table it keeps the first cell and leaves out whole cells.

    Args:
        text: The text.
        start: First character of the span.
        limit: The most units before it.
    """
    line = text.rfind("\n", 0, start) + 1
    cells = [line + cell.start() for cell in _CELLS.finditer(text[line:].partition("\n")[0])]
    if units(text[:start]) <= limit or not _is_row(text, cells):
        begin = lead(text, start, limit)
    elif units(text[line:start]) <= limit:
        begin = line
    else:
        return _row_opening(text, cells, start, limit)
    return Opening(ELLIPSIS if begin else "", begin)


def _is_row(text: str, cells: Sequence[int]) -> bool:
    """Whether a line is a row of a table, by where its cells begin: 项目：洗澡　价格：80."""
    return len(cells) >= _FEWEST_CELLS or (len(cells) > 1 and bool(re.search("[：:]", _cell(text, cells[0]))))


def _row_opening(text: str, cells: Sequence[int], start: int, limit: int) -> Opening:
    """The same for a row that has more before the span than there is room for."""
    ahead = [cell for cell in cells if cell <= start]
    name = next((cell for cell in ahead if not _ROW_NUMBER.fullmatch(_cell(text, cell))), start)
    if not ahead or name >= ahead[-1] or units(text[name:start]) <= limit:
        begin = name if units(text[name:start]) <= limit else lead(text, start, limit)
        return Opening(ELLIPSIS, begin)
    sign = f"{clip(_cell(text, name), limit // 2)}\u3000{ELLIPSIS}"
    room = limit - units(sign) - 1
    whole = [cell for cell in ahead if cell > name and units(text[cell:start]) <= room]
    return Opening(f"{sign}\u3000", whole[0]) if whole else Opening(sign, lead(text, start, room))


def _cell(text: str, start: int) -> str:
    found = _CELLS.match(text, start)
    return found[0].strip() if found else ""


def marked(text: str, places: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """Split a text into marked and unmarked pieces.

    Args:
        text: The text.
        places: (start, end) of the marked pieces, in reading order; parts beyond the text are ignored.

    Yields:
        Each piece that is not empty, and whether it is marked.
    """
    done = 0
    for start, end in places:
        for piece, is_marked in ((text[done:start], False), (text[max(done, start) : end], True)):
            if piece:
                yield piece, is_marked
        done = max(done, end)
    if text[done:]:
        yield text[done:], False


def _cut(passage: str, start: int, end: int, limit: int) -> Excerpt:
    before, span, after = passage[:start], passage[start:end], passage[end:]
    span = clip(span, limit - bool(before) - bool(after))
    room = limit - units(span)
    left = min(units(before), max(room // 2, room - units(after)))
    return Excerpt(clip_start(before, left), span, clip(after, room - left))


def _continues(text: str, position: int) -> bool:
    """Whether the character at a position combines with the one before it (accents, joined emoji)."""
    character = text[position]
    return (
        unicodedata.category(character).startswith("M")
        or character == _ZERO_WIDTH_JOINER
        or text[position - 1] == _ZERO_WIDTH_JOINER
        or ord(character) in _SKIN_TONES
    )
