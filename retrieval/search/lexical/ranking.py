"""Ranking: BM25 over words and over characters, added up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from retrieval.search.filters import Filter
from retrieval.search.lexical.keys import Keys, character_keys, word_keys
from retrieval.search.lexical.postings import Rows
from retrieval.search.lexical.segments import Segment
from retrieval.search.lexical.selection import Places, best, leading

Scores = NDArray[np.float64]

SCANNED = 400_000
"""Postings of a query that are all read. Where there are more, its commonest terms are looked up only in the
passages that lead by the others."""
LEADING = 2000
"""How many passages these are at least."""
_LEADING_PER_RESULT = 5
_POSTINGS_PER_LEADING = 4
_LEAST_WEIGHT = 0.5
"""Share of the weight of all terms that those whose postings are read have at least."""
_FEW = 2000
"""Passages that are so few are looked up one by one."""
_TINY = 1e-9


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


@dataclass(frozen=True, slots=True)
class _Asked:
    """The terms of a query in one ranking, and what BM25 needs of all segments.

    BM25 is that of Robertson and Zaragoza 2009, without the constant factor k1 + 1. A passage's score is
    summed in the order of the keys, so that it is the same to the last bit however passages lie in segments.

    Attributes:
        number: Of the ranking.
        rows: (segments, terms) where the postings of each term stand.
        holders: (terms,) how many passages hold each.
        weights: (terms,) how rare each is, times how often the query has it.
        base: What k1 and b add to the count of a term, for a passage without length.
        slope: The same for each term of a passage.
    """

    number: int
    rows: list[Rows]
    holders: NDArray[np.int64]
    weights: NDArray[np.float32]
    base: np.float32
    slope: np.float32

    @classmethod
    def of(cls, segments: Sequence[Segment], number: int, terms: Keys) -> Self:
        keys, repeats = np.unique(terms, return_counts=True)
        rows, holders = _found(segments, number, keys)
        ranking, size = RANKINGS[number], sum(segment.size for segment in segments)
        mean = max(sum(segment.total(number) for segment in segments), 1) / max(size, 1)
        weights = (repeats * _idf(holders, size)).astype(np.float32)
        base, slope = ranking.k1 * (1 - ranking.b), ranking.k1 * ranking.b / mean
        return cls(number, rows, holders, weights, np.float32(base), np.float32(slope))

    def scores(self, segment: Segment, rows: Rows, terms: NDArray[np.int64]) -> Scores:
        """(passages,) BM25 of each passage of a segment for some terms."""
        postings, chosen = segment.columns.postings[self.number], [rows[term] for term in terms]
        places, counts = postings.gather(chosen)
        weights = np.repeat(self.weights[terms], [end - start for start, end in chosen])
        weights *= self._saturated(counts, postings.lengths[places])
        return np.bincount(places, weights, segment.length).astype(np.float64, copy=False)

    def scores_at(
        self, segment: Segment, rows: Rows, terms: NDArray[np.int64], places: Places, start: Scores
    ) -> Scores:
        """(places,) the same for some passages, added to what they start with."""
        postings, total = segment.columns.postings[self.number], start.copy()
        lengths, wanted = postings.lengths[places], places.astype(np.uint32)
        for term in terms:
            if rows[term][0] < rows[term][1]:
                counts = postings.counts_in(rows[term], wanted)
                total += self.weights[term] * self._saturated(counts, lengths)
        return total

    def _saturated(self, counts: NDArray[np.uint32], lengths: NDArray[np.float32]) -> NDArray[np.float32]:
        norms = lengths * self.slope
        norms += self.base
        saturated = counts.astype(np.float32)
        norms += saturated
        saturated /= norms
        return saturated


def ranked(segments: Sequence[Segment], query: str, limit: int, within: Filter) -> list[tuple[int, float]]:
    """Rank the passages of segments for a comparable query, as `LexicalIndex.search` does.

    Where a query has very many postings, those of its commonest terms are not all read: they are looked up in
    the passages that lead by the other terms, far more than are wanted. What these lack can hardly be made
    up for by words that stand in every tenth passage.
    """
    asked = [_Asked.of(segments, number, ranking.terms(query)) for number, ranking in enumerate(RANKINGS)]
    if within.ids is not None and len(within.ids) <= _FEW:
        found = [np.flatnonzero(segment.mask(within)) for segment in segments]
        late = [np.arange(len(each.holders)) for each in asked]
        parts = [[np.zeros(segment.length) for segment in segments] for _ in asked]
    else:
        most = max(LEADING, _LEADING_PER_RESULT * limit)
        early, late = _divided(asked, most)
        parts = _read(segments, asked, early, within)
        found = _leading(parts, most if any(map(len, late)) else limit)
        if any(map(len, late)) and sum(map(len, found)) < most:  # rare words lead to few passages
            early, late = [np.arange(len(each.holders)) for each in asked], [np.arange(0) for _ in asked]
            parts = _read(segments, asked, early, within)
            found = _leading(parts, limit)
    exact = [
        [
            each.scores_at(segment, rows, terms, places, scores[places])
            for segment, rows, places, scores in zip(segments, each.rows, found, part, strict=True)
        ]
        for each, terms, part in zip(asked, late, parts, strict=True)
    ]
    ids = [segment.columns.ids[places] for segment, places in zip(segments, found, strict=True)]
    return best(
        np.concatenate([np.empty(0, np.int64), *ids]), np.concatenate([np.empty(0), *_sums(exact)]), limit
    )


def rarity(segments: Sequence[Segment], number: int, keys: Keys) -> Scores:
    """(keys,) inverse document frequency of terms of a ranking."""
    return _idf(_found(segments, number, keys)[1], sum(segment.size for segment in segments))


def holders_within(segments: Sequence[Segment], number: int, keys: Keys, within: Filter) -> NDArray[np.int64]:
    """(keys,) how many of the passages that a filter lets through hold each term of a ranking."""
    rows, holders = _found(segments, number, keys)
    if within.takes_all or not holders.any():
        return holders
    counts = np.zeros(len(keys), np.int64)
    for segment, found in zip(segments, rows, strict=True):
        mask, postings = segment.mask(within), segment.columns.postings[number]
        counts += [postings.count(row, mask) for row in found]
    return counts


def _found(segments: Sequence[Segment], number: int, keys: Keys) -> tuple[list[Rows], NDArray[np.int64]]:
    """Where the postings of terms stand in each segment, and how many passages hold each term in all."""
    rows = [segment.columns.postings[number].rows(keys) for segment in segments]
    holders = np.zeros(len(keys), np.int64)
    for segment, found in zip(segments, rows, strict=True):
        holders += segment.holders(number, found)
    return rows, holders


def _idf(holders: NDArray[np.int64], size: int) -> Scores:
    """Inverse document frequency as in Lucene's BM25: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    return np.log1p((size - holders + 0.5) / (holders + 0.5))


