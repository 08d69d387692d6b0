"""Keeps both indexes up to date with the store, and saves them between runs."""

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from embeddings.protocol import Encoder, Vectors
from retrieval.errors import StoreError
from retrieval.search.indexes import Indexes, IndexFolder
from retrieval.storage.store import Store

Notice = Callable[[str], None]

_LOCK_WAIT_S = 0.05
"""Seconds that `follow` without waiting tries for the lock: a thread that adds vectors holds it no longer."""


class Indexing:
    """Updates the indexes from the store and saves them. Safe to use from several threads.

    One thread of one process at a time changes or saves them. `follow` indexes the words of new passages;
    `queue` lists the passages without a vector, and `take` adds their vectors.
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
        self._store = store
        self._encoder = encoder
        self._folder = IndexFolder(home) if home else None
        self._notice = notice
        self._indexes = Indexes.empty(encoder)
        self._revision: int | None = None
        self._noticed_failure = False
        self._changing = threading.Lock()

    @property
    def indexes(self) -> Indexes:
        """The current indexes."""
        return self._indexes

    @property
    def revision(self) -> int | None:
        """The revision of the store at the last `follow`, or None before the first."""
        return self._revision

    @property
    def is_behind(self) -> bool:
        """Whether the store, or the saved indexes, changed since the last `follow`."""
        return self._store.revision() != self._revision or (self._folder is not None and self._folder.news)

    @property
    def missing(self) -> int:
        """How many indexed passages have no vector."""
        return max(0, len(self._indexes.lexical) - len(self._indexes.vectors))

    def follow(self, *, wait: bool) -> None:
        """Remove the passages that are gone from the store, and index the words of new ones.

        Args:
            wait: Whether to wait for another thread or process that is doing this; if not, return at once.
        """
        if not self.is_behind:
            return
        with self._locked(wait=wait) as locked:
            revision = self._store.revision()
            if locked and self.is_behind:
                self._load()
                if self._indexes.follow(self._store):
                    self._save()
                self._revision = revision

    def queue(self) -> list[int]:
        """Ids of the passages that have no vector, those of the newest documents first."""
        embedded = self._indexes.vectors.ids
        return [id_ for id_ in self._store.newest_passage_ids() if id_ not in embedded]

    def count_missing(self, ids: Collection[int]) -> int:
        """How many of these passages have no vector."""
        return len(set(ids) - self._indexes.vectors.ids)

    def take(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add vectors; passages that are gone from the store, or have one already, are skipped."""
        with self._changing:
            held, present = self._indexes.vectors.ids, self._store.passages(ids)
            rows = [row for row, id_ in enumerate(ids) if id_ in present and id_ not in held]
            if rows:
                self._indexes.vectors.add([ids[row] for row in rows], vectors[rows])

    def keep(self) -> None:
        """Save the indexes, merged with those that another process has saved since."""
        if self._folder:
            with self._locked(wait=True):
                self._load()
                self._save()

    def reset(self) -> None:
        """Rebuild the lexical index, and drop all vectors, the saved ones too.

        Raises:
            StoreError: The indexes cannot be saved.
        """
        with self._locked(wait=True):
            revision, empty = self._store.revision(), self._folder.empty if self._folder else Indexes.empty
            indexes = empty(self._encoder)
            indexes.follow(self._store)
            self._indexes, self._revision = indexes, revision
            if self._folder:
                self._folder.save(indexes)

    def kept(self) -> bool:
        """Whether the home holds indexes."""
        return self._folder is not None and self._folder.filled

    def drift(self) -> str:
        """How the saved indexes differ from the store, missing vectors aside; "" where they do not."""
        with self._locked(wait=True):
            self._load()
            damage = self._folder.damage if self._folder else ""
        return damage or self._indexes.drift(self._store.passage_ids())

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
        """Load the saved indexes where they hold more passages than the current ones."""
        if not self._folder or not self._folder.news:
            return
        previous = self._folder.encoder
        if self._revision is None and previous not in {None, self._encoder.name}:
            self._notice(
                f"The encoder changed from {previous} to {self._encoder.name}: all passages are embedded "
                "anew, once. Until then they are found by their words."
            )
        kept = self._folder.load(self._encoder)
        self._indexes = self._indexes.or_better(kept, self._store.passage_ids())
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
