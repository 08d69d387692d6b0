"""Mutates what archives hold: a change of the archive itself would only break its checksums."""

import random
import zlib
from collections.abc import Callable, Sequence
from copy import deepcopy
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

from lxml import etree

from tests.retrieval.ingestion.hostile.archives import packed

Mutate = Callable[[bytes, int], bytes]
"""Mutates some bytes to as many at most."""

_MARKUP = {".xml", ".rels", ".xhtml", ".html", ".opf", ".ncx"}
_ARCHIVE_SHARE = 0.03  # of mutations: the archive itself
_BYTES_SHARE = 0.2  # of markup: its bytes, not its elements
_LONGEST_VALUE = 60
_VALUES = (
    "",
    "0",
    "-1",
    "1.5",
    "65536",
    "2147483648",
    "1e400",
    "9" * 20,
    "nan",
    "true",
    "A1:XFD1048576",
    "..",
)
_UNREADABLE = (BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError, zlib.error)


def mutated(data: bytes, longest: int, seed: int, mutate: Mutate) -> bytes:
    """An archive of which a part is changed, added or left out; anything else mutated as it is."""
    chance = random.Random(seed)  # noqa: S311  # the same mutation again, for the same seed
    parts = _parts(data)
    if not parts or chance.random() < _ARCHIVE_SHARE:
        return mutate(data, longest)
    name = chance.choice([name for name in parts if PurePosixPath(name).suffix in _MARKUP] or [*parts])
    if chance.random() < _ARCHIVE_SHARE:
        del parts[name]
    else:
        parts[name] = _mutated_part(parts[name], chance, mutate, longest)
    changed = packed(parts)
    return changed if len(changed) <= longest else data


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with ZipFile(BytesIO(data)) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist() if info.filename}
    except _UNREADABLE:
        return {}


def _mutated_part(part: bytes, chance: random.Random, mutate: Mutate, longest: int) -> bytes:
    root = None if chance.random() < _BYTES_SHARE else _parsed(part)
    if root is None:
        return mutate(part, longest)
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    for _ in range(chance.randint(1, 3)):
        _change(chance.choice(elements), elements, chance, mutate)
    changed: bytes = etree.tostring(root)
    return changed


def _parsed(part: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(part, etree.XMLParser(resolve_entities=False))
    except (etree.XMLSyntaxError, ValueError):
        return None


def _change(
    element: etree._Element, others: Sequence[etree._Element], chance: random.Random, mutate: Mutate
) -> None:
    """Change an attribute or the text of an element, put a copy of another one into it, or leave it out."""
    kind, other = (
        chance.choice(("attribute", "attribute", "text", "copy", "twin", "remove")),
        chance.choice(others),
    )
    parent = element.getparent()
    if kind == "attribute" and (other.attrib or element.attrib):
        name, value = chance.choice([*other.attrib.items(), *element.attrib.items()])
        element.set(name, _value(value, chance, mutate))
    elif kind == "copy":
        element.insert(chance.randint(0, len(element)), deepcopy(other))
    elif kind == "twin" and parent is not None:
        element.addnext(deepcopy(element))
    elif kind == "remove" and parent is not None:
        parent.remove(element)
    else:
        element.text = _value(element.text or "", chance, mutate)


def _value(value: str, chance: random.Random, mutate: Mutate) -> str:
    """Another value: one that is known for trouble, or the same mutated; without what XML cannot hold."""
    if chance.random() < 0.5:
        return chance.choice(_VALUES)
    text = mutate(value.encode(), _LONGEST_VALUE).decode("utf-8", "replace")
    return "".join(character for character in text if character >= " " and character not in "\ufffe\uffff")
