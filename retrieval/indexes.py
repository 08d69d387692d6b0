"""Both indexes as one, and the folder in which they are kept."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Self

from embeddings.encoder import Encoder, Progress
from retrieval.documents import Passage
from retrieval.errors import StoreError
from retrieval.lexical import LexicalIndex
from retrieval.lock import FileLock
from retrieval.store import Store
from retrieval.vectors import VectorIndex, saved_edition, saved_encoder


class Indexes(NamedTuple):
    """What is searched. Any number of threads may search while one lets them follow the store."""

    lexical: LexicalIndex
    vectors: VectorIndex

    @classmethod
    def empty(cls, encoder: Encoder) -> Self:
        """Indexes without any passage."""
        return cls(LexicalIndex(), VectorIndex(encoder.name, encoder.dimension))

    def follow(self, store: Store, encoder: Encoder, progress: Progress | None = None) -> bool:
        """Take out what is gone from the store, and in what is new.

        New passages can be found by their words while they are still being embedded.

        Returns:
            Whether there was anything to do.
        """
        present = store.passage_ids()
        read, embedded = self._ids()
        gone, unread, unembedded = (read | embedded) - present, present - read, present - embedded
        if gone:
            self.lexical.remove(gone)
            self.vectors.remove(gone)
        passages = store.passages(sorted(unread | unembedded)).values()
        if unread:
            self.lexical.add(passage for passage in passages if passage.id in unread)
        if unembedded:
            self._embed([passage for passage in passages if passage.id in unembedded], encoder, progress)
        return bool(gone or unread or unembedded)

    def _embed(self, passages: list[Passage], encoder: Encoder, progress: Progress | None) -> None:
        vectors = encoder.encode_passages([_searchable(passage) for passage in passages], progress)
        self.vectors.add([passage.id for passage in passages], vectors)

    def drift(self, present: set[int]) -> str:
        """How they differ from the passages of these ids; empty where they do not."""
        return "; ".join(
            f"the {name} misses {len(present - ids)} passages and holds {len(ids - present)} that are gone"
            for name, ids in zip(("lexical index", "vector index"), self._ids(), strict=True)
            if ids != present
        )

    def or_better(self, other: "Indexes", present: set[int]) -> "Indexes":
        """Of each kind the other one where it holds more of the passages of these ids."""
        ours, others = ([len(present & ids) for ids in indexes._ids()] for indexes in (self, other))
        return Indexes(
            other.lexical if others[0] > ours[0] else self.lexical,
            other.vectors if others[1] > ours[1] else self.vectors,
        )

    def _ids(self) -> tuple[set[int], set[int]]:
        return set(self.lexical.ids.tolist()), self.vectors.ids


class IndexFolder:
    """Where the indexes are kept between runs, by any number of processes."""

    def __init__(self, home: Path) -> None:
        """Nothing is read yet.

        Args:
            home: The folder.
        """
        self._lexical = home / "lexical"
        self._vectors = home / "vectors.faiss"
        self._lock = FileLock(home / "indexes.lock")
        self._seen: bytes | None = None

    def held(self, *, wait: bool, delayed: Callable[[], None]) -> AbstractContextManager[bool]:
        """Have the folder to oneself, as `load` and `save` need it; see `FileLock.held`."""
        return self._lock.held(wait=wait, delayed=delayed)

    @property
    def filled(self) -> bool:
        """Whether there are indexes in it."""
        return bool(saved_edition(self._vectors))

    @property
    def news(self) -> bool:
        """Whether it holds other indexes than when this object last loaded or saved some."""
        return saved_edition(self._vectors) != self._seen

    @property
    def encoder(self) -> str | None:
        """Name of the encoder that made its vectors, or None where there are none."""
        return saved_encoder(self._vectors)

    def load(self, encoder: Encoder) -> Indexes:
        """Read both indexes; one that is missing, damaged or of another encoder is empty."""
        self._seen = saved_edition(self._vectors)
        try:
            lexical = LexicalIndex.load(self._lexical)
        except StoreError:
            lexical = LexicalIndex()
        return Indexes(lexical, VectorIndex.load(self._vectors, encoder.name, encoder.dimension))

    def save(self, indexes: Indexes) -> None:
        """Write both indexes.

        Raises:
            StoreError: The folder cannot be written.
        """
        indexes.lexical.save(self._lexical)
        indexes.vectors.save(self._vectors)
        self._seen = saved_edition(self._vectors)


def _searchable(passage: Passage) -> str:
    return f"{passage.title}\n{passage.text}" if passage.title else passage.text
