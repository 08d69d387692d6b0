"""The passage index in Milvus, and how it follows the store."""

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import numpy as np

from embeddings.protocol import Encoder, Vectors
from retrieval.documents import Passage
from retrieval.errors import PassageIndexError
from retrieval.search.filters import Filter, Ids
from retrieval.search.folder import EMBEDDING, INDEXES
from retrieval.search.lexical import Alternative, Coverage
from retrieval.search.milvus.address import Address
from retrieval.search.milvus.connection import Connection
from retrieval.search.milvus.note import Note, read_note, write_note
from retrieval.search.milvus.rows import Rows
from retrieval.search.milvus.schema import PASSAGES, create_passages, load
from retrieval.search.milvus.search import Search
from retrieval.search.milvus.wording import alternatives, coverage
from retrieval.search.passage_index import Found, Notice, Query, removed_since
from retrieval.search.waiting import Waiting
from retrieval.stopwatch import Stopwatch
from retrieval.storage.databases import Lock
from retrieval.storage.store import Store

_LOCK_WAIT_S: Final = 0.05
"""Seconds that `follow` without waiting tries for the lock: a thread that adds vectors holds it no longer."""


class MilvusIndex:
    """The passages of one store in one Milvus, which any number of processes and machines may use with it.

    Safe to use from several threads. All that is known of the index is in Milvus. Whatever changes it may be
    done twice, and by two processes at once: rows are upserted and deleted by id (`Rows`). Processes with the
    same store take turns by its locks, so that none does another's work.
    """

    def __init__(self, address: Address, store: Store, encoder: Encoder, notice: Notice) -> None:
        """Connect; nothing is read yet.

        Args:
            address: Where Milvus is.
            store: The documents.
            encoder: Makes the vectors.
            notice: Called with a sentence before all passages are embedded anew, and while waiting for
                another process.

        Raises:
            PassageIndexError: Milvus cannot be used.
        """
        self._connection = Connection(address)
        with self._connection.attempt() as client:
            load(client)
        self._store = store
        self._encoder = encoder
        self._notice = notice
        self._rows = Rows(self._connection, store, encoder.dimension)
        self._search = Search(self._connection)
        self._lock = store.exclusive(INDEXES)
        self._changing = threading.Lock()
        self._waiting = Waiting()
        self._revision: int | None = None
        self._size = self._missing = 0

    @property
    def place(self) -> str:
        """The file or the address of the server."""
        return self._connection.address.shown

    @property
    def revision(self) -> int | None:
        """The revision of the store that it stands for, as far as this process knows."""
        return self._revision

    @property
    def is_behind(self) -> bool:
        """Whether the store changed since this process last followed it."""
        return self._store.revision() != self._revision

    @property
    def embedding_lock(self) -> Lock:
        """The store's: the vectors are for all that use it."""
        return self._store.exclusive(EMBEDDING)

    @property
    def size(self) -> int:
        """How many passages there are, when last looked at."""
        return self._size

    @property
    def missing(self) -> int:
        """How many have no vector, when last looked at."""
        return self._missing

    @property
    def compared(self) -> int:
        """All: how many vectors are compared is for Milvus to say."""
        return self._size

    def follow(self, *, wait: bool) -> None:
        """Bring the rows to what the store holds, and look how many still have no vector."""
        if not self.is_behind and not self._missing:
            return
        with self._locked(wait=wait) as locked:
            if locked and self.is_behind:
                self._follow(self._usable_note())
            elif locked:  # another process may have embedded them
                self._look()

    def gone(self) -> Ids:
        """Ids of passages that have left the store since, as far as it logs them, ascending."""
        if not self.is_behind or self._revision is None:
            return np.empty(0, np.int64)
        return removed_since(self._store, self._revision)

    def batch(self, size: int) -> list[int]:
        """Ids of the next passages that have no vector, those of the newest documents first."""
        with self._changing:
            ids = self._rows.lacking(self._waiting.take(size))
            if not ids and self._missing:
                self._waiting.replace(self.queue())
                ids = self._waiting.take(size)
            return ids

    def queue(self) -> list[int]:
        """Ids of all passages that have no vector, in the same order."""
        ids = self._store.newest_first(self._rows.waiting())
        self._missing = len(ids)
        return ids

    def count_missing(self, ids: Collection[int]) -> int:
        """How many of these passages have no vector."""
        return len(self._rows.lacking(list(ids))) if self._missing else 0

    def take(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Write passages with their vectors; those that are gone from the store are left out."""
        with self._changing:
            self._rows.write(ids, dict(zip(ids, vectors, strict=True)))
            self._search.changed()
            self._missing = max(0, self._missing - len(ids))

    def keep(self) -> None:
        """Settle what was written; Milvus keeps what it is given."""
        with self._changing:
            self._rows.settle()

    def reset(self) -> None:
        """Write every row anew; one whose text is the same keeps its vector."""
        with self._locked(wait=True):
            note = read(self._connection)
            if note and not note.fits(self._encoder):
                self._drop()
            self._prepare()
            revision = self._store.revision()  # before the passages: no row is older than the note says
            present = self._store.passage_ids()
            self._rows.write(present)
            self._rows.delete(set(self._rows.table()[:, 0].tolist()) - present)
            self._stand_for(revision)

    def kept(self) -> bool:
        """Whether Milvus holds it."""
        return read(self._connection) is not None

    def damaged(self) -> tuple[str, ...]:
        """None: Milvus looks after its files."""
        return ()

    def other_encoder(self) -> str:
        """Name of the encoder that made the vectors, where it is another one."""
        note = read(self._connection)
        return "" if note is None or note.fits(self._encoder) else note.encoder

    def drift(self) -> str:
        """How the rows differ from the store, in number; "" where they do not. Everything is read."""
        note = read(self._connection)
        if note is None or not note.fits(self._encoder):
            return f"the vectors are those of {note.encoder}" if note else ""
        self._look()
        differing, gone = self._differing()
        if not differing and not gone:
            return ""
        return f"the index misses {len(differing)} passages and holds {len(gone)} that are gone"

    def search(self, query: Query, stopwatch: Stopwatch) -> Found:
        """Find passages by words, by vectors or by both in one request."""
        return self._search.search(query, stopwatch)

    def alternatives(self, query: Query) -> Sequence[Alternative]:
        """What may be meant by a question with a typing error, by the passages that are nearest to it."""

        def near() -> Collection[Passage]:
            return self._store.passages(self._search.near(query)).values()

        return alternatives(query.text, near)

    def coverage(self, question: str, passages: Sequence[Passage], within: Filter) -> Sequence[Coverage]:
        """How much of what a question is about each passage holds; all of its words weigh the same."""
        return coverage(question, passages)

    def _usable_note(self) -> Note:
        """The note, made anew where there is none or another encoder's.

        Raises:
            PassageIndexError: Another process has begun anew with another encoder meanwhile.
        """
        note = read(self._connection)
        if note and note.fits(self._encoder):
            return note
        if note and self._revision is not None:
            raise PassageIndexError(
                f"Milvus at {self.place} now holds the vectors of {note.encoder}, and this process makes "
                f"those of {self._encoder.name}. Give all processes the same YUANWEN_ENCODER."
            ).phrased("milvus-encoder", place=self.place, other=note.encoder, encoder=self._encoder.name)
        if note:
            self._notice(
                f"The encoder changed from {note.encoder} to {self._encoder.name}: all passages are embedded "
                "anew, once. Until then they are found by their words."
            )
            self._drop()
        self._prepare()
        return Note.of(self._encoder)

    def _follow(self, note: Note) -> None:
        changes = None if note.revision is None else self._store.changes(note.revision)
        if changes is None:
            revision = self._store.revision()  # before the passages: no row is older than the note says
            added, gone = self._differing()
        else:
            revision, added = changes.revision, changes.added
            gone = frozenset[int]().union(*changes.removed.values()) - added
        self._rows.write(added)
        self._rows.delete(gone)
        self._rows.settle()
        self._waiting.add(self._store.newest_first(added))
        if note.revision != revision:
            self._stand_for(revision)
        self._search.changed()
        self._revision = revision
        self._look()

    def _stand_for(self, revision: int) -> None:
        with self._connection.attempt() as client:
            write_note(client, Note.of(self._encoder, revision))

    def _differing(self) -> tuple[frozenset[int], frozenset[int]]:
        """Ids of passages whose rows are missing or not as they should be, and of rows that are too many."""
        expected, held = self._rows.expected(), self._rows.table()
        held_rows = set(map(tuple, held.tolist()))
        differing = frozenset(row[0] for row in map(tuple, expected.tolist()) if row not in held_rows)
        return differing, frozenset(np.setdiff1d(held[:, 0], expected[:, 0]).tolist())

    def _look(self) -> None:
        self._size, self._missing = self._rows.count(), self._rows.count(embedded=False)

    def _prepare(self) -> None:
        with self._connection.attempt() as client:
            exact = self._connection.address.file is not None
            create_passages(client, self._encoder.dimension, exact=exact)
            write_note(client, Note.of(self._encoder))

    def _drop(self) -> None:
        with self._connection.attempt() as client:
            client.drop_collection(PASSAGES)

    @contextmanager
    def _locked(self, *, wait: bool) -> Iterator[bool]:
        """Hold the lock for changing rows; yields False where it is taken."""
        if not self._changing.acquire(timeout=-1 if wait else _LOCK_WAIT_S):
            yield False
            return
        try:
            with self._lock.held(wait=wait, delayed=self._notice_waiting) as held:
                yield held
        finally:
            self._changing.release()

    def _notice_waiting(self) -> None:
        self._notice("Waiting: another process is bringing the indexes up to date.")


def read(connection: Connection) -> Note | None:
    """The note that Milvus holds."""
    with connection.attempt() as client:
        return read_note(client)
