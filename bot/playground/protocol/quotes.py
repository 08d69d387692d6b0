"""The quoted part of the message that a reply answers."""

from typing import Any, Final

from bot.playground.protocol.entities import Formatted
from bot.playground.protocol.refusals import bad_request
from bot.telegram.messages.truncation import units

QUOTE_UNITS: Final = 1024
"""The longest quote, in UTF-16 code units."""

_KEPT: Final = frozenset(
    {"bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji", "date_time"}
)
"""The formats that a quote must share with the message."""


def text_quote(content: Formatted, quote: Formatted, near: int = 0) -> dict[str, Any]:
    """A TextQuote of the Bot API.

    Args:
        content: The message that is quoted.
        quote: The quote.
        near: Its position in the message in UTF-16 code units; of several the nearest is taken.

    Raises:
        Refusal: The message has no such part, or it is too long.
    """
    length = units(quote.text)
    if length > QUOTE_UNITS:
        raise bad_request("QUOTE_TEXT_INVALID")
    places = [
        place
        for place in _places(content.text, quote.text)
        if _formats(content, place, length) == _formats(quote, 0, length)
    ]
    if not places:
        raise bad_request("QUOTE_TEXT_INVALID")
    entities = [entity.json() for entity in quote.entities if entity.type in _KEPT]
    return {
        "text": quote.text,
        **({"entities": entities} if entities else {}),
        "position": min(places, key=lambda place: abs(place - near)),
        "is_manual": True,
    }


def _places(text: str, part: str) -> list[int]:
    """Where a part stands in a text, in UTF-16 code units."""
    places, found = [], text.find(part)
    while found >= 0:
        places.append(units(text[:found]))
        found = text.find(part, found + 1)
    return places


def _formats(content: Formatted, start: int, length: int) -> set[tuple[str, int, int]]:
    """The formats within a part of a text: type, start and end from the part's start."""
    clipped = (
        (entity.type, max(entity.offset - start, 0), min(entity.end - start, length))
        for entity in content.entities
        if entity.type in _KEPT
    )
    return {(kind, first, last) for kind, first, last in clipped if first < last}
