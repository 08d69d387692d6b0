"""The lexical index: BM25 over words and over characters, added up."""

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from retrieval.documents import Passage
from retrieval.search.lexical.keys import Keys, character_keys, pairs_to_keys, word_keys, words_to_keys
from retrieval.search.lexical.postings import Postings
from retrieval.search.lexical.segments import Ids, Segment, load_segments, save_segments, settle
from retrieval.search.lexical.spelling import Alternative, alternatives
from retrieval.search.lexical.terms import comparable, holds_pair, holds_word, subject

Scores = NDArray[np.float64]
Counts = NDArray[np.int64]
_Number = TypeVar("_Number", bound=np.generic)

_TINY = 1e-9

BATCH = 4096
"""Passages that become one segment."""


class Ranking(NamedTuple):
    """One way to rank passages by BM25.

    Attributes:
        terms: Comparable text to the keys of its terms, repeats included.
        k1: Saturation of repeated terms: the larger, the more a repetition counts.
        b: Penalty for long passages, 0 to 1.
        share: Weight of this ranking; the weights of all add up to 1.
    """

    terms: Callable[[str], Keys]
    k1: float
    b: float
    share: float


WORDS = Ranking(word_keys, k1=0.6, b=0.4, share=0.4)
CHARACTERS = Ranking(character_keys, k1=1.5, b=0.75, share=0.6)
RANKINGS = (WORDS, CHARACTERS)
_CHARACTERS = RANKINGS.index(CHARACTERS)


class Coverage(NamedTuple):
    """How much of a query a passage holds.

    Attributes:
        subject: Share of what the query is about, weighted by rarity, 0 to 1.
        missing: Its names and numbers that the passage does not hold.
        asked: Share of the characters of what it asks for, 0 to 1; 1 where it does not say.
    """

    subject: float
    missing: tuple[str, ...] = ()
    asked: float = 1.0


