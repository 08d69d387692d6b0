"""Embeds passages in the background, in batches, while questions are answered."""

import threading
import time
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from embeddings.protocol import Encoder, Vectors
from retrieval.documents import Passage
from retrieval.errors import StoreError
from retrieval.search.passage_index import Notice, PassageIndex
from retrieval.storage.store import Store

_BATCH_S = 0.5
"""Seconds that a batch should take; a question, or the end of the process, waits for one batch at most."""
_FIRST_BATCH = 8
"""Passages of the first batch."""
_LARGEST_BATCH = 512
"""Passages of a batch, at most."""
_PAUSE_FOR_QUESTIONS_S = 1.0
"""Seconds that a batch waits at most for questions that are being answered."""
_SAVE_INTERVAL_S = 5.0
"""Seconds between two savings of the vectors: a process that is killed loses no more work."""
_SAVE_TIME_SHARE = 0.05
"""Share of the time, 0 to 1, that saving may take; where it takes long, the interval grows."""
_NOTICE_AFTER_S = 1.0
"""Seconds of waiting for another process after which a notice is given."""
_RETRY_S = 0.1
"""Seconds between two looks at whether another process still embeds."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is still to be embedded.

    Attributes:
        missing: Passages without a vector: they are found by their words alone.
        total: All passages.
        seconds: How long embedding them takes, or None where this process has embedded nothing yet.
    """

    missing: int
    total: int
    seconds: float | None = None


