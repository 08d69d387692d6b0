"""The passages around a passage."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from retrieval.documents import TITLE_SEPARATOR, Passage
from retrieval.storage.store import Store


def around(store: Store, passage: Passage, before: int, after: int) -> tuple[Passage, ...]:
    """The passages next to one in its article, all sections of a text being one article.

    Args:
        store: Where they are.
        passage: One of the store, found by its id.
        before: How many before it.
        after: How many after it.

    Returns:
        In reading order, itself among them as it stands in the store; the parts of a very long paragraph
        count each, and the others come without the sentence that they share with their neighbour. Empty
        where the passage is no longer in the store.
    """
    near = store.around(passage.id, before, after)
    place = next((place for place, other in enumerate(near) if other.id == passage.id), None)
    if place is None:
        return ()
    whole = _whole(near[place])
    earlier = list(takewhile(lambda other: _whole(other) == whole, reversed(near[:place])))[:before]
    later = list(takewhile(lambda other: _whole(other) == whole, near[place + 1 :]))[:after]
    return (
        *reversed(list(_before(near[place], earlier))),
        near[place],
        *_after([near[place], *later]),
    )


def _whole(passage: Passage) -> str:
    """Title of the text that a passage's section is part of."""
    return passage.title.split(TITLE_SEPARATOR)[0]


def _before(passage: Passage, earlier: Sequence[Passage]) -> Iterator[Passage]:
    """Passages before one, nearest first, each up to where the next one starts."""
    for later, other in pairwise([passage, *earlier]):
        shared = _shared(other, later)
        yield replace(other, text=other.text[: len(other.text) - shared])


def _after(passages: Sequence[Passage]) -> Iterator[Passage]:
    """All passages but the first, each from where the one before it ends."""
    for earlier, other in pairwise(passages):
        shared = _shared(earlier, other)
        yield replace(other, text=other.text[shared:], offset=other.offset + shared)


def _shared(earlier: Passage, later: Passage) -> int:
    """How many characters two parts of a paragraph have in common."""
    if earlier.paragraph != later.paragraph:
        return 0
    return max(0, earlier.offset + len(earlier.text) - later.offset)
