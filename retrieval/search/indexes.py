"""The lexical and the vector index together, and the folder in which they are saved."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Final, NamedTuple, Self

from embeddings.protocol import Encoder
from retrieval.errors import StoreError
from retrieval.search.lexical import BATCH, LexicalIndex
from retrieval.search.vectors import VectorIndex, note_of, saved_edition, saved_encoder
from retrieval.storage.lock import FileLock
from retrieval.storage.permissions import restrict
from retrieval.storage.store import Store

LEXICAL_FOLDER: Final = "lexical"
"""Name of the folder of the lexical index in a home."""
INDEXES_LOCK: Final = "indexes.lock"
"""Name of the file whose lock is held while indexes are saved or loaded."""


def vector_files(home: Path) -> tuple[Path, Path]:
    """The vectors of a home, and the note that names their encoder."""
    vectors = home / "vectors.faiss"
    return vectors, note_of(vectors)


class Indexes(NamedTuple):
    """The lexical and the vector index. Any number of threads may search while one updates them."""

    lexical: LexicalIndex
    vectors: VectorIndex

    @classmethod
    def empty(cls, encoder: Encoder) -> Self:
        """Indexes without any passage."""
        return cls(LexicalIndex(), VectorIndex(encoder.name, encoder.dimension))

    def follow(self, store: Store) -> bool:
        """Remove the passages that are gone from the store, and index the words of new ones.

        Returns:
            Whether anything changed.
        """
        present = store.passage_ids()
        read, embedded = self._ids()
        gone, unread = (read | embedded) - present, present - read
        if gone:
            self.lexical.remove(gone)
            self.vectors.remove(gone)
        if unread:
            waiting = sorted(unread)
            for start in range(0, len(waiting), BATCH):
                self.lexical.add(store.passages(waiting[start : start + BATCH]).values())
        return bool(gone or unread)

    def drift(self, present: set[int]) -> str:
        """How they differ from the passages of these ids, missing vectors aside; empty where they do not."""
        read, embedded = self._ids()
        faults = []
        if read != present:
            missing, gone = len(present - read), len(read - present)
            faults.append(f"the lexical index misses {missing} passages and holds {gone} that are gone")
        if gone := len(embedded - present):
            faults.append(f"the vector index holds {gone} passages that are gone")
        return "; ".join(faults)

    def or_better(self, other: "Indexes", present: set[int]) -> "Indexes":
        """Each of these indexes, or the other one where that holds more of the passages of these ids."""
        ours, others = ([len(present & ids) for ids in indexes._ids()] for indexes in (self, other))
        return Indexes(
            other.lexical if others[0] > ours[0] else self.lexical,
            other.vectors if others[1] > ours[1] else self.vectors,
        )

    def _ids(self) -> tuple[set[int], set[int]]:
        return set(self.lexical.ids.tolist()), self.vectors.ids


class IndexFolder:
    """The folder of saved indexes, which several processes may share."""

    def __init__(self, home: Path) -> None:
        """Close what is there to other users; nothing is read yet.

        Args:
            home: The folder.
        """
        lexical = home / LEXICAL_FOLDER
        restrict((*home.glob(lexical.name), *lexical.glob("*"), *vector_files(home)))
        self._lexical, (self._vectors, _) = lexical, vector_files(home)
        self._lock = FileLock(home / INDEXES_LOCK)
        self._seen: bytes | None = None
        self.damage = ""

    def held(self, *, wait: bool, delayed: Callable[[], None]) -> AbstractContextManager[bool]:
        """Hold the lock of the folder, as `load` and `save` require; see `FileLock.held`."""
        return self._lock.held(wait=wait, delayed=delayed)

    @property
    def filled(self) -> bool:
        """Whether it holds indexes."""
        return bool(saved_edition(self._vectors))

    @property
    def news(self) -> bool:
        """Whether another process has saved indexes since this object last loaded or saved them."""
        return saved_edition(self._vectors) != self._seen

    @property
    def encoder(self) -> str | None:
        """Name of the encoder that made its vectors, or None where there are none."""
        return saved_encoder(self._vectors)

    def load(self, encoder: Encoder) -> Indexes:
        """Read both indexes; one that is missing, damaged or of another encoder is empty.

        They count as news until `mark_seen` is called. `damage` says what is wrong with damaged vectors until
        they are saved again.
        """
        self.damage = ""
        indexes = self.empty(encoder)
        with suppress(StoreError):
            indexes = indexes._replace(lexical=LexicalIndex.load(self._lexical))
        if self.encoder == encoder.name:
            try:
                vectors = VectorIndex.load(self._vectors, encoder.name, encoder.dimension)
                indexes = indexes._replace(vectors=vectors)
            except StoreError as error:
                self.damage = str(error)
        return indexes

    def empty(self, encoder: Encoder) -> Indexes:
        """Indexes without any passage, whose large parts are written here as soon as they are made."""
        return Indexes.empty(encoder)._replace(lexical=LexicalIndex(self._lexical))

    def mark_seen(self) -> None:
        """What was loaded is in use: it is news no longer."""
        self._seen = saved_edition(self._vectors)

    def save(self, indexes: Indexes) -> None:
        """Write both indexes.

        Raises:
            StoreError: The folder cannot be written.
        """
        try:
            indexes.lexical.save(self._lexical)
            indexes.vectors.save(self._vectors)
            self.damage = ""
        finally:
            self.mark_seen()