def _read(
    segments: Sequence[Segment],
    asked: Sequence[_Asked],
    terms: Sequence[NDArray[np.int64]],
    within: Filter,
) -> list[list[Scores]]:
    """(rankings, segments, passages) BM25 for some terms of each ranking; 0 for what may not be found."""
    return [
        [
            _open(each.scores(segment, rows, chosen), segment, within)
            for segment, rows in zip(segments, each.rows, strict=True)
        ]
        for each, chosen in zip(asked, terms, strict=True)
    ]


def _divided(asked: Sequence[_Asked], most: int) -> tuple[list[NDArray[np.int64]], list[NDArray[np.int64]]]:
    """The terms of each ranking whose postings are read, rare ones first, and the others.

    Those that are read have far more postings than the passages that are to lead by them.
    """
    holders = np.concatenate([each.holders for each in asked])
    shares = [
        RANKINGS[each.number].share * each.weights / max(float(each.weights.sum()), _TINY) for each in asked
    ]
    order = np.argsort(holders, kind="stable")
    weight = np.concatenate(shares)[order]
    postings = np.cumsum(holders[order])
    read = (postings <= SCANNED) | (np.cumsum(weight) - weight < _LEAST_WEIGHT)
    read |= postings - holders[order] < _POSTINGS_PER_LEADING * most
    is_read = np.empty(len(order), np.bool_)
    is_read[order] = read
    masks = np.split(is_read, np.cumsum([len(each.holders) for each in asked])[:-1])
    return [np.flatnonzero(mask) for mask in masks], [np.flatnonzero(~mask) for mask in masks]


def _open(scores: Scores, segment: Segment, within: Filter) -> Scores:
    """Scores with those of passages that may not be found set to 0."""
    if len(segment.removed) or not within.takes_all:
        scores *= segment.mask(within)
    return scores


def _leading(parts: Sequence[Sequence[Scores]], most: int) -> list[Places]:
    """Places in each segment of the passages that lead in all rankings together, and in each."""
    sums = _sums(parts)
    found = leading(sums, most)
    for part in parts:
        for number, scores in enumerate(part):
            first = int(scores.argmax())
            if scores[first] > 0 and first not in found[number]:
                found[number] = np.append(found[number], first)
    return [np.sort(places) for places in found]


def _sums(parts: Sequence[Sequence[Scores]]) -> list[Scores]:
    """(segments, passages) scores of all rankings, as fractions of the best, added up by their shares."""
    scales = [
        ranking.share / max(max((float(scores.max(initial=0)) for scores in part), default=0.0), _TINY)
        for ranking, part in zip(RANKINGS, parts, strict=True)
    ]
    sums = []
    for of_segment in zip(*parts, strict=True):
        total = of_segment[0] * scales[0]
        for scale, scores in zip(scales[1:], of_segment[1:], strict=True):
            total += scores * scale
        sums.append(total)
    return sums
