"""The input of the span reader: pieces of words, and which of them question and passage share.

Training and inference share this module, so that both see the same numbers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from tokenizers import Tokenizer

from retrieval.reader.decoding import Array
from retrieval.text import fold

QUESTION, TITLE, PASSAGE = 0, 1, 2
"""Segments of the input."""
SEGMENTS = 3
MATCHES = 4
"""How far a piece is found on the other side: not, in part, whole, whole together with a neighbour."""
WINDOW = 384
"""Pieces that are read at once."""

PADDING = 1
"""The piece that stands for no piece, in training."""

_START, _END = 0, 2  # ids
_LONGEST_QUESTION, _LONGEST_TITLE = 64, 32  # pieces
_OVERLAP = 96  # pieces that two windows share
_REMEMBERED_QUESTIONS = 16  # each is read with several passages


@dataclass(frozen=True, slots=True)
class Window:
    """A question, the title and a part of a passage as numbers, one a piece; all arrays have n of them.

    Attributes:
        ids: Pieces: start, question, end, title, end, passage, end.
        segments: QUESTION, TITLE or PASSAGE.
        matches: Below MATCHES.
        body: Where the passage starts within these.
        places: (m, 2) first character, and one past the last, of each of the passage's pieces in its text.
    """

    ids: Array
    segments: Array
    matches: Array
    body: int
    places: Array


class Pieces:
    """Lays out questions and passages for the reader."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Take over the tokenizer the reader was trained with."""
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self._question = lru_cache(_REMEMBERED_QUESTIONS)(self._cut_question)

    def windows(self, question: str, text: str, title: str = "") -> Iterator[Window]:
        """Windows that overlap and together cover a passage; none where question or passage hold nothing.

        Args:
            question: Its first 64 pieces are read.
            text: The passage.
            title: Of its article; its first 32 pieces are read.
        """
        if not question.strip():
            return
        read, headed = fold(text), fold(title)
        asked, asked_ids, asked_places = self._question(question)
        title_ids, title_places = self._cut(headed, _LONGEST_TITLE)
        ids, places = self._cut(read)
        if not asked_ids or not ids:
            return
        other_side = f"{headed}\n{read}"
        head = [_START, *asked_ids, _END, *title_ids, _END]
        segments = [QUESTION] * (len(asked_ids) + 2) + [TITLE] * (len(title_ids) + 1)
        matches = [
            *(0, *_matches(asked, asked_places, other_side), 0),
            *(*_matches(headed, title_places, asked), 0),
        ]
        found = _matches(read, places, asked)
        room = WINDOW - len(head) - 1
        first = 0
        while True:
            last = min(first + room, len(ids))
            count = last - first + 1
            yield Window(
                ids=np.array([*head, *ids[first:last], _END], np.int64),
                segments=np.array(segments + [PASSAGE] * count, np.int64),
                matches=np.array([*matches, *found[first:last], 0], np.int64),
                body=len(head),
                places=np.array(places[first:last], np.int64),
            )
            if last == len(ids):
                return
            first = last - _OVERLAP

    def _cut_question(self, question: str) -> tuple[str, list[int], list[tuple[int, int]]]:
        """A question folded, the ids of its pieces, and where they stand."""
        folded = fold(question)
        return folded, *self._cut(folded, _LONGEST_QUESTION)

    def _cut(self, text: str, limit: int | None = None) -> tuple[list[int], list[tuple[int, int]]]:
        """Ids of the pieces of a text and where they stand."""
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        kept = [
            (id_, place)
            for id_, place in zip(encoded.ids, encoded.offsets, strict=True)
            if place[0] < place[1]
        ]
        return [id_ for id_, _ in kept[:limit]], [place for _, place in kept[:limit]]


def _matches(text: str, places: Sequence[tuple[int, int]], other: str) -> list[int]:
    """For each piece of a text how far it stands in another text."""
    whole = [text[start:end].strip() for start, end in places]
    found = [
        2 if piece and piece in other else int(any(c.isalnum() and c in other for c in piece))
        for piece in whole
    ]
    for number in range(1, len(places)):
        start, end = places[number - 1][0], places[number][1]
        if found[number - 1] >= 2 <= found[number] and text[start:end] in other:
            found[number - 1] = found[number] = 3
    return found
