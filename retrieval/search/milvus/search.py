"""Searching in Milvus: BM25, vectors, or both in one request with a ranker."""

import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from embeddings.protocol import Vectors
from retrieval.search.filters import Filter
from retrieval.search.lexical.terms import comparable, is_word
from retrieval.search.milvus.connection import Connection
from retrieval.search.milvus.expressions import among, expression, lets_nothing_through
from retrieval.search.milvus.schema import PASSAGES
from retrieval.search.passage_index import Found, Query
from retrieval.stopwatch import Stopwatch

_FRESH_S: Final = 10.0
"""Seconds after a change for which a search waits until Milvus has all that was written."""
_NEAR: Final = 100
"""Passages among which the word is looked for that a typing error stands for."""

Scored = dict[int, float]


class Search:
    """Searches the passages in Milvus. Safe to use from several threads."""

    def __init__(self, connection: Connection) -> None:
        """Nothing is searched yet."""
        self._connection = connection
        self._changed = time.monotonic()

    def changed(self) -> None:
        """Rows were written, by this process or another one: what is searched next has to see them."""
        self._changed = time.monotonic()

    def search(self, query: Query, stopwatch: Stopwatch) -> Found:
        """Find passages, as `PassageIndex.search` says."""
        if lets_nothing_through(query.within):
            return Found()
        text, filter_ = comparable(query.text), expression(query.within)
        if query.way == "lexical":
            words = self._words(text, query.limit, filter_)
            stopwatch.lap("words")
            return Found(words)
        vector = query.vector()
        if query.way == "vectors":
            vectors = self._vectors(vector, query.limit, expression(query.within, embedded=True))
            stopwatch.lap("vectors")
            return Found(vectors=vectors)
        ids = self._both(text, vector, query.limit, query.within)
        if not ids:
            return Found()
        words = self._words(text, len(ids), among(ids))
        stopwatch.lap("words")
        vectors = self._vectors(vector, len(ids), f"{among(ids)} and embedded == true")
        stopwatch.lap("vectors")
        return Found(words, vectors, _for_all(ids, vectors))

    def near(self, query: Query) -> list[int]:
        """Ids of the passages nearest to a question, by words and, where it is searched so, by vectors."""
        if lets_nothing_through(query.within):
            return []
        text = comparable(query.text)
        if query.way == "lexical":
            return list(self._words(text, _NEAR, expression(query.within)))
        return self._both(text, query.vector(), _NEAR, query.within)

    def _both(self, text: str, vector: Vectors, limit: int, within: Filter) -> list[int]:
        from pymilvus import AnnSearchRequest, RRFRanker  # noqa: PLC0415

        requests = [
            AnnSearchRequest(
                [vector], "vector", {"metric_type": "IP"}, limit, expr=expression(within, embedded=True)
            )
        ]
        if is_word(text):
            words = AnnSearchRequest([text], "words", {"metric_type": "BM25"}, limit, expr=expression(within))
            requests.append(words)
        with self._connection.attempt() as client:
            (hits,) = client.hybrid_search(
                PASSAGES,
                requests,
                RRFRanker(),
                limit=limit,
                output_fields=["id"],
                consistency_level=self._level(),
            )
        return [hit["id"] for hit in hits]

    def _words(self, text: str, limit: int, filter_: str) -> Scored:
        """Scores of words as fractions of the best one, best first."""
        if not is_word(text):
            return {}
        found = self._ranked(text, "words", "BM25", limit, filter_)
        best = max(found.values(), default=1.0)
        return {id_: score / best for id_, score in found.items() if score > 0}

    def _vectors(self, vector: Vectors, limit: int, filter_: str) -> Scored:
        """Cosines, nearest first."""
        return self._ranked(vector, "vector", "IP", limit, filter_)

    def _ranked(self, data: Any, field: str, metric: str, limit: int, filter_: str) -> Scored:
        with self._connection.attempt() as client:
            (hits,) = client.search(
                PASSAGES,
                [data],
                filter_,
                limit,
                output_fields=["id"],
                search_params={"metric_type": metric},
                anns_field=field,
                consistency_level=self._level(),
            )
        # milvus-lite gives BM25 as a distance below 0, a server as a score above it.
        sign = -1 if metric == "BM25" and hits and hits[0]["distance"] < 0 else 1
        return {hit["id"]: sign * float(hit["distance"]) for hit in hits}

    def _level(self) -> str:
        return "Strong" if time.monotonic() - self._changed < _FRESH_S else "Bounded"


def _for_all(ids: Sequence[int], cosines: Mapping[int, float]) -> Scored:
    """A cosine for each: the mean of the others where there is none."""
    mean = float(np.mean(list(cosines.values()))) if cosines else 0.0
    return {id_: cosines.get(id_, mean) for id_ in ids}
