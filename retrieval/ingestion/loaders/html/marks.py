"""Marks of footnotes on a page: raised numbers that lead to a note, and what leads back from it."""

import re
from collections.abc import Iterator, Sequence

from retrieval.ingestion.loaders.html.markup import Close, Event, Open, texts

_MARK = re.compile(
    r"\s*[\[(（〔［【]?\s*(?:注?\s*\d{1,3}|注|[a-z]|[①-⑳㉑-㊿]|[*＊†‡※◎]{1,3})\s*[\])）〕］】]?\s*",
    re.IGNORECASE,
)
_BACK = re.compile(r"\s*(?:[↩↑↵⏎^⬆◎]\ufe0e?|返回|\s)+\s*")
_SAYS = re.compile(r"note-?ref|doc-noteref|foot-?note|end-?note|doc-backlink|backlink", re.IGNORECASE)
_NAMING = ("role", "epub:type", "class")
_RAISED = "sup"
_MOST_INSIDE = 16  # tags and texts of a mark


def without_marks(events: Sequence[Event]) -> Sequence[Event]:
    """The tags and texts of a page but for marks of footnotes: 三间平房。[1] → 三间平房。"""
    if not any(isinstance(event, Open) and "href" in event.attributes for event in events):
        return events
    return list(_kept(events))


def _kept(events: Sequence[Event]) -> Iterator[Event]:
    place = 0
    while place < len(events):
        event = events[place]
        end = _end_of_mark(events, place, event) if isinstance(event, Open) else 0
        if not end:
            yield event
        place = end + 1 if end else place + 1


def _end_of_mark(events: Sequence[Event], place: int, event: Open) -> int:
    """Where a mark that begins at a place ends, 0 where none does."""
    if event.name != _RAISED and "href" not in event.attributes:
        return 0
    end = _end_near(events, place)
    inside = [one for one in events[place + 1 : end] if isinstance(one, Open)]
    if event.name == _RAISED and not any("href" in one.attributes for one in inside):
        return 0
    text = texts(events, place, end)
    is_told = event.name == _RAISED or any(one.name == _RAISED for one in inside) or _is_told(event)
    return end if (is_told and _MARK.fullmatch(text)) or _BACK.fullmatch(text) else 0


def _end_near(events: Sequence[Event], place: int) -> int:
    """Where a tag ends that holds little, else the place itself: time must not grow with what is open."""
    depth = 0
    for at in range(place, min(place + _MOST_INSIDE, len(events))):
        event = events[at]
        depth += isinstance(event, Open)
        depth -= isinstance(event, Close)
        if depth == 0:
            return at
    return place


def _is_told(tag: Open) -> bool:
    return any(_SAYS.search(tag.attributes.get(name, "")) for name in _NAMING)