class LexicalIndex:
    """Finds passages by the words and characters they share with a query.

    Passages may be added and removed at any time; scores are always those of an index made at once from
    the passages it holds. Any number of threads may search while one adds or removes: a search sees the
    index as it was when it began.
    """

    def __init__(self) -> None:
        self._segments: tuple[Segment, ...] = ()
        self._writing = threading.Lock()

    def __len__(self) -> int:
        return _size(self._segments)

    @property
    def ids(self) -> Ids:
        """(passages,) ids of the passages it holds, in no order."""
        return _joined([segment.ids[segment.alive] for segment in self._segments], np.int64)

    def add(self, passages: Iterable[Passage]) -> None:
        """Take passages in, each under its id; one whose id is already held is left as it is."""
        with self._writing:
            held = set(self.ids.tolist())
            new = list({passage.id: passage for passage in passages if passage.id not in held}.values())
            for start in range(0, len(new), BATCH):
                self._segments = settle((*self._segments, _segment(new[start : start + BATCH])))

    def remove(self, ids: Ids | Collection[int]) -> None:
        """Take passages out; ids that are not held are passed over."""
        with self._writing:
            self._segments = settle(segment.without(_as_ids(ids)) for segment in self._segments)

    def search(
        self, query: str, limit: int, allowed: Ids | Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Rank passages for a query.

        Args:
            query: In any script or width.
            limit: Most passages to return.
            allowed: Ids to search among, or None for all; an array is quickest. How rare a term is
                counts over all passages either way.

        Returns:
            (id, score), best first, equal scores by id. The score is above 0 and 1 at most: the sum over
            the rankings of a passage's BM25 as a fraction of the best one's, by their shares.
        """
        segments, text = self._segments, comparable(query)
        ids = _joined([segment.ids for segment in segments], np.int64)
        closed = ~_joined([segment.alive for segment in segments], np.bool_)
        if allowed is not None:
            closed |= np.isin(ids, _as_ids(allowed), invert=True)
        scores = np.zeros(len(ids))
        for number, ranking in enumerate(RANKINGS):
            bm25 = _bm25(segments, number, ranking.terms(text))
            bm25[closed] = 0
            scores += ranking.share * bm25 / max(bm25.max(initial=0), _TINY)
        return _best(scores, ids, limit)

    def alternatives(self, query: str, allowed: Ids | Collection[int] | None = None) -> list[Alternative]:
        """What may be meant by a query with a typing error: 校长 by 校张, where passages hold only that.

        Args:
            query: In either script.
            allowed: As for `search`; what other passages hold does not count.
        """
        masks = [(segment, segment.alive) for segment in self._segments]
        if allowed is not None:
            ids = _as_ids(allowed)
            masks = [(segment, alive & np.isin(segment.ids, ids)) for segment, alive in masks]

        def holders(keys: Keys) -> Counts:
            held = (segment.postings[_CHARACTERS].holders(keys, mask) for segment, mask in masks)
            counts: Counts = np.add.reduce([np.zeros(len(keys), np.int64), *held])
            return counts

        return list(alternatives(query, holders))

    def coverage(self, query: str, passages: Sequence[Passage]) -> list[Coverage]:
        """How much of what a query is about each passage holds, its title included.

        The share of the subject is the mean of two: of the query's content words, and of its pairs of
        characters without those of question words. Each term weighs by its rarity (idf) among the indexed
        passages, most if none holds it. A query that is about nothing has none of it held.
        """
        segments, about = self._segments, subject(comparable(query))
        texts = [_text(passage) for passage in passages]
        held_words = [[holds_word(text, word) for word in about.words] for text in texts]
        held_pairs = [[holds_pair(text, pair) for pair in about.pairs] for text in texts]
        shares = [
            np.array(held) @ (rarity / rarity.sum())
            for held, rarity in (
                (held_words, _rarity(segments, 0, words_to_keys(about.words))),
                (held_pairs, _rarity(segments, 1, pairs_to_keys(about.pairs))),
            )
            if held and len(rarity)
        ]
        subjects = np.mean(shares, axis=0).tolist() if shares else [0.0] * len(texts)
        return [
            Coverage(held, _missing(text, about.names), _share_held(text, about.asked))
            for held, text in zip(subjects, texts, strict=True)
        ]

    def save(self, folder: Path) -> None:
        """Write it to a folder, which is made if needed; only what changed since is written.

        The caller sees to it that only one process saves or loads.

        Raises:
            StoreError: The folder cannot be written.
        """
        with self._writing:
            save_segments(folder, self._segments)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open what `save` wrote; the arrays stay on disk until they are used.

        Raises:
            StoreError: There is none, it is damaged, or of another version; make it anew from the store.
        """
        index = cls()
        index._segments = load_segments(folder, len(RANKINGS))
        return index


def _missing(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """The names that comparable text does not hold."""
    return tuple(name for name in names if not holds_word(text, name))


def _share_held(text: str, word: str) -> float:
    """Share of a word's characters that comparable text holds, 1 for an empty word."""
    return sum(character in text for character in word) / len(word) if word else 1.0


def _text(passage: Passage) -> str:
    return comparable(f"{passage.title}\n{passage.text}")


def _as_ids(ids: Ids | Collection[int]) -> Ids:
    return ids if isinstance(ids, np.ndarray) else np.fromiter(ids, np.int64, len(ids))


def _segment(passages: Sequence[Passage]) -> Segment:
    texts = [_text(passage) for passage in passages]
    return Segment(
        ids=np.array([passage.id for passage in passages], np.int64),
        alive=np.ones(len(passages), np.bool_),
        postings=tuple(Postings.build([ranking.terms(text) for text in texts]) for ranking in RANKINGS),
    )


def _joined(arrays: Sequence[NDArray[_Number]], kind: type[_Number]) -> NDArray[_Number]:
    return np.concatenate([np.empty(0, kind), *arrays])


def _size(segments: Sequence[Segment]) -> int:
    return sum(segment.size for segment in segments)


def _rarity(segments: Sequence[Segment], number: int, keys: Keys) -> Scores:
    """(keys,) inverse document frequency of terms as in Lucene's BM25: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    holders = np.zeros(len(keys), np.int64)
    for segment in segments:
        holders += segment.holders(number, keys)
    return np.log1p((_size(segments) - holders + 0.5) / (holders + 0.5))


def _bm25(segments: Sequence[Segment], number: int, terms: Keys) -> Scores:
    """(passages of all segments, removed ones too,) BM25 of each for the terms of a query.

    Robertson and Zaragoza 2009, without the constant factor k1 + 1. A passage's score is summed in the
    order of the keys, so that it is the same to the last bit however passages lie in segments.
    """
    keys, repeats = np.unique(terms, return_counts=True)
    weights = repeats * _rarity(segments, number, keys)
    k1, b = RANKINGS[number].k1, RANKINGS[number].b
    total = sum(int(segment.postings[number].lengths[segment.alive].sum()) for segment in segments)
    mean = max(total, 1) / max(_size(segments), 1)
    scores: list[Scores] = []
    for segment in segments:
        postings = segment.postings[number]
        sizes, places, counts = postings.gather(keys)
        norms = (k1 * (1 - b + b / mean * postings.lengths)).astype(np.float32)
        parts = np.repeat(weights.astype(np.float32), sizes)
        parts *= counts / (counts + norms[places])
        scores.append(np.bincount(places, parts, len(segment.ids)).astype(np.float64, copy=False))
    return _joined(scores, np.float64)


def _best(scores: Scores, ids: Ids, limit: int) -> list[tuple[int, float]]:
    """(id, score) of the best scores above 0, equal ones by id."""
    found = np.flatnonzero(scores)
    if len(found) > limit:
        least = np.partition(scores[found], -limit)[-limit]
        found = found[scores[found] >= least]
    best = found[np.lexsort((ids[found], -scores[found]))][:limit]
    return list(zip(ids[best].tolist(), scores[best].tolist(), strict=True))
