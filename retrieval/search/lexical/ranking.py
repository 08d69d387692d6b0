"""Ranking: BM25 over words and over characters."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.search.filters import Filter, Ids
from retrieval.search.lexical.keys import Keys, character_keys, word_keys
from retrieval.search.lexical.segments import Segment

Scores = NDArray[np.float64]


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

_TINY = 1e-9


def ranked(segments: Sequence[Segment], query: str, limit: int, within: Filter) -> list[tuple[int, float]]:
    """Rank the passages of segments for a comparable query, as `LexicalIndex.search` does."""
    ids = np.concatenate([np.empty(0, np.int64), *(segment.columns.ids for segment in segments)])
    closed = ~np.concatenate([np.empty(0, np.bool_), *(segment.mask(within) for segment in segments)])
    scores = np.zeros(len(ids))
    for number, ranking in enumerate(RANKINGS):
        parts = bm25(segments, number, ranking.terms(query))
        parts[closed] = 0
        scores += ranking.share * parts / max(parts.max(initial=0), _TINY)
    return best(scores, ids, limit)


def rarity(segments: Sequence[Segment], number: int, keys: Keys) -> Scores:
    """(keys,) inverse document frequency of terms as in Lucene's BM25: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    holders = np.zeros(len(keys), np.int64)
    for segment in segments:
        mask = segment.alive if len(segment.removed) else None
        holders += segment.columns.postings[number].holders(keys, mask)
    return np.log1p((sum(segment.size for segment in segments) - holders + 0.5) / (holders + 0.5))


def bm25(segments: Sequence[Segment], number: int, terms: Keys) -> Scores:
    """(passages of all segments, removed ones too,) BM25 of each for the terms of a query.

    Robertson and Zaragoza 2009, without the constant factor k1 + 1. A passage's score is summed in the
    order of the keys, so that it is the same to the last bit however passages lie in segments.
    """
    keys, repeats = np.unique(terms, return_counts=True)
    weights = repeats * rarity(segments, number, keys)
    k1, b = RANKINGS[number].k1, RANKINGS[number].b
    total = sum(int(segment.columns.postings[number].lengths[segment.alive].sum()) for segment in segments)
    mean = max(total, 1) / max(sum(segment.size for segment in segments), 1)
    scores: list[Scores] = []
    for segment in segments:
        postings = segment.columns.postings[number]
        sizes, places, counts = postings.gather(keys)
        norms = (k1 * (1 - b + b / mean * postings.lengths)).astype(np.float32)
        parts = np.repeat(weights.astype(np.float32), sizes)
        parts *= counts / (counts + norms[places])
        scores.append(np.bincount(places, parts, segment.length).astype(np.float64, copy=False))
    return np.concatenate([np.empty(0), *scores])


def best(scores: Scores, ids: Ids, limit: int) -> list[tuple[int, float]]:
    """(id, score) of the best scores above 0, equal ones by id."""
    found = np.flatnonzero(scores)
    if len(found) > limit:
        least = np.partition(scores[found], -limit)[-limit]
        found = found[scores[found] >= least]
    first = found[np.lexsort((ids[found], -scores[found]))][:limit]
    return list(zip(ids[first].tolist(), scores[first].tolist(), strict=True))
