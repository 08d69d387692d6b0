"""Excerpts: text cut to a length that Telegram counts, in UTF-16 code units."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

ELLIPSIS = "…"

_ZERO_WIDTH_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_UNSENDABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# How many direction marks are closed at most; the standard knows 125 levels, and no text needs as many.
_CLOSED: Final = 60
_POP, _POP_ISOLATE = "\u202c", "\u2069"
_CLOSED_BY: Final = {
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
    """Replace what no message can carry, one character by one: offsets stay what they were."""
    return _LONE_SURROGATES.sub("\ufffd", _UNSENDABLE.sub(" ", text))


def undirected(text: str) -> str:
    """Leave out direction marks, which could turn around what is written after a text.

    For what is shown among other words; what documents say keeps them, see `closing`.
    """
    return _DIRECTIONS.sub("", text)


def one_line(text: str) -> str:
    """A title or a name as it is shown: in one line, and without direction marks."""
    return " ".join(undirected(clean(text)).split())


def closing(text: str) -> str:
    """The marks that end what the direction marks of a text have begun, so that nothing after it is turned.

    Those of the last line: by Unicode's rules (UAX #9) every line ends by itself what began in it.
    """
    open_: list[str] = []
    for mark in _DIRECTIONS.findall(text.rpartition("\n")[2]):
        if mark in _CLOSED_BY:
            open_.append(_CLOSED_BY[mark])
        elif mark == _POP and open_[-1:] == [_POP]:
            open_.pop()
        elif mark == _POP_ISOLATE and _POP_ISOLATE in open_:
            while open_.pop() != _POP_ISOLATE:
                pass
    return "".join(reversed(open_))[:_CLOSED]


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


def excerpt(passage: str, start: int, end: int, limit: int) -> Excerpt:
    """Cut a passage to at most `limit` units, the span `passage[start:end]` about in the middle.

    Args:
        passage: The text.
        start: First character of the span.
        end: One past its last character.
        limit: Units in all, at least 3.
    """
    shown, most = _cut(passage, start, end, limit), min(_CLOSED, limit // 4)
    if units(shown.text) + len(closing(shown.text)) > limit:
        shown = _cut(passage, start, end, limit - most)
    return replace(shown, after=shown.after + closing(shown.text)[:most])


def marked(text: str, places: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """A text in pieces: those at the places, and what stands between them.

    Args:
        text: The text.
        places: (start, end) of what is marked, in reading order; what lies beyond the text is left out.

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
    """Whether the character at a position belongs to the one before it (accents, joined emoji)."""
    character = text[position]
    return (
        unicodedata.category(character).startswith("M")
        or character == _ZERO_WIDTH_JOINER
        or text[position - 1] == _ZERO_WIDTH_JOINER
        or ord(character) in _SKIN_TONES
    )
