"""The enumerations of a text: what is counted up on lines of its own, or within a sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from retrieval.reader.decoding import trim
from retrieval.sentences import whole_sentences

Place = tuple[int, int]

_CHINESE: Final = "一二三四五六七八九十"
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MARKERS: Final = (
    r"(?P<digit>\d{1,2})[.．、)）](?!\d)",
    r"[(（](?P<digit_in_brackets>\d{1,2})[)）]",
    rf"(?P<chinese>[{_CHINESE}]{{1,3}})[、.．]",
    rf"[(（](?P<chinese_in_brackets>[{_CHINESE}]{{1,3}})[)）]",
    rf"(?P<circled>[{_CIRCLED}])",
    r"(?P<letter>[a-hA-H])[.．、)）]",
    r"(?P<bullet>[-–—•·●○◆■▪*＊](?!\*))\s*",
)
_LINE_MARKER: Final = re.compile("|".join(_MARKERS))
# Within a sentence a bare number or a hyphen counts nothing up.
_INNER_MARKER: Final = re.compile(
    rf"(?P<digit>(?<![\d.])\d{{1,2}})[.．、)）](?!\d)|[(（](?P<digit_in_brackets>\d{{1,2}})[)）]|"
    rf"[(（](?P<chinese_in_brackets>[{_CHINESE}]{{1,3}})[)）]|(?P<circled>[{_CIRCLED}])"
)
_LEADS_IN: Final = re.compile(r"[：:]\s*$")
_SHORT: Final = 60
"""Characters of an item without a marker, on a line of its own."""


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Items that are counted up together.

    Attributes:
        items: (start, end) of each within the text, in order, without its number and closing punctuation.
        lead_in: (start, end) of the line or words above them, empty where there are none.
        loose: Whether nothing but semicolons tells that these are items.
    """

    items: tuple[Place, ...]
    lead_in: Place = (0, 0)
    loose: bool = False


@dataclass(slots=True)
class _Series:
    """Lines with markers of one kind, while they are collected."""

    kind: str
    lead_in: Place
    last: int
    items: list[Place] = field(default_factory=list)
    has_text_below: bool = False
    are_headings: bool = False

    def goes_on(self, number: int) -> bool:
        """Whether a line of the same kind with this number is the next item."""
        return number == self.last + 1 or (self.kind == "bullet" and not self.has_text_below)

    def add(self, number: int, item: Place) -> None:
        """Take the next item."""
        self.are_headings |= self.has_text_below
        self.has_text_below = False
        self.last = number
        self.items.append(item)


def enumerations(text: str) -> tuple[Enumeration, ...]:
    """All enumerations of a text, those within a sentence before those that their sentences are items of."""
    found = [*_within_sentences(text), *_on_lines(text), *_without_markers(text)]
    return tuple(enumeration for enumeration in found if len(enumeration.items) > 1)


def without_marker(text: str, start: int, end: int) -> Place:
    """A line or sentence from behind the number or bullet that it begins with."""
    marker = _LINE_MARKER.match(text, start, end)
    return (marker.end() if marker else start), end


def _on_lines(text: str) -> Iterator[Enumeration]:
    """Lines with markers: 1. 2. 3., （一）（二）, ①②, - -; nested ones each for itself.

    What has text or other items below it, and then goes on, is a series of headings and no enumeration.
    """
    open_: list[_Series] = []
    closed: list[_Series] = []
    above: Place = (0, 0)
    for start, end in _lines(text):
        marker = _LINE_MARKER.match(text, start, end)
        if marker is None:
            for series in open_[-1:]:
                series.has_text_below = True
        else:
            kind, number = _kind(marker)
            depth = next((i for i, series in enumerate(open_) if series.kind == kind), len(open_))
            goes_on = depth < len(open_) and open_[depth].goes_on(number)
            closed += open_[depth + goes_on :] if depth < len(open_) else []
            del open_[depth + goes_on :]
            if not goes_on:
                for series in open_[-1:]:
                    series.has_text_below = True
                open_.append(_Series(kind, above, number))
            open_[-1].add(number, trim(text, marker.end(), end))
        above = start, end
    for series in (*closed, *open_):
        if not series.are_headings:
            yield Enumeration(tuple(series.items), series.lead_in)


def _without_markers(text: str) -> Iterator[Enumeration]:
    """Short lines below one that ends with a colon, up to one that ends with a full stop."""
    lines = list(_lines(text))
    for number, (start, end) in enumerate(lines):
        if not _LEADS_IN.search(text[start:end]):
            continue
        items: list[Place] = []
        for line in lines[number + 1 :]:
            if _LINE_MARKER.match(text, *line) or line[1] - line[0] > _SHORT:
                break
            items.append(trim(text, *line))
            if text[line[1] - 1] == "。":
                break
        yield Enumeration(tuple(items), (start, end))


def _within_sentences(text: str) -> Iterator[Enumeration]:
    """Items within one sentence: （一）…；（二）…, ①…②…, or what semicolons part."""
    for start, end in whole_sentences(text):
        yield _marked(text, start, end) or _parted(text, *without_marker(text, start, end))


def _marked(text: str, start: int, end: int) -> Enumeration | None:
    """Items that begin with numbers which follow each other."""
    series: list[re.Match[str]] = []
    for marker in _INNER_MARKER.finditer(text, start, end):
        kind, number = _kind(marker)
        if number == len(series) + 1 and (not series or kind == _kind(series[0])[0]):
            series.append(marker)
    if len(series) < 2:
        return None
    stops = [*(marker.start() for marker in series[1:]), end]
    items = (trim(text, marker.end(), stop) for marker, stop in zip(series, stops, strict=True))
    return Enumeration(tuple(items), (start, series[0].start()))


def _parted(text: str, start: int, end: int) -> Enumeration:
    """What semicolons part, from the colon on that leads it in."""
    parts = [match.span() for match in re.compile("[^；;]+").finditer(text, start, end)]
    colon = max(text.find("：", *parts[0]), text.find(":", *parts[0])) if parts else -1
    lead_in = (start, colon) if colon >= 0 else (start, start)
    if colon >= 0:
        parts[0] = colon + 1, parts[0][1]
    items = (trim(text, *part) for part in parts)
    return Enumeration(tuple(item for item in items if item[0] < item[1]), lead_in, loose=True)


def _lines(text: str) -> Iterator[Place]:
    """The lines of a text that are not empty, without white space around them."""
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()
        if line.strip():
            yield match.start() + len(line) - len(line.lstrip()), match.start() + len(line.rstrip())


def _kind(marker: re.Match[str]) -> tuple[str, int]:
    """The kind of a marker and its number; 0 for a bullet."""
    kind = str(marker.lastgroup)
    sign = marker[kind]
    if kind == "bullet":
        return kind, 0
    if sign.isdecimal():
        return kind, int(sign)
    if kind == "circled":
        return kind, _CIRCLED.index(sign) + 1
    if kind == "letter":
        return kind, ord(sign.lower()) - ord("a") + 1
    tens, ten, ones = sign.rpartition("十")
    value = 10 * (_CHINESE.find(tens) + 1 if tens else 1) if ten else 0
    return kind, value + (_CHINESE.find(ones) + 1 if ones else 0)
