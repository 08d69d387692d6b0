"""The index that a home keeps in files: words and vectors, up to date with the store, saved between runs."""

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np

from embeddings.protocol import Encoder, Vectors
from retrieval.documents import Passage
from retrieval.errors import StoreError
from retrieval.search.filters import Filter, Ids
from retrieval.search.folder import IndexFolder
from retrieval.search.indexes import Indexes
from retrieval.search.lexical import Alternative, Coverage
from retrieval.search.passage_index import Found, Notice, Query, removed_since
from retrieval.search.segments.filing import Filing
from retrieval.search.segments.open_files import allow_many_open_files
from retrieval.search.waiting import Waiting
from retrieval.stopwatch import Stopwatch
from retrieval.storage.databases import Lock
from retrieval.storage.store import Store

_LOCK_WAIT_S = 0.05
"""Seconds that `follow` without waiting tries for the lock: a thread that adds vectors holds it no longer."""


class Indexing:
    """The passage index of a home: updates words and vectors from the store and saves them.

    Safe to use from several threads. One thread of one process at a time changes or saves them. `follow`
    indexes the words of new passages; `batch` gives the next passages without a vector, and `take` adds their
    vectors.
    """

    def __init__(self, store: Store, encoder: Encoder, home: Path | None, notice: Notice) -> None:
        """Nothing is read yet.

        Args:
            store: The documents.
            encoder: The encoder that makes the vectors.
            home: Folder in which the indexes are saved, or None to hold them in memory only.
            notice: Called with a sentence before all passages are embedded anew, while waiting for another
                process, and once if the indexes cannot be saved.
        """
        allow_many_open_files()
        self._store = store
        self._encoder = encoder
        self._folder = IndexFolder(home) if home else None
        self._notice = notice
        self._indexes = self._empty()
        self._waiting = Waiting()
        self._noticed_failure = False
        self._changing = threading.Lock()

    @property
    def place(self) -> str:
        """Nowhere but in the home."""
        return ""

    @property
    def revision(self) -> int | None:
        """The revision of the store that the indexes stand for, or None before the first `follow`."""
        return self._indexes.revision

    @property
    def is_behind(self) -> bool:
        """Whether the store, or the saved indexes, changed since the last `follow`."""
        return self._store.revision() != self.revision or (self._folder is not None and self._folder.news)

    @property
    def missing(self) -> int:
        """How many indexed passages have no vector."""
        return max(0, len(self._indexes.lexical) - len(self._indexes.vectors))

    @property
    def embedding_lock(self) -> Lock | None:
        """That of the home."""
        return self._folder.embedding_lock if self._folder else None

    @property
    def size(self) -> int:
        """How many passages are indexed."""
        return len(self._indexes.lexical)

    @property
    def compared(self) -> int:
        """With how many vectors a question is compared at most: with the nearest, where there are more."""
        return self._indexes.vectors.looked_at

    def gone(self) -> Ids:
        """Ids of indexed passages that have left the store since, as far as it logs them, ascending."""
        if not self.is_behind or self.revision is None:
            return np.empty(0, np.int64)
        return removed_since(self._store, self.revision)

    def follow(self, *, wait: bool) -> None:
        """Remove the passages that are gone from the store, and index the words of new ones.

        Args:
            wait: Whether to wait for another thread or process that is doing this; if not, return at once.
        """
        if not self.is_behind:
            return
        with self._locked(wait=wait) as locked:
            if locked and self.is_behind:
                self._load()
                followed = self._indexes.follow(self._store)
                if followed.changed:
                    self._save()
                self._waiting.add(self._store.newest_first(followed.added))

    def batch(self, size: int) -> list[int]:
        """Ids of the next passages that have no vector, those of the newest documents first.

        Those that were given once are given again only when there is no other one.
        """
        with self._changing:
            ids = self._lacking(self._waiting.take(size))
            if not ids and self.missing:
                self._waiting.replace(self.queue())
                ids = self._waiting.take(size)
            return ids

    def queue(self) -> list[int]:
        """Ids of all passages that have no vector, in the same order; the cost is that of all passages."""
        return self._store.newest_first(
            np.setdiff1d(self._indexes.lexical.ids, self._indexes.vectors.ids).tolist()
        )

    def count_missing(self, ids: Collection[int]) -> int:
        """How many of these passages have no vector."""
        return len(self._lacking(list(ids)))

    def take(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add vectors; passages that are gone from the store, or have one already, are skipped."""
        with self._changing:
            rows = {id_: row for row, id_ in enumerate(ids)}
            filed = Filing.of(self._store.filed(rows))
            self._indexes.vectors.add(filed, vectors[[rows[id_] for id_ in filed.ids.tolist()]])

    def keep(self) -> None:
        """Save the indexes, merged with those that another process has saved since."""
        if self._folder:
            with self._locked(wait=True):
                self._load()
                self._save()

    def reset(self) -> None:
        """Rebuild the lexical index; vectors stay as far as their files are whole.

        Raises:
            StoreError: The indexes cannot be saved.
        """
        with self._locked(wait=True):
            self._load()
            vectors = self._indexes.vectors
            vectors.verify()
            vectors.revision = None
            indexes = self._empty()._replace(vectors=vectors)
            indexes.follow(self._store)
            self._indexes = indexes
            if self._folder:
                self._folder.save(indexes)

    def kept(self) -> bool:
        """Whether the home holds indexes."""
        return self._folder is not None and self._folder.filled

    def damaged(self) -> tuple[str, ...]:
        """The saved indexes that are damaged, by the names of their folders, as long as nothing was indexed.

        Every file is read, and compared with the store what an index says that it holds. One that is damaged
        is compared with the store when it next follows it.
        """
        with self._locked(wait=True):
            self._load()
            unreadable = self._folder.damaged if self._folder else ()
            return tuple(dict.fromkeys((*unreadable, *self._indexes.faulty(self._store))))

    def other_encoder(self) -> str:
        """Nothing: passages whose vectors are another encoder's are those without one."""
        return ""

    def drift(self) -> str:
        """How the saved indexes differ from the store, missing vectors aside; "" where they do not."""
        with self._locked(wait=True):
            self._load()
        return self._indexes.drift(self._store)

    def search(self, query: Query, stopwatch: Stopwatch) -> Found:
        """Find passages by words, by vectors or by both, which are not fused yet."""
        lexical, vectors = self._indexes
        words = {} if query.way == "vectors" else dict(lexical.search(query.text, query.limit, query.within))
        stopwatch.lap("words")
        if query.way == "lexical":
            return Found(words)
        vector = query.vector()
        nearest = dict(vectors.search(vector, query.limit, query.within))
        stopwatch.lap("vectors")
        if query.way == "vectors":
            return Found(vectors=nearest)
        ids = list(words | nearest)
        cosines = vectors.similarities(vector, ids, query.within)
        return Found(words, nearest, dict(zip(ids, cosines, strict=True)))

    def alternatives(self, query: Query) -> list[Alternative]:
        """What may be meant by a question with a typing error."""
        return self._indexes.lexical.alternatives(query.text, query.within)

    def coverage(self, question: str, passages: Sequence[Passage], within: Filter) -> list[Coverage]:
        """How much of what a question is about each passage holds."""
        return self._indexes.lexical.coverage(question, passages, within)

    def _empty(self) -> Indexes:
        """Indexes without any passage; those of a home write large parts there as soon as they are made."""
        return self._folder.empty(self._encoder) if self._folder else Indexes.empty(self._encoder)

    def _lacking(self, ids: list[int]) -> list[int]:
        held = set(self._indexes.vectors.held(np.array(ids, np.int64)).tolist())
        return [id_ for id_ in ids if id_ not in held]

    @contextmanager
    def _locked(self, *, wait: bool) -> Iterator[bool]:
        """Hold the lock for changing and saving the indexes; yields False where it is taken."""
        if not self._changing.acquire(timeout=-1 if wait else _LOCK_WAIT_S):
            yield False
            return
        try:
            with ExitStack() as stack:
                yield self._take_folder(stack, wait=wait)
        finally:
            self._changing.release()

    def _take_folder(self, stack: ExitStack, *, wait: bool) -> bool:
        """Lock the folder; one that cannot be locked is used without a lock."""
        if not self._folder:
            return True
        try:
            return stack.enter_context(self._folder.held(wait=wait, delayed=self._notice_waiting))
        except StoreError as error:
            self._notice_failure(error)
            return True

    def _notice_waiting(self) -> None:
        self._notice("Waiting: another process is bringing the indexes up to date.")

    def _load(self) -> None:
        """Load the saved indexes where another process has saved them; what is not saved yet stays."""
        if not self._folder or not self._folder.news:
            return
        previous = self._folder.encoder
        if self.revision is None and previous not in {None, self._encoder.name}:
            self._notice(
                f"The encoder changed from {previous} to {self._encoder.name}: all passages are embedded "
                "anew, once. Until then they are found by their words."
            )
        self._indexes = self._indexes.taking_over(self._folder.load(self._encoder, self._store))
        self._folder.mark_seen()  # only now: another thread that finds no news uses these indexes

    def _save(self) -> None:
        """Save the indexes, or give a notice that they cannot be saved."""
        try:
            if self._folder:
                self._folder.save(self._indexes)
        except StoreError as error:
            self._notice_failure(error)

    def _notice_failure(self, error: StoreError) -> None:
        if not self._noticed_failure:
            self._noticed_failure = True
            self._notice(
                f"{error} Answers are not affected, but the next start may have to make the indexes anew."
            )
