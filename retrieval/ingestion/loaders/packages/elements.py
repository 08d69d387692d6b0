"""XML as a stream of elements, within limits; small elements as trees.

Expat reads it: it builds no tree, takes memory for the open elements alone, and does not resolve entities.
Names are told without their prefix, so that both namespaces of the format (transitional and strict) and
those of equations and drawings read alike: w:p, a:p → p.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO, Protocol
from xml.parsers import expat

from retrieval.errors import DocumentError, Unreadable

_MOST_ELEMENTS = 2_000_000  # of one part; 10,000 rows of ten cells as Word writes them have 1.3 million
_DEEPEST = 256  # as in libxml2
_MOST_COLLECTED = 1_000_000  # elements of the rules of styles and lists
_LARGEST_TREE = 20_000  # elements; the properties of a paragraph are a dozen, a large equation has thousands
_PIECE = 1 << 16  # bytes

_TRANSPARENT = frozenset({"AlternateContent", "Choice", "Fallback"})

Attributes = Mapping[str, str]
_NONE: Attributes = MappingProxyType({})


class Handler(Protocol):
    """What is told of a stream of elements."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins; names of attributes have no prefix either."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text within the element that began last."""


def stream(source: IO[bytes], handler: Handler) -> None:
    """Read XML and tell of its elements.

    Raises:
        DocumentError: It has more elements, or deeper ones, than a document has.
        expat.ExpatError: It is not well-formed, defines entities, or is in an encoding that cannot be read.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if count > _MOST_ELEMENTS or depth > _DEEPEST:
            raise too_large(f"{count} elements, {depth} deep")
        if attributes:
            attributes = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        handler.start(name.rpartition(":")[2], attributes or _NONE)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(name.rpartition(":")[2])

    def refuse(*_: object) -> None:
        raise expat.ExpatError("a document type is declared, which this format does not allow")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = refuse
    try:
        while piece := source.read(_PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (LookupError, ValueError) as error:
        if count:  # of the handler
            raise
        raise expat.ExpatError(f"its encoding cannot be read: {error}") from error


def too_large(what: str) -> DocumentError:
    """The error for a file that holds more than a document may."""
    return DocumentError(f"The file holds too much text ({what}); save it in parts.", Unreadable.TOO_LARGE)


@dataclass(slots=True, eq=False)
class Element:
    """A small element as a tree: properties, a list's levels, an equation."""

    name: str
    attributes: Attributes
    children: Sequence["Element"] = ()
    text: str = ""

    def find(self, *path: str) -> "Element | None":
        """The first element below by the names on the way to it."""
        found: Element | None = self
        for name in path:
            found = next((child for child in found.children if child.name == name), None) if found else None
        return found

    def all(self, name: str) -> Iterator["Element"]:
        """Its children of a name."""
        return (child for child in self.children if child.name == name)

    def value(self, *path: str) -> str | None:
        """The attribute `val` of an element below, None where either is missing."""
        found = self.find(*path)
        return found.attributes.get("val") if found else None

    def number(self, *path: str) -> int | None:
        """The attribute `val` of an element below as a number, None where it is none."""
        return number(self.value(*path))

    def is_on(self, name: str) -> bool:
        """Whether a property stands here that is switched on."""
        found = self.find(name)
        return found is not None and is_true(found.attributes.get("val"))


def is_true(value: str | None) -> bool:
    """Whether the value of a switch means on: it also does where none is given."""
    return value not in {"0", "false", "off"}


def number(value: str | None) -> int | None:
    """A whole number out of an attribute, None where it is none or has more than nine digits."""
    return int(value) if value and re.fullmatch(r"-?[0-9]{1,9}", value) else None


class Tree:
    """Collects one element with all that it holds; alternatives of one content stand beside each other."""

    def __init__(self, name: str, attributes: Attributes) -> None:
        self.root = Element(name, attributes)
        self._open = [self.root]
        self._count = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        self._count += 1
        if self._count > _LARGEST_TREE:
            raise too_large(f"{self._count} elements in one <{self.root.name}>")
        above = self._open[-1]
        if name in _TRANSPARENT:
            self._open.append(above)
            return
        element = Element(name, attributes)
        if not isinstance(above.children, list):  # most have none, and none need a list
            above.children = []
        above.children.append(element)
        self._open.append(element)

    def end(self, _: str) -> bool:
        """An element ends; returns whether it is the one that is collected."""
        self._open.pop()
        return not self._open

    def text(self, text: str) -> None:
        """Text within the element that began last."""
        self._open[-1].text += text


class Collector:
    """A handler that collects the elements of some names as trees, wherever they stand."""

    def __init__(self, *names: str) -> None:
        self.found: list[Element] = []
        self._names = frozenset(names)
        self._count = 0
        self._tree: Tree | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        self._count += 1
        if self._count > _MOST_COLLECTED:
            raise too_large(f"{self._count} elements that are no text")
        if self._tree:
            self._tree.start(name, attributes)
        elif name in self._names:
            self._tree = Tree(name, attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        if self._tree and self._tree.end(name):
            self.found.append(self._tree.root)
            self._tree = None

    def text(self, text: str) -> None:
        """Text within the element that began last."""
        if self._tree:
            self._tree.text(text)
