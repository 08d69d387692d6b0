"""What the styles of a Word file say about paragraphs: headings, numbers, hidden text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from retrieval.ingestion.loaders.packages.elements import Element

_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile("title|标题|標題", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录|目錄)\s*[1-9]|table of figures|图表目录", re.IGNORECASE)
_BODY_LEVEL = 9  # the outline level of text that is no heading
_LONGEST_LINE = 12  # styles, each based on the next; Word itself allows eleven


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all that it takes from those that it is based on.

    Attributes:
        level: Depth of a heading from 1, the document's title, as `Block.level`; 0 for text.
        is_contents: Whether it is that of the entries of a table of contents.
        hidden: Whether its text is not shown.
        centred: Whether its lines stand in the middle.
        list_id: Which list numbers its paragraphs, None for none.
        list_level: On which level of it, from 0.
        list_style: Name under which the list knows the style that has the number, "" for none.
    """

    level: int = 0
    is_contents: bool = False
    hidden: bool = False
    centred: bool = False
    list_id: int | None = None
    list_level: int = 0
    list_style: str = ""


_PLAIN = Style()


class Styles:
    """The styles of a file, by their ids.

    Args:
        elements: Its `style` elements.
    """

    def __init__(self, elements: Iterable[Element]) -> None:
        self._elements: dict[str, Element] = {}
        self._known: dict[str, Style] = {}
        self._standard = ""
        for element in elements:
            name = element.attributes.get("styleId", "")
            self._elements[name] = element
            if element.attributes.get("type") == "paragraph" and element.attributes.get("default") in {
                "1",
                "true",
            }:
                self._standard = name

    def find(self, name: str | None) -> Style:
        """A style by its id; without one, the standard style of paragraphs."""
        name = self._standard if name is None else name
        if name not in self._elements:
            return _PLAIN
        if name not in self._known:
            self._known[name] = self._resolved(name)
        return self._known[name]

    def _resolved(self, name: str) -> Style:
        level = hidden = centred = list_id = list_level = None
        is_contents = False
        list_style = ""
        for own_name, element in self._line(name):
            label = element.value("name") or ""
            own = level_of_name(label)
            level = own if level is None and own else level
            is_contents |= _CONTENTS.fullmatch(label) is not None
            if (run := element.find("rPr")) and run.find("vanish") and hidden is None:
                hidden = run.is_on("vanish")
            if not (properties := element.find("pPr")):
                continue
            if centred is None and (side := properties.value("jc")) is not None:
                centred = side == "center"
            level = outline_level(properties) if level is None else level
            if (numbers := properties.find("numPr")) is not None:
                if list_id is None and (list_id := numbers.number("numId")) is not None:
                    list_style = own_name
                list_level = numbers.number("ilvl") if list_level is None else list_level
        return Style(
            level or 0, is_contents, bool(hidden), bool(centred), list_id, list_level or 0, list_style
        )

    def _line(self, name: str) -> Iterator[tuple[str, Element]]:
        """A style and those that it is based on, the nearest first."""
        for _ in range(_LONGEST_LINE):
            element = self._elements.get(name)
            if element is None:
                return
            yield name, element
            name = element.value("basedOn") or ""


def level_of_name(name: str) -> int:
    """Depth of the heading that a style's name tells, 0 for none; the title is above all headings."""
    match = _HEADING.fullmatch(name.strip())
    return int(match[1]) + 1 if match else int(_TITLE.fullmatch(name.strip()) is not None)


def outline_level(properties: Element) -> int | None:
    """Depth of the heading that a paragraph's properties tell, 0 for text, None where they say nothing."""
    level = properties.number("outlineLvl")
    return None if level is None else level + 2 if 0 <= level < _BODY_LEVEL else 0
