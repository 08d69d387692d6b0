"""Matching: which documents a name stands for, by title, by file name, or by a part of either."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from fnmatch import fnmatchcase
from functools import lru_cache
from posixpath import splitext
from typing import Final

from retrieval.documents import DocumentName
from retrieval.errors import StoreError
from retrieval.ingestion.loaders import SUFFIXES
from retrieval.text import fold

_NEAREST: Final = 3
"""How many of the nearest names are given where none matches."""
_LONGEST_NAME: Final = 300
"""Characters of a name that are looked at."""
_LONGEST_COMPARED: Final = 40
"""Characters of two names that are compared, which takes their product."""
_COMPARED: Final = 20
"""How many names are compared: those that share most characters."""
_LEAST_ALIKE: Final = 0.34
"""From which likeness on, 0 to 1, a name counts as near."""
_LEAST_SHARED: Final = 0.5
"""So does one with this part of the characters, however long it is: 合约, 房屋租赁合同.docx."""
_FEW: Final = 5
"""Of so few documents all are near."""


@dataclass(frozen=True, slots=True)
class Matches:
    """What a name stands for.

    Attributes:
        found: The documents of that name; where none has it as its whole name, those that have it as a part.
        nearest: Where there are none, those whose names are most like it, best first; of few documents all.
    """

    found: tuple[DocumentName, ...] = ()
    nearest: tuple[DocumentName, ...] = ()


def matching(name: str, documents: Sequence[DocumentName]) -> Matches:
    """The documents that a name stands for.

    Args:
        name: In either script, with or without 《》 and suffix; of several words each has to be in the name.
        documents: Those to choose from.
    """
    name = name[:_LONGEST_NAME]
    wanted = key(name)
    if not wanted:
        return Matches()
    if whole := having(wanted, documents):
        return Matches(whole)
    parts = [part for part in map(key, name.split()) if part]
    held = [each for each in documents if any(_holds(text, wanted, parts) for text in keys(each))]
    if held:
        return Matches(tuple(held))
    return Matches(nearest=_nearest(wanted[:_LONGEST_COMPARED], documents))


def document_called(name: str, documents: Sequence[DocumentName]) -> DocumentName:
    """The one document that a name stands for.

    Raises:
        StoreError: It stands for none, or for several.
    """
    matches = matching(name, documents)
    if len(matches.found) == 1:
        return matches.found[0]
    if matches.found:
        raise StoreError(
            f"{name!r} fits several documents: {_sources(matches.found)}. Give more of the name."
        ).phrased("several-names", name=name, names=_sources(matches.found))
    if matches.nearest:
        nearest = _sources(matches.nearest)
        raise StoreError(
            f"No document is called {name!r}. The nearest: {nearest}. `yuanwen list` shows the names."
        ).phrased("no-document-but", name=name, nearest=nearest)
    raise StoreError(f"No document is called {name!r}. `yuanwen list` shows the names.").phrased(
        "no-document", name=name
    )


def documents_called(name: str, documents: Sequence[DocumentName]) -> tuple[DocumentName, ...]:
    """The documents that a name stands for, one or several.

    Args:
        name: As for `matching`, or a pattern for the name of a file or its path: *.pdf, 人事部/*.
        documents: Those to choose from.

    Raises:
        StoreError: It stands for none.
    """
    if "*" in name:
        found = tuple(each for each in documents if fnmatchcase(fold(each.source), fold(name)))
        matches = Matches(found)
    else:
        matches = matching(name, documents)
    if matches.found:
        return matches.found
    near = f" The nearest: {_sources(matches.nearest)}." if matches.nearest else ""
    raise StoreError(f"No document is from {name!r}.{near} `yuanwen list` shows the names.").phrased(
        "no-source", name=name
    )


def _sources(documents: Iterable[DocumentName]) -> str:
    return ", ".join(document.source for document in documents)


def having(wanted: str, documents: Iterable[DocumentName]) -> tuple[DocumentName, ...]:
    """The documents that have a `key` as one of their whole names."""
    return tuple(each for each in documents if wanted in keys(each))


def keys(document: DocumentName) -> tuple[str, ...]:
    """The names of a document as they are compared: title, file name with and without suffix."""
    return _keys(document.title, document.source)


@lru_cache(maxsize=1 << 17)  # of 100,000 documents they take some seconds to make, and 50 MB
def _keys(title: str, source: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(key, _forms(title, source)))))


def _forms(title: str, source: str) -> Iterator[str]:
    name = source.rstrip("/").rpartition("/")[2]
    stem, suffix = splitext(name)
    yield title
    yield source
    yield name
    if suffix.lower() in SUFFIXES:
        yield stem


def key(name: str) -> str:
    """A name as it is compared: folded, its letters, characters and digits alone."""
    return "".join(filter(str.isalnum, fold(name)))


def _holds(text: str, wanted: str, parts: Sequence[str]) -> bool:
    return wanted in text or all(part in text for part in parts)


def _nearest(wanted: str, documents: Sequence[DocumentName]) -> tuple[DocumentName, ...]:
    """The documents whose names are most like a key; only those that share most characters are compared."""
    counts = Counter(wanted)

    def shared_with(text: str) -> int:
        return sum(min(count, text.count(character)) for character, count in counts.items())

    shared = {each.id: max(map(shared_with, _short(each))) for each in documents}
    compared = sorted(documents, key=lambda each: -shared[each.id])[:_COMPARED]
    likeness = {each.id: max(_alike(wanted, text) for text in _short(each)) for each in compared}
    near = sorted(compared, key=lambda each: (-likeness[each.id], -shared[each.id]))
    if len(documents) <= _FEW:
        return tuple(near)
    least = len(wanted) * _LEAST_SHARED
    return tuple(
        each for each in near[:_NEAREST] if likeness[each.id] >= _LEAST_ALIKE or shared[each.id] >= least
    )


def _short(document: DocumentName) -> list[str]:
    return [text[:_LONGEST_COMPARED] for text in keys(document)]


def _alike(wanted: str, text: str) -> float:
    return SequenceMatcher(None, wanted, text, autojunk=False).ratio()