class Embedding:
    """Embeds passages without a vector on a thread of its own, the newest documents first.

    One process at a time embeds for a home; the others load the vectors that it saves. The thread ends when
    no vector is missing, when it is stopped, or when the main thread ends, always after the current batch.
    """

    def __init__(self, store: Store, encoder: Encoder, index: PassageIndex, notice: Notice) -> None:
        """Nothing is done before `start`.

        Args:
            store: The documents.
            encoder: Makes the vectors.
            index: Gets them.
            notice: Called with a sentence when embedding fails, and when `wait` waits for another process.
        """
        self._store = store
        self._encoder = encoder
        self._index = index
        self._lock = index.embedding_lock
        self._notice = notice
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stopping = False
        self._failure: Exception | None = None
        self._told = ""
        self._questions = 0
        self._waiting = 0
        self._pace: float | None = None
        self._size = _FIRST_BATCH

    def start(self) -> bool:
        """Start the thread; returns False where it runs already or no vector is missing."""
        with self._changed:
            if self._thread or self._stopping or not self._index.missing:
                return False
            self._failure = None
            self._thread = threading.Thread(target=self._run, name="embedding")
            self._thread.start()
            return True

    def stop(self) -> None:
        """Finish the current batch, save the vectors, and start no other."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
            thread = self._thread
        if thread:
            thread.join()

    def wait(self, seconds: float) -> bool:
        """Wait for the thread to end, so many seconds at most; returns whether it has."""
        with self._changed:
            self._waiting += 1
            self._changed.notify_all()
            try:
                return self._changed.wait_for(lambda: self._thread is None, seconds)
            finally:
                self._waiting -= 1

    @property
    def stopped(self) -> bool:
        """Whether `stop` was called; no batch follows."""
        return self._stopping

    @property
    def failure(self) -> Exception | None:
        """The error that ended the thread, or None."""
        return self._failure

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Start no batch within a block, for a second at most, so that a question has the processor."""
        with self._changed:
            self._questions += 1
        try:
            yield
        finally:
            with self._changed:
                self._questions -= 1
                self._changed.notify_all()

    def backlog(self, ids: Collection[int] | None = None) -> Backlog:
        """What is still to be embedded, of these passages or of all."""
        if ids is None:
            missing, total = self._index.missing, self._index.size
        else:
            missing, total = self._index.count_missing(ids), len(ids)
        return Backlog(missing, total, None if self._pace is None else missing * self._pace)

    def measure(self) -> None:
        """Measure the time per passage on a few passages without a vector; their vectors are not kept."""
        passages = list(self._store.passages(self._index.queue()[:_FIRST_BATCH]).values())
        if passages:
            self._encoded(passages)

    def _run(self) -> None:
        """Embed until nothing is missing: the body of the thread."""
        try:
            late, told = time.monotonic() + _NOTICE_AFTER_S, False
            while not self._is_over():
                with ExitStack() as stack:
                    if self._is_alone(stack):
                        self._embed()
                        continue
                    if self._waiting and not told and time.monotonic() > late:
                        told = True
                        self._notice("Waiting: another process is embedding the passages.")
                with self._changed:
                    self._changed.wait_for(lambda: self._stopping, _RETRY_S)
                self._index.follow(wait=False)
        except Exception as error:  # noqa: BLE001  # whatever it is, words go on answering
            self._end(error)

    def _is_over(self) -> bool:
        """Whether to end; decided and noted under one lock, so that no `start` comes in between."""
        with self._changed:
            over = self._has_to_stop() or not self._index.missing
            if over:
                self._thread = None
                self._changed.notify_all()
            return over

    def _end(self, error: Exception) -> None:
        with self._changed:
            self._failure, self._thread = error, None
            self._changed.notify_all()
        if repr(error) != self._told:
            self._told = repr(error)
            self._notice(f"Passages cannot be embedded ({error}). Until they are, words alone find them.")

    def _is_alone(self, stack: ExitStack) -> bool:
        """Take the lock until the stack is left; False where another process holds it."""
        try:
            return self._lock is None or stack.enter_context(self._lock.held(wait=False))
        except StoreError:  # it cannot be locked at all: the index gives the notice
            return True

    def _has_to_stop(self) -> bool:
        return self._stopping or not threading.main_thread().is_alive()

    def _embed(self) -> None:
        """Embed batch after batch; save the vectors every few seconds and in the end."""
        unsaved, due = False, time.monotonic() + _SAVE_INTERVAL_S
        try:
            for passages in self._batches():
                vectors = self._encoded(passages)
                self._index.take([passage.id for passage in passages], vectors)
                unsaved = True
                if (began := time.monotonic()) > due:
                    self._index.keep()
                    saved, unsaved = time.monotonic(), False
                    due = saved + max(_SAVE_INTERVAL_S, (saved - began) / _SAVE_TIME_SHARE)
        finally:
            if unsaved:
                self._index.keep()

    def _batches(self) -> Iterator[list[Passage]]:
        """Batches of passages without vectors; changes of the store are indexed in between."""
        self._index.follow(wait=True)
        while not self._has_to_stop():
            if self._index.is_behind:
                self._index.follow(wait=True)
            ids = self._index.batch(self._size)
            if not ids:
                return
            self._wait_for_questions()
            found = self._store.passages(ids)
            if passages := [found[id_] for id_ in ids if id_ in found]:
                yield passages

    def _wait_for_questions(self) -> None:
        with self._changed:
            self._changed.wait_for(
                lambda: not self._questions or self._waiting or self._stopping, _PAUSE_FOR_QUESTIONS_S
            )

    def _encoded(self, passages: list[Passage]) -> Vectors:
        """The vectors of passages; the time taken sets the estimate and the size of the next batch."""
        began = time.perf_counter()
        vectors = self._encoder.encode_passages([_searchable(passage) for passage in passages])
        pace = (time.perf_counter() - began) / len(passages)
        self._pace = pace if self._pace is None else 0.8 * self._pace + 0.2 * pace
        fitting = int(_BATCH_S / max(self._pace, _BATCH_S / _LARGEST_BATCH))
        self._size = max(1, min(fitting, 2 * len(passages)))
        return vectors


def _searchable(passage: Passage) -> str:
    return f"{passage.title}\n{passage.text}" if passage.title else passage.text
