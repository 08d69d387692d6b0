"""Finding passages: words and vectors, fused."""

import threading
from collections.abc import Hashable
from contextlib import AbstractContextManager
from datetime import date
from itertools import islice
from pathlib import Path

import numpy as np

from embeddings.protocol import Encoder, Progress, Vectors
from retrieval.documents import Hit
from retrieval.periods.period import Period
from retrieval.search.candidates import Candidates
from retrieval.search.embedding import Backlog, Embedding
from retrieval.search.filters import Filter
from retrieval.search.following import Following
from retrieval.search.opening import open_index
from retrieval.search.passage_index import Notice, PassageIndex, Query, Way
from retrieval.search.ranking.boost import NO_PREFERENCE, Preference
from retrieval.search.ranking.copies import without_copies
from retrieval.search.ranking.cosines import standardised
from retrieval.search.ranking.selection import NEAREST, selected
from retrieval.search.results import Scores, SearchResults
from retrieval.search.scope import EVERYTHING, Scope
from retrieval.stopwatch import Stopwatch
from retrieval.storage.store import Store

POOL = 200
"""How many passages each index proposes at least."""

VECTOR_WEIGHT = 0.1
"""Added to the lexical score for each standard deviation of the cosine; see docs/decisions/0004."""

_SPARE_PASSAGES = 20
"""Passages loaded beyond the limit, as some may have been removed since the index was searched."""
_DATED_PASSAGES = 50
"""The same where the question speaks of a time: editions of many years may be about as good."""
_PROGRESS_INTERVAL_S = 0.2
"""Seconds between two reports of progress."""


