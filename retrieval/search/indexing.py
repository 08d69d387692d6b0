"""Both indexes over one store, kept up with it and between runs."""

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from embeddings.protocol import Encoder, Vectors
from retrieval.errors import StoreError
from retrieval.search.indexes import Indexes, IndexFolder
from retrieval.storage.store import Store

Notice = Callable[[str], None]

_MOMENT_S = 0.05
"""How long whoever does not wait for the indexes waits for a thread that only puts vectors in."""


class Indexing:
    """Brings the indexes to what the store holds, and keeps them. Safe to use from several threads.

    One thread of one process at a time changes or keeps them. Words are indexed as soon as a change of the
    store is followed; passages wait for their vectors in `queue`, until `take` puts these in.
    """

    def __init__(self, store: Store, encoder: Encoder, home: Path | None, notice: Notice) -> None:
        """Nothing is read yet.

        Args:
            store: The documents.
            encoder: Whose vectors are kept.
            home: Folder in which the indexes are kept, or None to keep them in memory only.
            notice: Called with a sentence: before passages are embedded anew, while another process is waited
                for, and once if the indexes cannot be kept.
        """
        self._store = store
        self._encoder = encoder
        self._folder = IndexFolder(home) if home else None
        self._notice = notice
        self._indexes = Indexes.empty(encoder)
        self._revision: tuple[int, int] | None = None
        self._complained = False
        self._changing = threading.Lock()

    @property
    def indexes(self) -> Indexes:
        """The indexes as they are."""
        return self._indexes

    @property
    def revision(self) -> tuple[int, int] | None:
        """The store's revision that they follow, or None before they followed any."""
        return self._revision

    @property
    def is_behind(self) -> bool:
        """Whether the store was changed, or another process kept other indexes, since they last followed."""
        return self._store.revision() != self._revision or (self._folder is not None and self._folder.news)

    @property
    def missing(self) -> int:
        """How many indexed passages have no vector."""
        return max(0, len(self._indexes.lexical) - len(self._indexes.vectors))

    def follow(self, *, wait: bool) -> None:
        """Take out what is gone from the store, and index the words of what is new.

        Args:
            wait: Whether to wait for other threads and processes that are at it; else it is left to them.
        """
        if not self.is_behind:
            return
        with self._turn(wait=wait) as ours:
            revision = self._store.revision()
            if ours and self.is_behind:
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
        """Put vectors in; passages that are gone from the store, or have one already, are passed over."""
        with self._changing:
            held, present = self._indexes.vectors.ids, self._store.passages(ids)
            rows = [row for row, id_ in enumerate(ids) if id_ in present and id_ not in held]
            if rows:
                self._indexes.vectors.add([ids[row] for row in rows], vectors[rows])

    def keep(self) -> None:
        """Write the indexes to their folder, with what another process has put there since."""
        if self._folder:
            with self._turn(wait=True):
                self._load()
                self._save()

    def reset(self) -> None:
        """Make the lexical index anew, and let go of all vectors, the kept ones too.

        Raises:
            StoreError: That cannot be written.
        """
        with self._turn(wait=True):
            revision, indexes = self._store.revision(), Indexes.empty(self._encoder)
            indexes.follow(self._store)
            self._indexes, self._revision = indexes, revision
            if self._folder:
                self._folder.save(indexes)

    def kept(self) -> bool:
        """Whether the home holds indexes."""
        return self._folder is not None and self._folder.filled

    def drift(self) -> str:
        """How the kept indexes differ from the store, vectors that are still missing aside; else empty."""
        with self._turn(wait=True):
            self._load()
            damage = self._folder.damage if self._folder else ""
        return damage or self._indexes.drift(self._store.passage_ids())

    @contextmanager
    def _turn(self, *, wait: bool) -> Iterator[bool]:
        """Be the only one to change or keep the indexes; yields False where that would need waiting."""
        if not self._changing.acquire(timeout=-1 if wait else _MOMENT_S):
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
                f"The encoder changed from {previous} to {self._encoder.name}: all passages are embedded "
                "anew, once. Until then they are found by their words."
            )
        kept = self._folder.load(self._encoder)
        self._indexes = self._indexes.or_better(kept, self._store.passage_ids())
        self._folder.mark_seen()  # only now: another thread that finds no news uses these indexes

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
