"""Equations in one line: (a+b)/c, x², √2."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from retrieval.ingestion.loaders.packages.elements import Element

_UNREAD = frozenset({"del", "moveFrom"})
_RAISED = dict(zip("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ", strict=True))


def in_line(element: Element) -> str:
    """An equation, or a part of one, as it would be typed."""
    if element.name == "t":
        return element.text
    form = _FORMS.get(element.name)
    return form(element) if form else "".join(map(in_line, _content(element)))


def _fraction(element: Element) -> str:
    return f"{_grouped(element.find('num'))}/{_grouped(element.find('den'))}"


def _root(element: Element) -> str:
    return f"{_raised(element.find('deg'))}√{_grouped(element.find('e'))}"


def _power(element: Element) -> str:
    return _part(element.find("e")) + _part(element.find("sub")) + _raised(element.find("sup"))


def _sum(element: Element) -> str:
    """An integral, a sum or another sign with its bounds and what is under it."""
    sign = element.value("naryPr", "chr") or "∫"
    return sign + "".join(map(in_line, _content(element)))


def _brackets(element: Element) -> str:
    first, last = (element.value("dPr", name) for name in ("begChr", "endChr"))
    inner = (element.value("dPr", "sepChr") or "|").join(map(in_line, _content(element)))
    return f"{'(' if first is None else first}{inner}{')' if last is None else last}"


def _row(element: Element) -> str:
    return "".join(f"{in_line(part)} " for part in _content(element))


_FORMS: Mapping[str, Callable[[Element], str]] = MappingProxyType(
    {
        "f": _fraction,
        "rad": _root,
        "sSup": _power,
        "sSubSup": _power,
        "nary": _sum,
        "d": _brackets,
        "mr": _row,
    }
)


def _content(element: Element) -> list[Element]:
    return [
        child for child in element.children if not child.name.endswith("Pr") and child.name not in _UNREAD
    ]


def _part(element: Element | None) -> str:
    return in_line(element) if element else ""


def _grouped(element: Element | None) -> str:
    """A part, in brackets where it is more than one number or word."""
    text = _part(element)
    is_whole = text.isalnum() or (text.startswith("(") and text.endswith(")") and text.count("(") == 1)
    return text if is_whole or len(text) < 2 or text.replace(".", "").isdigit() else f"({text})"


def _raised(element: Element | None) -> str:
    """A part in small raised characters where there are such, else after a ^."""
    text = _part(element)
    is_small = all(character in _RAISED for character in text)
    return "".join(map(_RAISED.__getitem__, text)) if is_small else f"^{_grouped(element)}"
