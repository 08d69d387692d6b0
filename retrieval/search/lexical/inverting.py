"""Inverting passages: what a segment holds of their words and characters."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import IO, Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from retrieval.documents import Passage
from retrieval.periods.fit import day_of
from retrieval.search.filters import day_number
from retrieval.search.lexical.postings import Postings
from retrieval.search.lexical.ranking import RANKINGS
from retrieval.search.lexical.segments import Columns
from retrieval.search.lexical.terms import comparable


class Row(NamedTuple):
    """What of a passage is indexed.

    Attributes:
        id: Its id.
        day: Its day, as `retrieval.search.filters.day_number` gives it.
        text: Its title and text.
    """

    id: int
    day: int
    text: str

    @classmethod
    def of(cls, passage: Passage) -> Self:
        """That of a passage."""
        day = day_of(passage.published, passage.title, passage.source)
        return cls(passage.id, day_number(day), _text_of(passage))


def inverted(rows: Sequence[Row]) -> Columns:
    """The columns of passages: a millisecond of processor time for each."""
    texts = [comparable(row.text) for row in rows]
    return Columns.of(
        np.array([row.id for row in rows], np.int64),
        np.array([row.day for row in rows], np.int32),
        tuple(Postings.build([ranking.terms(text) for text in texts]) for ranking in RANKINGS),
    )


def send(stream: IO[bytes], columns: Columns) -> None:
    """Write columns to another process.

    Raises:
        OSError: It has ended.
    """
    sent: list[NDArray[Any]] = [columns.ids, columns.published]
    for postings in columns.postings:
        packed = postings.packed[0 : len(postings.packed)]
        sent += [postings.keys, postings.starts, packed, postings.lengths]
    stream.write(json.dumps([(array.dtype.str, len(array)) for array in sent]).encode() + b"\n")
    for array in sent:
        stream.write(array.tobytes())
    stream.flush()


def receive(stream: IO[bytes]) -> Columns:
    """Read columns from another process.

    Raises:
        ValueError: It has ended.
    """
    kinds = [(np.dtype(kind), length) for kind, length in json.loads(stream.readline())]
    ids, published, *rest = (
        np.frombuffer(stream.read(kind.itemsize * length), kind, length) for kind, length in kinds
    )
    rows = (Postings(*rest[place : place + 4]) for place in range(0, len(rest), 4))
    return Columns.of(ids, published, tuple(rows))


def comparable_text(passage: Passage) -> str:
    """What of a passage is indexed, as it is compared."""
    return comparable(_text_of(passage))


remembered_text = lru_cache(maxsize=4096)(comparable_text)
"""The same, of passages that questions find: making it anew took half of the time of their coverage."""


def _text_of(passage: Passage) -> str:
    return f"{passage.title}\n{passage.text}"
