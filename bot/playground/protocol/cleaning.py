"""Characters that Telegram replaces or removes in every text that it is sent."""

import re
from bisect import bisect_left

from bot.playground.protocol.entities import Entity, Formatted
from bot.telegram.messages.truncation import units

_CONTROLS = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
"""Become spaces."""

_REMOVED = re.compile("[\r\u030a\u0333\u033f\u2028-\u202e]")
"""Carriage returns, lines drawn through or above characters, marks of direction, separators of lines."""


def clean(text: str) -> str:
    """A text as Telegram keeps it."""
    return _REMOVED.sub("", _CONTROLS.sub(" ", text))


def cleaned(content: Formatted) -> Formatted:
    """A text as Telegram keeps it, with its entities moved accordingly."""
    spaced = _CONTROLS.sub(" ", content.text)
    removed: list[int] = []
    position = end = 0
    for match in _REMOVED.finditer(spaced):
        position += units(spaced[end : match.start()])
        removed.append(position)
        position, end = position + 1, match.end()
    if not removed:
        return Formatted(spaced, content.entities)
    moved = (
        (
            entity,
            entity.offset - bisect_left(removed, entity.offset),
            entity.end - bisect_left(removed, entity.end),
        )
        for entity in content.entities
    )
    entities = tuple(
        Entity(old.type, start, stop - start, old.details) for old, start, stop in moved if stop > start
    )
    return Formatted(_REMOVED.sub("", spaced), entities)
