"""Automatic numbers, which a Word file holds as rules: 第三条, 一、, 1.1, (1), a)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from retrieval.ingestion.loaders.docx.styles import Style, Styles
from retrieval.ingestion.loaders.packages.counting import formatted
from retrieval.ingestion.loaders.packages.elements import Element

_LEVELS = 9
_PLACE = re.compile("%([1-9])")
_LONGEST_TEXT = 100  # characters of a number's text
_CLOSING = "、，。．：）】」》"  # full-width marks need no space after them


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered.

    Attributes:
        form: The number format.
        text: What is written, with %1 to %9 for the numbers of the levels.
        start: The first number.
        is_close: Whether nothing stands between number and text.
        restarts: The number of levels of which any begins this one anew; None for all above it.
        all_decimal: Whether numbers of all levels are written in digits.
        hidden: Whether it is not shown.
        style: The paragraph style that belongs to it, "" for none.
    """

    form: str = "decimal"
    text: str = ""
    start: int = 1
    is_close: bool = False
    restarts: int | None = None
    all_decimal: bool = False
    hidden: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What stands in front of a paragraph of a list.

    Attributes:
        text: The number as written, with the space after it; "" for a bullet.
    """

    text: str


@dataclass(frozen=True, slots=True)
class _List:
    counts: str  # lists with one value are counted together
    levels: Mapping[int, Level]
    starts: Mapping[int, int]  # where this list begins anew


class Numbering:
    """Counts the paragraphs of a file's lists, in reading order.

    Args:
        elements: The `abstractNum` and `num` elements of the file.
        styles: Its styles, by which lists may be named.
    """

    def __init__(self, elements: Iterable[Element], styles: Styles) -> None:
        self._rules: dict[str, Element] = {}
        self._lists: dict[int, Element] = {}
        self._known: dict[int, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[int, int]] = set()
        self._styles = styles
        for element in elements:
            if element.name == "abstractNum":
                self._rules[element.attributes.get("abstractNumId", "")] = element
            elif (number := _number_of(element)) is not None:
                self._lists[number] = element

    def label(self, properties: Element | None, style: Style) -> Label | None:
        """The number of the next paragraph, None where it has none.

        Args:
            properties: The paragraph's own.
            style: Its style, which may number it.
        """
        own = properties.find("numPr") if properties else None
        own_id = own.number("numId") if own else None
        list_id = style.list_id if own_id is None else own_id
        found = self._list(list_id)
        if list_id is None or found is None:
            return None
        place = own.number("ilvl") if own else None
        if place is None and own_id is None:
            by_style = (n for n, rule in found.levels.items() if rule.style == style.list_style)
            place = next(by_style, style.list_level) if style.list_style else style.list_level
        level = found.levels.get(place or 0)
        if level is None:
            return None
        self._count(found, list_id, place or 0, level)
        if level.hidden:
            return None
        if level.form == "bullet":
            return Label("")
        text = _PLACE.sub(lambda match: self._shown(found, int(match[1]) - 1, level), level.text).strip()
        if not text:
            return None
        return Label(text if level.is_close or text[-1] in _CLOSING else f"{text} ")

    def _count(self, found: _List, list_id: int, place: int, level: Level) -> None:
        """Count one paragraph more on a level; those below it begin anew."""
        counts = self._counts.setdefault(found.counts, {})
        if place in found.starts and (list_id, place) not in self._begun:
            self._begun.add((list_id, place))
            counts[place] = found.starts[place]
        else:
            counts[place] = counts[place] + 1 if place in counts else level.start
        for deeper in [n for n in counts if n > place]:
            restarts = found.levels[deeper].restarts if deeper in found.levels else None
            if restarts is None or place < restarts:
                del counts[deeper]

    def _shown(self, found: _List, place: int, level: Level) -> str:
        """The number of a level within the text of one that is as deep or deeper."""
        rule = found.levels.get(place, Level())
        count = self._counts[found.counts].get(place, rule.start)
        return formatted(count, "decimal" if level.all_decimal else rule.form)

    def _list(self, list_id: int | None) -> _List | None:
        if list_id is None:
            return None
        if list_id not in self._known:
            self._known[list_id] = self._resolved(list_id)
        return self._known[list_id]

    def _resolved(self, list_id: int) -> _List | None:
        element = self._lists.get(list_id)
        if element is None:
            return None
        name = element.value("abstractNumId") or ""
        rules = self._rules.get(name)
        if rules is not None and (style := rules.value("numStyleLink")) is not None:
            other = self._lists.get(self._styles.find(style).list_id or 0)
            name = (other.value("abstractNumId") if other else None) or ""
            rules = self._rules.get(name)
        if rules is None:
            return None
        levels = {place: _level(rule) for rule in rules.all("lvl") if (place := _place(rule)) is not None}
        starts = {}
        for change in element.all("lvlOverride"):
            place = _place(change)
            if place is None:
                continue
            if (rule := change.find("lvl")) is not None:
                levels[place] = _level(rule)
            if (start := change.number("startOverride")) is not None:
                starts[place] = start
                levels[place] = replace(levels.get(place, Level()), start=start)
        return _List(name, levels, starts)


def _number_of(element: Element) -> int | None:
    digits = element.attributes.get("numId", "")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None


def _place(element: Element) -> int | None:
    digits = element.attributes.get("ilvl", "")
    return int(digits) if digits in set("012345678") else None


def _level(element: Element) -> Level:
    run = element.find("rPr")
    form = element.find("numFmt")
    name = form.attributes.get("val", "decimal") if form else "decimal"
    if name == "custom" and form and form.attributes.get("format", "").startswith("0"):
        name = "decimalZero"
    return Level(
        form=name,
        text=(element.value("lvlText") or "")[:_LONGEST_TEXT],
        start=1 if (start := element.number("start")) is None else start,
        is_close=element.value("suff") == "nothing",
        restarts=element.number("lvlRestart"),
        all_decimal=element.is_on("isLgl"),
        hidden=bool(run and run.is_on("vanish")),
        style=element.value("pStyle") or "",
    )
