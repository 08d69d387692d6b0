"""Where the words of an answer stand among the characters of pages.

A passage went through reflow: spaces, line breaks, radicals and notes in it are not as on the page.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from retrieval.ingestion.rendering.protocol import Place
from retrieval.text import with_ideographs

_CONTEXT = 40  # characters before and after an answer that decide between several occurrences
_LEAST_CONTEXT = 3  # of these that must be the same
_VICINITY = 150  # characters around it that decide where these do not, as in a table
_BETWEEN_PARTS = re.compile(r"[\s:：,，;；|]+")
_MOST_OCCURRENCES = 5_000
_SHORTEST_PIECE = 2  # characters of an answer that does not stand on the page in one piece
_LEAST_FOUND = 0.6  # share of the characters of such an answer


def find(characters: Sequence[str], place: Place) -> list[int]:
    """The characters that are the answer's words.

    Args:
        characters: Those of the pages, in the order in which the file draws them; "" for what is none.
        place: The passage, and where the answer stands in it.

    Returns:
        Their indexes; empty where the words were not found.
    """
    drawn, at = _bare(characters)
    passage, of = _bare(place.text)
    parts = [part for part, _ in map(_bare, _BETWEEN_PARTS.split(place.text)) if part]
    found: list[int] = []
    for start, end in place.spans:
        first, last = bisect_left(of, start), bisect_left(of, end)
        if first < last:
            found += _occurrence(drawn, passage, first, last, parts)
    return [at[index] for index in found]


def _bare(characters: Iterable[str]) -> tuple[str, list[int]]:
    """Characters in one form, without spaces and invisible ones; and the index that each had."""
    bare: list[str] = []
    indexes: list[int] = []
    for index, character in enumerate(characters):
        for part in unicodedata.normalize("NFKC", with_ideographs(character)):
            if part.isprintable() and not part.isspace():
                bare.append(part)
                indexes.append(index)
    return "".join(bare), indexes


def _occurrence(drawn: str, passage: str, first: int, last: int, parts: Sequence[str]) -> list[int]:
    """Indexes of the drawn characters that are `passage[first:last]`, in one piece or in several."""
    place = _best(drawn, passage, first, last, parts)
    if place is not None:
        return list(range(place, place + last - first))
    found = list(_pieces(drawn, passage, first, last, parts))
    return found if len(found) >= (last - first) * _LEAST_FOUND else []


def _pieces(drawn: str, passage: str, first: int, last: int, parts: Sequence[str]) -> Iterator[int]:
    """The same, of pieces that are as long as can be: a page or a column may end within an answer."""
    after: int | None = None
    while first < last:
        length = bisect_left(
            range(1, last - first + 1), True, key=lambda n: passage[first : first + n] not in drawn
        )
        if length >= _SHORTEST_PIECE:
            piece = passage[first : first + length]
            place = drawn.find(piece, after) if after is not None else -1
            if place < 0:
                place = _best(drawn, passage, first, first + length, parts) or 0
            yield from range(place, place + length)
            after = place + length
        first += max(length, 1)


def _best(drawn: str, passage: str, first: int, last: int, parts: Sequence[str]) -> int | None:
    """Where `passage[first:last]` is drawn: of several occurrences the one with the passage around it."""
    places = list(_occurrences(drawn, passage[first:last]))
    if len(places) < 2:
        return places[0] if places else None
    before, after = passage[:first][-_CONTEXT:][::-1], passage[last:][:_CONTEXT]

    def likeness(place: int) -> tuple[int, float]:
        end = place + last - first
        shared = _shared(drawn[max(0, place - _CONTEXT) : place][::-1], before)
        shared += _shared(drawn[end : end + _CONTEXT], after)
        return (shared if shared >= _LEAST_CONTEXT else 0), _nearness(drawn, place, end, parts)

    return max(places, key=likeness)


def _nearness(drawn: str, start: int, end: int, parts: Sequence[str]) -> float:
    """How near the parts of a passage are to `drawn[start:end]`: in a table, the cells of its row."""
    near = 0.0
    for part in parts:
        before = drawn.rfind(part, max(0, start - _VICINITY), start)
        after = drawn.find(part, end, end + _VICINITY)
        distances = [start - before - len(part)] if before >= 0 else []
        distances += [after - end] if after >= 0 else []
        near += len(part) / (1 + min(distances)) if distances else 0.0
    return near


def _occurrences(text: str, part: str) -> Iterator[int]:
    place = text.find(part)
    for _ in range(_MOST_OCCURRENCES):
        if place < 0:
            return
        yield place
        place = text.find(part, place + 1)


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with together."""
    length = min(len(one), len(other))
    return next((n for n in range(length) if one[n] != other[n]), length)
