"""HTML as a flat row of tags and texts: pages of any depth take no more than their length."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

_ATTRIBUTES: Final = frozenset(
    (
        *("hidden", "style", "aria-hidden", "role", "class", "id", "epub:type"),
        *("start", "type", "value", "colspan", "rowspan", "property", "name", "itemprop", "content"),
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class Open:
    """Where a tag begins.

    Attributes:
        name: Its name, in lower case.
        attributes: Those that say something about the text.
    """

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Close:
    """Where a tag ends."""

    name: str


Event = Open | Close | str
"""A tag begins, a tag ends, or a text."""


class _Target:
    """What the parser calls; equal tags are one object."""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._opens: dict[str, Open] = {}
        self._closes: dict[str, Close] = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        kept = {name: attributes[name] for name in attributes if name in _ATTRIBUTES} if attributes else {}
        if "#" in attributes.get("href", ""):  # a place on a page: others may be as long as the page
            kept["href"] = "#"
        self._events.append(Open(tag, kept) if kept else self._opens.setdefault(tag, Open(tag)))

    def end(self, tag: str) -> None:
        self._events.append(self._closes.setdefault(tag, Close(tag)))

    def data(self, text: str) -> None:
        self._events.append(text)

    def close(self) -> list[Event]:
        return self._events


def parsed(markup: str) -> Sequence[Event]:
    """The tags and texts of a page, or of a scrap of one, without its comments."""
    parser = etree.HTMLParser(target=_Target(), encoding="utf-8", huge_tree=True)
    events: list[Event] = etree.fromstring(f"<html>{markup}".encode("utf-8", "replace"), parser)
    return events


def end_of(events: Sequence[Event], start: int) -> int:
    """Where the tag that begins at a place ends."""
    depth = 0
    for place in range(start, len(events)):
        event = events[place]
        if isinstance(event, Open):
            depth += 1
        elif isinstance(event, Close):
            depth -= 1
            if depth == 0:
                return place
    return len(events) - 1


def texts(events: Sequence[Event], start: int, end: int) -> str:
    """All text between two places."""
    return "".join(event for event in events[start:end] if isinstance(event, str))


def opens(events: Sequence[Event], names: frozenset[str]) -> Iterator[tuple[int, Open]]:
    """The places where tags of some names begin."""
    for place, event in enumerate(events):
        if isinstance(event, Open) and event.name in names:
            yield place, event
