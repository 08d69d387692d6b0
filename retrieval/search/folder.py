"""The folder in which the indexes are saved, which several processes may share."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

import numpy as np

from embeddings.protocol import Encoder
from retrieval.errors import DamagedError, StoreError
from retrieval.search.indexes import LEXICAL, VECTORS, Indexes
from retrieval.search.lexical import LexicalIndex
from retrieval.search.segments.filing import Filing
from retrieval.search.segments.segment import SUFFIX
from retrieval.search.vectors import VectorIndex
from retrieval.search.vectors.files import MANIFEST, edition, saved_note
from retrieval.search.vectors.former import FILES, delete_former, former_encoder, former_vectors
from retrieval.storage.lock import FileLock
from retrieval.storage.permissions import restrict
from retrieval.storage.store import Store

INDEXES: Final = "indexes"
"""Name of the lock that is held while indexes are saved or loaded."""
INDEXES_LOCK: Final = f"{INDEXES}.lock"
"""Name of its file in a home."""
EMBEDDING: Final = "embedding"
"""Name of the lock that is held while passages are embedded."""

_VECTOR_FILE: Final = re.compile(rf"{VECTORS}/({re.escape(MANIFEST)}|[0-9a-f]{{32}}{re.escape(SUFFIX)})")


def vector_files(home: Path) -> list[Path]:
    """The files of the vectors of a home, those of a former version too."""
    found = [file for file in (home / VECTORS).glob("*") if is_vector_file(f"{VECTORS}/{file.name}")]
    return [*found, *(home / name for name in FILES if (home / name).is_file())]


def is_vector_file(name: str) -> bool:
    """Whether this is the path in a home of a file of vectors, those of a former version too."""
    return name in FILES or bool(_VECTOR_FILE.fullmatch(name))


class IndexFolder:
    """The folders of both indexes in a home."""

    def __init__(self, home: Path) -> None:
        """Close what is there to other users; nothing is read yet."""
        self._home = home
        self._lexical, self._vectors = home / LEXICAL, home / VECTORS
        folders = [folder for folder in (self._lexical, self._vectors) if folder.exists()]
        restrict((*folders, *(file for folder in folders for file in folder.glob("*"))))
        restrict(home / name for name in FILES)
        self._lock = FileLock(home / INDEXES_LOCK)
        self.embedding_lock = FileLock(home / f"{EMBEDDING}.lock")
        self._seen: tuple[int, ...] | None = None
        self.damaged: tuple[str, ...] = ()

    def held(self, *, wait: bool, delayed: Callable[[], None]) -> AbstractContextManager[bool]:
        """Hold the lock of the folder, as `load` and `save` require; see `FileLock.held`."""
        return self._lock.held(wait=wait, delayed=delayed)

    @property
    def filled(self) -> bool:
        """Whether it holds indexes."""
        return bool(edition(self._vectors)) or former_encoder(self._home) is not None

    @property
    def news(self) -> bool:
        """Whether another process has saved indexes since this object last loaded or saved them."""
        return edition(self._vectors) != self._seen

    @property
    def encoder(self) -> str | None:
        """Name of the encoder that made its vectors, or None where there are none."""
        note = saved_note(self._vectors)
        return note.encoder if note else former_encoder(self._home)

    def load(self, encoder: Encoder, store: Store) -> Indexes:
        """Read both indexes; one that is missing, damaged or of another encoder is empty.

        They count as news until `mark_seen` is called. `damaged` names those that are damaged, until they
        are saved again.
        """
        self.damaged = ()
        indexes = self.empty(encoder)
        with self._noting_damage(LEXICAL):
            indexes = indexes._replace(lexical=LexicalIndex.load(self._lexical))
        with self._noting_damage(VECTORS):
            vectors = VectorIndex.load(self._vectors, encoder.name, encoder.dimension)
            return indexes._replace(
                vectors=vectors if edition(self._vectors) else self._former(encoder, store)
            )
        return indexes

    @contextmanager
    def _noting_damage(self, name: str) -> Iterator[None]:
        """Go on where an index cannot be read."""
        try:
            yield
        except DamagedError:
            self.damaged += (name,)
        except StoreError:  # it is not there, or of another version
            pass

    def empty(self, encoder: Encoder) -> Indexes:
        """Indexes without any passage; large parts of words are written here as soon as they are made."""
        return Indexes.empty(encoder)._replace(lexical=LexicalIndex(self._lexical))

    def mark_seen(self) -> None:
        """What was loaded is in use: it is news no longer."""
        self._seen = edition(self._vectors)

    def save(self, indexes: Indexes) -> None:
        """Write both indexes, each with the revision that it stands for.

        Raises:
            StoreError: The folder cannot be written.
        """
        try:
            indexes.lexical.save(self._lexical, indexes.lexical.revision)
            indexes.vectors.save(self._vectors, indexes.vectors.revision)
            delete_former(self._home)
            self.damaged = ()
        finally:
            self.mark_seen()

    def _former(self, encoder: Encoder, store: Store) -> VectorIndex:
        """The vectors that a former version kept in one file, as far as their passages are there."""
        index = VectorIndex(encoder.name, encoder.dimension)
        if former := former_vectors(self._home, encoder.name, encoder.dimension):
            ids, vectors = former
            index.revision = store.revision()  # before the passages: what is read is never older than it says
            filed, order = Filing.of(store.filed(ids.tolist())), np.argsort(ids)
            index.add(filed, vectors[order[np.searchsorted(ids[order], filed.ids)]])
        return index
