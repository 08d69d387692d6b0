"""Ranking: BM25 over words and over characters, added up."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from retrieval.search.filters import Filter
from retrieval.search.lexical.keys import Keys, character_keys, word_keys
from retrieval.search.lexical.postings import Rows
from retrieval.search.lexical.segments import Segment
from retrieval.search.lexical.selection import Places, best, leading

Scores = NDArray[np.float32]
Sums = NDArray[np.float64]
Terms = NDArray[np.int64]
F = TypeVar("F", np.float32, np.float64)

SCANNED = 500_000
"""Postings of a query that are all read. Where there are more, its commonest terms are looked up only in the
passages that lead by the others."""
LEADING = 2000
"""How many passages these are at least."""
_LEADING_PER_RESULT = 5
_STEPS = 4
"""In so many steps the others are looked up, rarer ones first. After each, half of the passages are left."""
_LEFT_PER_RESULT = 3
"""How many of them are left at least."""
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

    def scores(self, segment: Segment, rows: Rows, terms: Terms) -> Scores:
        """(passages,) BM25 of each passage of a segment for some terms."""
        postings, chosen = segment.columns.postings[self.number], [rows[term] for term in terms]
        places, counts = postings.gather(chosen)
        weights = np.repeat(self.weights[terms], [end - start for start, end in chosen])
        weights *= self._saturated(counts, postings.lengths.take(places))
        scores = np.zeros(segment.length, np.float32)
        np.add.at(scores, places, weights)
        return scores

    def scores_at(self, segments: Sequence[Segment], terms: Terms, found: Sequence[Places]) -> Sums:
        """(passages,) the same for some passages of all segments."""
        postings = [segment.columns.postings[self.number] for segment in segments]
        lengths = np.concatenate([one.lengths[places] for one, places in zip(postings, found, strict=True)])
        counts = np.concatenate(
            [
                one.counts_in([rows[term] for term in terms], places.astype(np.uint32))
                for one, rows, places in zip(postings, self.rows, found, strict=True)
            ],
            axis=1,
        )
        total = np.zeros(len(lengths))
        for weight, row in zip(self.weights[terms], counts, strict=True):
            total += weight * self._saturated(row, lengths)
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
    the passages that lead by the other terms, far more than are wanted, and the commonest in those that still
    lead by then. What others lack can hardly be made up for by words that stand in every tenth passage.
    """
    if not segments:
        return []
    asked = [_Asked.of(segments, number, ranking.terms(query)) for number, ranking in enumerate(RANKINGS)]
    every = [np.arange(len(each.holders)) for each in asked]
    if within.ids is not None and len(within.ids) <= _FEW:
        most, steps = len(within.ids), [every]
        found = [np.flatnonzero(segment.mask(within)) for segment in segments]
        scores = np.zeros((len(asked), sum(map(len, found))))
    else:
        most = max(LEADING, _LEADING_PER_RESULT * limit)
        early, steps = _divided(asked, most)
        found, scores = _read(segments, asked, early, within, most if steps else limit)
        if steps and scores.shape[1] < most:  # rare words lead to few passages
            steps = []
            found, scores = _read(segments, asked, every, within, limit)
    for step, late in enumerate(steps):
        scores += [each.scores_at(segments, terms, found) for each, terms in zip(asked, late, strict=True)]
        if step + 1 < len(steps):
            most = max(most // 2, _LEFT_PER_RESULT * limit)
            found, scores = _narrowed(found, scores, most)
    ids = [segment.columns.ids[places] for segment, places in zip(segments, found, strict=True)]
    return best(np.concatenate(ids), _sum(scores, _scales(scores)), limit)


def rarity(segments: Sequence[Segment], number: int, keys: Keys) -> Sums:
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


def _idf(holders: NDArray[np.int64], size: int) -> Sums:
    """Inverse document frequency as in Lucene's BM25: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    return np.log1p((size - holders + 0.5) / (holders + 0.5))


def _read(
    segments: Sequence[Segment], asked: Sequence[_Asked], terms: Sequence[Terms], within: Filter, most: int
) -> tuple[list[Places], Sums]:
    """The passages that lead by some terms of each ranking.

    Returns:
        Their places in each segment: of those that lead in all rankings together, and of the first in each.
        (rankings, passages) BM25 of these for the terms.
    """
    parts = [
        [
            _open(each.scores(segment, rows, chosen), segment, within)
            for segment, rows in zip(segments, each.rows, strict=True)
        ]
        for each, chosen in zip(asked, terms, strict=True)
    ]
    tops = [[float(scores.max(initial=0)) for scores in part] for part in parts]
    scales = [_scale(number, max(of_ranking)) for number, of_ranking in enumerate(tops)]
    found = leading([_sum(of_segment, scales) for of_segment in zip(*parts, strict=True)], most)
    for part, of_ranking in zip(parts, tops, strict=True):
        if max(of_ranking) > 0:
            number = int(np.argmax(of_ranking))
            found[number] = np.union1d(found[number], part[number].argmax())
    held = [np.concatenate(list(map(np.take, part, found))) for part in parts]
    return found, np.stack(held).astype(np.float64)


def _divided(asked: Sequence[_Asked], most: int) -> tuple[list[Terms], list[list[Terms]]]:
    """The terms of each ranking whose postings are read, rare ones first, and the others in steps.

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
    ends = np.cumsum([len(each.holders) for each in asked])

    def of_each(terms: Terms) -> list[Terms]:
        owners = np.searchsorted(ends, terms, side="right")
        return [np.sort(terms[owners == n]) - (ends[n] - len(each.holders)) for n, each in enumerate(asked)]

    late = order[~read]
    steps = np.array_split(late, min(_STEPS, len(late))) if len(late) else []
    return of_each(order[read]), [of_each(step) for step in steps]


def _open(scores: Scores, segment: Segment, within: Filter) -> Scores:
    """Scores with those of passages that may not be found set to 0."""
    if len(segment.removed) or not within.takes_all:
        scores *= segment.mask(within)
    return scores


def _narrowed(found: Sequence[Places], scores: Sums, most: int) -> tuple[list[Places], Sums]:
    """Of passages and their scores in each ranking those that lead in all together, and the first in each."""
    sums = _sum(scores, _scales(scores))
    if len(sums) <= most:
        return list(found), scores
    left = sums >= np.partition(sums, -most)[-most]
    left[scores.argmax(axis=1)] = True
    masks = np.split(left, np.cumsum([len(places) for places in found])[:-1])
    return [places[mask] for places, mask in zip(found, masks, strict=True)], scores[:, left]


def _scales(scores: Sums) -> list[float]:
    return [_scale(number, float(row.max(initial=0))) for number, row in enumerate(scores)]


def _scale(number: int, best: float) -> float:
    """What makes the scores of a ranking its share of the fractions of the best one."""
    return RANKINGS[number].share / max(best, _TINY)


def _sum(rows: Iterable[NDArray[F]], scales: Sequence[float]) -> NDArray[F]:
    """(passages,) scores of all rankings added up."""
    first, *others = (row * scale for row, scale in zip(rows, scales, strict=True))
    for other in others:
        first += other
    return first
