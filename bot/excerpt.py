"""Text cut to a length that Telegram counts: UTF-16 code units."""

import re
import unicodedata
from dataclasses import dataclass

ELLIPSIS = "…"

_ZERO_WIDTH_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_UNSENDABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage cut to a length around the span that matters.

    Attributes:
        before: Text before the span, starting with … where it was cut.
        span: The span, ending with … where even that was too long.
        after: Text after the span, ending with … where it was cut.
    """

    before: str
    span: str
    after: str


def units(text: str) -> int:
    """Length of a text in UTF-16 code units, as Telegram counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def clean(text: str) -> str:
    """Replace what no message can carry, one character by one: offsets stay what they were."""
    return _LONE_SURROGATES.sub("\ufffd", _UNSENDABLE.sub(" ", text))


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
