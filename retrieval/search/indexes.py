"""The lexical and the vector index together, and how they follow the store."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, Self

import numpy as np

from embeddings.protocol import Encoder
from retrieval.documents import Passage
from retrieval.search.lexical import BATCH, LexicalIndex
from retrieval.search.segments.filing import Filing
from retrieval.search.vectors import VectorIndex
from retrieval.storage.changes import Changes
from retrieval.storage.store import Store

LEXICAL: Final = "lexical"
"""Name of the folder of the lexical index in a home."""
VECTORS: Final = "vectors"
"""Name of the folder of the vectors in a home."""
_MANY: Final = 4 * BATCH
"""New passages from which on they are indexed on all cores: further processes take a second to start."""


class Followed(NamedTuple):
    """What came of following the store.

    Attributes:
        changed: Whether anything changed.
        added: Ids of passages that came.
    """

    changed: bool
    added: frozenset[int]


class Indexes(NamedTuple):
    """The lexical and the vector index. Any number of threads may search while one updates them."""

    lexical: LexicalIndex
    vectors: VectorIndex

    @classmethod
    def empty(cls, encoder: Encoder) -> Self:
        """Indexes without any passage."""
        return cls(LexicalIndex(), VectorIndex(encoder.name, encoder.dimension))

    @property
    def revision(self) -> int | None:
        """The revision of the store that both stand for, or None."""
        return self.lexical.revision if self.lexical.revision == self.vectors.revision else None

    def follow(self, store: Store) -> Followed:
        """Remove the passages that left the store, and index the words of new ones.

        The cost is that of the changes, unless the store does not know since when: then all is compared.
        """
        words, vectors = self._changes(store)
        _follow_words(self.lexical, store, words)
        _follow_vectors(self.vectors, store, vectors)
        changed = any(changes.added or changes.removed for changes in (words, vectors))
        return Followed(changed, words.added)

    def drift(self, store: Store) -> str:
        """How they differ from the store, missing vectors aside; empty where they do not."""
        present = Filing.of(store.filed())
        read, embedded = self.lexical.filing, self.vectors.filing
        missing, gone = len(present.without(read)), len(read.without(present))
        faults = []
        if missing or gone:
            faults.append(f"the lexical index misses {missing} passages and holds {gone} that are gone")
        if gone := len(embedded.without(present)):
            faults.append(f"the vector index holds {gone} passages that are gone")
        return "; ".join(faults)

    def faulty(self, store: Store) -> tuple[str, ...]:
        """Those with a file that is damaged, or that differ from the store in more than it logs.

        All files are read. They are compared with the store when they next follow it.
        """
        self.lexical.verify()
        self.vectors.verify()
        present, faulty = Filing.of(store.filed()), []
        named: dict[str, LexicalIndex | VectorIndex] = {LEXICAL: self.lexical, VECTORS: self.vectors}
        for name, index in named.items():
            changes = None if index.revision is None else store.changes(index.revision)
            differing = changes and _unlogged(changes, present, index.filing, all_held=index is self.lexical)
            if index.damage or differing:
                index.revision = None
                faulty.append(name)
        return tuple(faulty)

    def taking_over(self, kept: "Indexes") -> "Indexes":
        """Indexes that were kept, with what these ones hold and was not kept yet.

        Where one could not be read, this one goes on.
        """
        words, vectors = kept
        if words.revision is None or (self.lexical.revision or 0) > words.revision:
            words = self.lexical
        if vectors.revision is None:
            return Indexes(words, self.vectors)
        if self.vectors.revision is not None:
            vectors.take_over(self.vectors)
            vectors.revision = min(vectors.revision, self.vectors.revision)
        return Indexes(words, vectors)

    def _changes(self, store: Store) -> tuple[Changes, Changes]:
        """What happened since each of them was up to date."""
        words, vectors = self
        logged = [None if index.revision is None else store.changes(index.revision) for index in self]
        if logged[0] and logged[1]:
            return logged[0], logged[1]
        revision = store.revision()  # before the passages: what is read is never older than it says
        present = Filing.of(store.filed())
        return (
            logged[0] or _compared(revision, present, words.filing),
            logged[1] or _compared(revision, present, vectors.filing),
        )


def _unlogged(changes: Changes, present: Filing, held: Filing, *, all_held: bool) -> bool:
    """Whether what an index holds differs from what is present in other passages than those that changed."""
    changed = changes.added.union(*changes.removed.values())
    gone = set(held.without(present).ids.tolist()) - changed
    missing = set(present.without(held).ids.tolist()) - changed if all_held else set()
    return bool(gone or missing)


def _compared(revision: int, present: Filing, held: Filing) -> Changes:
    """What has to happen to what an index holds, so that it is what is present."""
    gone = held.without(present)
    removed = {place: frozenset(gone.where(mask).ids.tolist()) for place, mask in gone.by_collection()}
    return Changes(revision, frozenset(present.without(held).ids.tolist()), removed)


def _follow_words(index: LexicalIndex, store: Store, changes: Changes) -> None:
    """New passages first, then those that left, together with those that came back."""
    left = frozenset[int]().union(*changes.removed.values())
    new = changes.added - left
    batches = _in_batches(store, new)
    if len(new) >= _MANY:
        index.add_all(batches)
    else:
        for place, passages in batches:
            index.add(passages, place)
    returned = dict(_places(store, changes.added & left))
    found = store.passages(changes.added & left)
    for place in changes.removed.keys() | returned.keys():
        coming = [found[id_] for id_ in returned.get(place, ()) if id_ in found]
        index.replace(changes.removed.get(place, ()), coming, place)
    index.revision = changes.revision


def _follow_vectors(index: VectorIndex, store: Store, changes: Changes) -> None:
    """Those that left go; those that came back, or are elsewhere now, keep their vectors."""
    for place, ids in changes.removed.items():
        index.remove(ids - changes.added, (place,))
    held = index.held(np.array(sorted(changes.added), np.int64))
    if len(held):
        index.move(Filing.of(store.filed(held.tolist())))
    index.revision = changes.revision


def _in_batches(store: Store, ids: Iterable[int]) -> Iterator[tuple[int, list[Passage]]]:
    """The passages of some ids, with the number of their collection."""
    waiting = sorted(ids)
    for start in range(0, len(waiting), BATCH):
        filed = Filing.of(store.filed(waiting[start : start + BATCH]))
        found = store.passages(filed.ids.tolist())
        for place, mask in filed.by_collection():
            yield place, [found[id_] for id_ in filed.ids[mask].tolist() if id_ in found]


def _places(store: Store, ids: Iterable[int]) -> Iterator[tuple[int, list[int]]]:
    filed = Filing.of(store.filed(ids))
    for place, mask in filed.by_collection():
        yield place, filed.ids[mask].tolist()