class Retriever:
    """Searches the passages of a store by words and vectors. Safe to use from several threads.

    It indexes changes of the store by itself. A new document is found by its words at once, and by its
    vectors once it is embedded, which happens in the background. A removed passage is never found. One
    thread of one process at a time indexes words: a search that meets a changed store starts this on another
    thread and waits a moment for it. Only the first search waits until it is done, and one whose best
    passages have just been replaced, so that either the old or the new answer.
    """

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        home: Path | None = None,
        *,
        vector_weight: float = VECTOR_WEIGHT,
        notice: Notice | None = None,
        index: str = "",
    ) -> None:
        """Saved indexes are loaded when they are first needed.

        Args:
            store: The documents.
            encoder: Makes the vectors.
            home: Folder in which the indexes are kept, or None to keep them in memory only.
            vector_weight: Added to the lexical score, which is 1 at most, for each standard deviation of the
                cosine.
            notice: Called with a sentence, from any thread: before all is embedded anew, where another
                process is waited for, and once if the indexes cannot be kept or passages not be embedded.
            index: Where the index is, as `open_index` says; "" for the home.

        Raises:
            PassageIndexError: The index cannot be used.
        """
        notice = notice or (lambda _: None)
        self._store = store
        self._encoder = encoder
        self._vector_weight = vector_weight
        self._index: PassageIndex = open_index(index, store, encoder, home, notice)
        self._embedding = Embedding(store, encoder, self._index, notice)
        self._asking = threading.Lock()
        self._following = Following(store, self._index, self._embedding)

    def close(self) -> None:
        """Finish indexing words and the batch that is being embedded, and keep both."""
        self._following.close()
        self._embedding.stop()

    def follow(self) -> None:
        """Index the words of what the store holds now, after any other thread or process that does so.

        What is new is then embedded in the background.
        """
        self._index.follow(wait=True)
        self._embedding.start()

    def sync(self, progress: Progress | None = None) -> None:
        """Bring both indexes to what the store holds now: follow it, and wait until all is embedded.

        Args:
            progress: Called with (done, total) passages from time to time; the last time, both are equal.

        Raises:
            Exception: What the encoder raised.
        """
        progress = progress or (lambda _done, _total: None)
        self.follow()
        while (backlog := self.backlog()).missing and not self._embedding.stopped:
            progress(backlog.total - backlog.missing, backlog.total)
            if self._embedding.wait(_PROGRESS_INTERVAL_S) and (failure := self._embedding.failure):
                raise failure
            self.follow()
        progress(backlog.total, backlog.total)

    def settles(self, seconds: float) -> bool:
        """Wait until all indexed passages are embedded, at most so many seconds; returns whether they are."""
        return self._embedding.wait(seconds) and not self._index.missing

    def backlog(self, document: int | None = None) -> Backlog:
        """What is still to be embedded, of the document with this id or of all."""
        return self._embedding.backlog(None if document is None else self._store.passage_ids_of(document))

    def estimate(self) -> Backlog:
        """The backlog, with the time it takes measured on a few passages; nothing of it is kept."""
        self._embedding.measure()
        return self.backlog()

    def undisturbed(self) -> AbstractContextManager[None]:
        """A block in which a question is answered: embedding pauses meanwhile, for a second at most."""
        return self._embedding.undisturbed()

    def edition(self) -> Hashable:
        """A value that changes with the store and the indexes: while it is equal, so are all answers."""
        return self._store.revision(), self._index.revision, self._index.size - self._index.missing

    def kept(self) -> bool:
        """Whether the home holds indexes."""
        return self._index.kept()

    def damaged(self) -> tuple[str, ...]:
        """The kept indexes that are damaged, by the names of their files; `follow` makes them anew."""
        return self._index.damaged()

    def other_encoder(self) -> str:
        """Name of another encoder that made the vectors of an index outside the home, or ""."""
        return self._index.other_encoder()

    @property
    def place(self) -> str:
        """Where the index is, for people; "" where the home keeps it."""
        return self._index.place

    @property
    def compared(self) -> int:
        """With how many vectors a question is compared at most: with the nearest, where there are more."""
        return self._index.compared

    def drift(self) -> str:
        """How the kept indexes differ from the store, passages that are still to be embedded aside."""
        return self._index.drift()

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make both indexes anew from the store.

        Args:
            progress: As of `sync`.

        Raises:
            StoreError: They cannot be kept.
        """
        self._index.reset()
        self.sync(progress)

    def search(
        self,
        question: str,
        limit: int,
        scope: Scope = EVERYTHING,
        way: Way = "fused",
        preference: Preference = NO_PREFERENCE,
    ) -> list[Hit]:
        """Find the passages most likely to hold the answer.

        Args:
            question: As it was asked.
            limit: How many at most.
            scope: What is searched.
            way: By words, by vectors, or by both.
            preference: What is preferred of passages that are about as good.

        Returns:
            Best first, each with what it lacks of the question; the nearest by meaning are among them.
        """
        return list(self.find(question, limit, scope, way, preference).hits)

    def find(
        self,
        question: str,
        limit: int,
        scope: Scope = EVERYTHING,
        way: Way = "fused",
        preference: Preference = NO_PREFERENCE,
    ) -> SearchResults:
        """Search and return the scores; arguments as for `search`."""
        self._following.follow()
        found, is_whole = self._found(question, limit, scope, way, preference)
        if not is_whole:
            self._following.catch_up()
            found, _ = self._found(question, limit, scope, way, preference)
        return found

    def _found(
        self, question: str, limit: int, scope: Scope, way: Way, preference: Preference
    ) -> tuple[SearchResults, bool]:
        """As `find`; and whether what is best was there, and nothing was indexed meanwhile."""
        stopwatch, revision = Stopwatch(), self._index.revision
        within = self._filter(scope)
        query = self._query(question, question, max(limit, POOL), within, way)
        corrections = self._index.alternatives(query)
        wider = " ".join([question, *(correction.word for correction in corrections)])
        if len(corrections) == 1:
            question = corrections[0].question
        candidates = Candidates(self._store, self._index, question, within)
        query = self._query(wider, question, max(limit, POOL), within, way)
        scores = self._scores(query, candidates, stopwatch)
        spare = _DATED_PASSAGES if preference.time else _SPARE_PASSAGES
        best = sorted(scores.total, key=lambda id_: -scores.total[id_])[: limit + spare]
        best += [id_ for id_ in islice(scores.vectors, NEAREST) if id_ not in best]
        passages = candidates.passages(best)  # some may be gone
        preferred = preference.ranked((passage, scores.total[id_]) for id_, passage in passages.items())
        ranked = without_copies(preferred, self._store)
        chosen = selected(ranked, limit, scores.vectors)
        coverage = candidates.coverage(passage.id for passage, _ in chosen)
        hits = tuple(
            Hit(
                passage,
                score,
                preference.missing(passage, held.missing),
                held.asked,
                scores.words.get(passage.id, 0.0),
            )
            for (passage, score), held in zip(chosen, coverage.values(), strict=True)
        )
        stopwatch.lap("fusion")
        is_whole = len(passages) == len(best) and revision == self._index.revision
        return SearchResults(hits, tuple(ranked), scores, question, stopwatch.steps), is_whole

    def _filter(self, scope: Scope) -> Filter:
        """What may be found; of documents also what has just left them: that it is gone is then seen."""
        numbers = ids = None
        if scope.collections is not None:
            numbers = frozenset(self._store.collection_ids(scope.collections).values())
        if scope.documents is not None:
            found = {id_ for document in scope.documents for id_ in self._store.passage_ids_of(document)}
            ids = np.union1d(np.array(sorted(found), np.int64), self._index.gone())
        days = scope.period or Period()
        since, until = (None if day in {date.min, date.max} else day for day in (days.first, days.last))
        return Filter(numbers, ids, since, until)

    def _query(self, text: str, question: str, limit: int, within: Filter, way: Way) -> Query:
        """Search for a text by words, and for a question by meaning."""
        return Query(text, lambda: self._encoded(question), limit, within, way)

    def _scores(self, query: Query, candidates: Candidates, stopwatch: Stopwatch) -> Scores:
        """Search one way or both.

        Args:
            query: What is searched.
            candidates: The passages of its question.
            stopwatch: Measures each way.
        """
        found = self._index.search(query, stopwatch)
        words, vectors = found.words, found.vectors
        if query.way == "lexical":
            return Scores(words, words)
        if query.way == "vectors":
            return Scores(vectors, vectors=vectors, cosines=vectors)
        trust = candidates.trust(words)
        standing = standardised(list(found.cosines.values()))
        total = {
            id_: trust * words.get(id_, 0.0) + self._vector_weight * each
            for id_, each in zip(found.cosines, standing, strict=True)
        }
        return Scores(total, words, vectors, found.cosines, trust)

    def _encoded(self, question: str) -> Vectors:
        with self._asking:  # one question at a time, as encoders need not be made for threads
            vector: Vectors = self._encoder.encode_queries([question])[0]
        return vector
