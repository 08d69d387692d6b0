"""The paragraphs of a text on a slide: with numbers of lists and equations, as they are shown."""

import re
from collections.abc import Iterator
from typing import Any

from pptx.oxml.ns import qn

from retrieval.ingestion.extracts import Form
from retrieval.ingestion.loaders.packages.counting import formatted
from retrieval.ingestion.loaders.packages.elements import Element
from retrieval.ingestion.loaders.packages.equations import in_line
from retrieval.ingestion.loaders.plain import clean

_EQUATION = "{http://schemas.microsoft.com/office/drawing/2010/main}m"
_NUMBERS = re.compile(
    "(?P<form>arabicDb|arabic|alphaLc|alphaUc|romanLc|romanUc|ea1Ch[st]|ea1Jpn[a-zA-Z]*?|circleNum[a-zA-Z]*)"
    "(?P<sign>ParenBoth|ParenR|Period|Plain)?"
)
_FORMS = {
    "arabicDb": "decimalFullWidth",
    "alphaLc": "lowerLetter",
    "alphaUc": "upperLetter",
    "romanLc": "lowerRoman",
    "romanUc": "upperRoman",
    "arabic": "decimal",
}
_FURTHER = {"ea1": "chineseCountingThousand", "cir": "decimalEnclosedCircle"}
_SIGNS = {"ParenBoth": "({})", "ParenR": "{})", "Period": "{}."}


def lines_of(frame: Any) -> Iterator[tuple[str, Form]]:
    """The lines of a text, each of several an item."""
    lines = list(_lines(frame))
    form = Form.ITEM if len(lines) > 1 else Form.TEXT
    yield from ((line, form) for line in lines)


def _lines(frame: Any) -> Iterator[str]:
    counts: dict[int, tuple[str, int]] = {}  # by level: how it counts, and how far it is
    for paragraph in frame.paragraphs:
        text = clean(_text(paragraph).replace("\v", "\n"))
        if not text.strip():
            continue
        number = _number(paragraph, counts)
        for line in text.split("\n"):
            if line.strip():
                yield f"{number} {line.strip()}" if number else line.strip()
                number = ""


def _text(paragraph: Any) -> str:
    """The text of a paragraph, its equations in one line."""
    if paragraph._p.find(_EQUATION) is None:  # python-pptx leaves equations out
        return str(paragraph.text)
    return "".join(
        in_line(_tree(child)) if child.tag == _EQUATION else "\n" if child.tag == qn("a:br") else _run(child)
        for child in paragraph._p
    )


def _run(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(qn("a:t")))


def _tree(element: Any) -> Element:
    name = str(element.tag).rpartition("}")[2]
    attributes = {str(key).rpartition("}")[2]: str(value) for key, value in element.attrib.items()}
    return Element(name, attributes, [_tree(child) for child in element], element.text or "")


def _number(paragraph: Any, counts: dict[int, tuple[str, int]]) -> str:
    """The automatic number of a paragraph, "" where it has none; the counts of the text go on."""
    level = paragraph.level
    for deeper in [other for other in counts if other > level]:
        del counts[deeper]
    tag = paragraph._p.find(f"{qn('a:pPr')}/{qn('a:buAutoNum')}")
    found = _NUMBERS.fullmatch(tag.get("type", "")) if tag is not None else None
    if found is None:
        counts.pop(level, None)
        return ""
    kind, last = counts.get(level, ("", 0))
    start = tag.get("startAt", "1")
    count = last + 1 if kind == found[0] else int(start) if start.isdecimal() and len(start) < 6 else 1
    counts[level] = found[0], count
    form = _FORMS.get(found["form"]) or _FURTHER[found["form"][:3]]
    return _SIGNS.get(found["sign"] or "", "{}").format(formatted(count, form))
