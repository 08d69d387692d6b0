"""Finding passages: words and vectors, fused."""

import threading
from collections.abc import Callable, Collection, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Literal

from embeddings.encoder import Encoder, Progress, Vectors
from retrieval.documents import Hit, Passage
from retrieval.errors import StoreError
from retrieval.findings import Findings, Scores
from retrieval.indexes import Indexes, IndexFolder
from retrieval.membership import Ids, Membership
from retrieval.nearness import IN_SEARCH, nearness
from retrieval.stopwatch import Stopwatch
from retrieval.store import Store

Way = Literal["lexical", "vectors", "fused"]
Notice = Callable[[str], None]

POOL = 200
"""How many passages each index proposes at least."""

VECTOR_WEIGHT = 0.25
"""What a cosine is worth beside words that are found; see docs/decisions/0003."""

_JUDGED = 5
_FOUND = 0.6
_SPARE = 20
_PATIENCE_S = 0.3
"""How long a question that finds the store changed waits for the indexes: a few documents take less."""


class Retriever:
    """Both indexes over one store. Follows the store by itself; safe to use from several threads.

    One thread at a time brings the indexes up to date, in one process at a time where they are kept in a
    home; meanwhile questions are answered from the indexes as they are, but never with a passage that is
    gone. A question that finds the store changed has that done on another thread, and waits a moment for it.
    Only before the indexes were up to date once does every question wait for them.
    """

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        home: Path | None = None,
        *,
        vector_weight: float = VECTOR_WEIGHT,
        notice: Notice | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Kept indexes are loaded when they are first needed.

        Args:
            store: The documents.
            encoder: Makes the vectors.
            home: Folder in which the indexes are kept, or None to keep them in memory only.
            vector_weight: What a cosine is worth beside the lexical score, which is 1 at most, and less the
                less of the question the best passages hold.
            notice: Called with a sentence before work that takes long, and once if the indexes cannot be
                kept: they then serve from memory.
            progress: Called with (done, total) while passages are embedded.
        """
        self._store = store
        self._encoder = encoder
        self._folder = IndexFolder(home) if home else None
        self._vector_weight = vector_weight
        self._notice = notice or (lambda _: None)
        self._progress = progress
        self._membership = Membership(store)
        self._indexes = Indexes.empty(encoder)
        self._revision: tuple[int, int] | None = None
        self._complained = False
        self._changing = threading.Lock()
        self._asking = threading.Lock()
        self._following = ThreadPoolExecutor(max_workers=1, thread_name_prefix="following")

    def close(self) -> None:
        """Finish bringing the indexes up to date, where that is under way."""
        self._following.shutdown(wait=True, cancel_futures=True)

    def sync(self) -> None:
        """Bring both indexes to what the store holds now, after any other thread or process that does so."""
        self._sync(wait=True)

    def edition(self) -> Hashable:
        """Changes with the store and with the indexes: only then an equal question is answered otherwise."""
        return self._store.revision(), self._revision

    def _follow(self) -> None:
        """Have the indexes follow the store before a question, unless others are at it."""
        if self._revision is None:
            self.sync()
        elif not self._changing.locked() and self._store.revision() != self._revision:
            with suppress(TimeoutError):
                self._following.submit(self._sync, wait=False).result(_PATIENCE_S)

    def _sync(self, *, wait: bool) -> None:
        """Without `wait`, leave it to others that are at it."""
        if self._store.revision() == self._revision:
            return
        with self._turn(wait=wait) as ours:
            revision = self._store.revision()
            if ours and revision != self._revision:
                self._load()
                if self._indexes.follow(self._store, self._encoder, self._progress):
                    self._save()
                self._revision = revision

    @contextmanager
    def _turn(self, *, wait: bool) -> Iterator[bool]:
        """Be the only one to change or keep the indexes; yields False where that would need waiting."""
        if not self._changing.acquire(blocking=wait):
            yield False
            return
        try:
            with ExitStack() as stack:
                yield self._take_folder(stack, wait=wait)
        finally:
            self._changing.release()

    def _take_folder(self, stack: ExitStack, *, wait: bool) -> bool:
        """A folder that cannot be locked at all is used without."""
        if not self._folder:
            return True
        try:
            return stack.enter_context(self._folder.held(wait=wait, delayed=self._say_who_is_waited_for))
        except StoreError as error:
            self._complain(error)
            return True

    def _say_who_is_waited_for(self) -> None:
        self._notice("Waiting: another process is bringing the indexes up to date.")

    def _load(self) -> None:
        """Take what was kept, by another process maybe, where it is better than what is at hand."""
        if not self._folder or not self._folder.news:
            return
        previous = self._folder.encoder
        if self._revision is None and previous not in {None, self._encoder.name}:
            self._notice(
                f"The encoder changed from {previous} to {self._encoder.name}: embedding all passages anew."
            )
        kept = self._folder.load(self._encoder)
        self._indexes = self._indexes.or_better(kept, self._store.passage_ids())

    def _save(self) -> None:
        """Keep the indexes where that can be done."""
        try:
            if self._folder:
                self._folder.save(self._indexes)
        except StoreError as error:
            self._complain(error)

    def _complain(self, error: StoreError) -> None:
        if not self._complained:
            self._complained = True
            self._notice(
                f"{error} Answers are not affected, but the next start may have to make the indexes anew."
            )

    def kept(self) -> bool:
        """Whether the home holds indexes."""
        return self._folder is not None and self._folder.filled

    def drift(self) -> str:
        """How the indexes that were kept differ from the store; empty where they do not."""
        with self._turn(wait=False) as ours:
            if not ours:
                return "the indexes are just being brought up to date"
            self._load()
        return self._indexes.drift(self._store.passage_ids())

    def rebuild(self) -> None:
        """Make both indexes anew from the store.

        Raises:
            StoreError: They cannot be kept.
        """
        with self._turn(wait=True):
            revision, indexes = self._store.revision(), Indexes.empty(self._encoder)
            indexes.follow(self._store, self._encoder, self._progress)
            self._indexes, self._revision = indexes, revision
            if self._folder:
                self._folder.save(indexes)

    def search(
        self,
        question: str,
        limit: int,
        collections: Collection[str] | None = None,
        way: Way = "fused",
        near: Passage | None = None,
    ) -> list[Hit]:
        """Find the passages most likely to hold the answer.

        Args:
            question: As it was asked.
            limit: How many at most.
            collections: Names of the collections to search, or None for all.
            way: By words, by vectors, or by both.
            near: A passage whose article and document are preferred, by what `retrieval.nearness` says.

        Returns:
            Best first, each with what it lacks of the question.
        """
        return list(self.find(question, limit, collections, way, near).hits)

    def find(
        self,
        question: str,
        limit: int,
        collections: Collection[str] | None = None,
        way: Way = "fused",
        near: Passage | None = None,
    ) -> Findings:
        """What `search` returns, and what it was chosen by; arguments are the same."""
        self._follow()
        stopwatch = Stopwatch()
        allowed = None if collections is None else self._membership.ids(collections)
        indexes = self._indexes
        meant = indexes.lexical.alternatives(question, allowed)
        wider = " ".join([question, *(alternative.word for alternative in meant)])
        if len(meant) == 1:
            question = meant[0].question
        scores = self._scores(indexes, question, wider, max(limit, POOL), allowed, way, stopwatch)
        best = sorted(scores.total.items(), key=lambda item: -item[1])[: limit + _SPARE]  # some may be gone
        passages = self._store.passages(id_ for id_, _ in best)
        present = [(passages[id_], score) for id_, score in best if id_ in passages]
        weighed = [(passage, score + IN_SEARCH * nearness(passage, near)) for passage, score in present]
        ranked = sorted(weighed, key=lambda item: -item[1])
        coverage = indexes.lexical.coverage(question, [passage for passage, _ in ranked[:limit]])
        hits = tuple(
            Hit(passage, score, held.missing, held.asked)
            for (passage, score), held in zip(ranked, coverage, strict=False)
        )
        stopwatch.lap("fusion")
        return Findings(hits, tuple(ranked), scores, question, stopwatch.steps)

    def _scores(
        self,
        indexes: Indexes,
        question: str,
        wider: str,
        limit: int,
        allowed: Ids | None,
        way: Way,
        stopwatch: Stopwatch,
    ) -> Scores:
        """Search one way or both, by words for a wider question; the stopwatch is told when each is done."""
        words = dict(indexes.lexical.search(wider, limit, allowed)) if way != "vectors" else {}
        stopwatch.lap("words")
        if way == "lexical":
            return Scores(words, words)
        query = self._encoded(question)
        vectors = dict(indexes.vectors.search(query, limit, allowed))
        stopwatch.lap("vectors")
        if way == "vectors":
            return Scores(vectors, vectors=vectors, cosines=vectors)
        trust = self._trust(indexes, question, list(words)[:_JUDGED])
        ids = list(words | vectors)
        cosines = dict(zip(ids, indexes.vectors.similarities(query, ids), strict=True))
        total = {
            id_: trust * words.get(id_, 0.0) + self._vector_weight * cosine for id_, cosine in cosines.items()
        }
        return Scores(total, words, vectors, cosines, trust)

    def _trust(self, indexes: Indexes, question: str, best: list[int]) -> float:
        """What words are worth, 0 to 1: all where one of the best passages holds enough of the question."""
        passages = list(self._store.passages(best).values())
        held = max((held.subject for held in indexes.lexical.coverage(question, passages)), default=0.0)
        return float(min(1.0, held / _FOUND) ** 3)

    def _encoded(self, question: str) -> Vectors:
        with self._asking:  # one question at a time, as encoders need not be made for threads
            vector: Vectors = self._encoder.encode_queries([question])[0]
        return vector
