"""Has the index follow the store for questions, which wait as little as they can."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from retrieval.search.embedding import Embedding
from retrieval.search.passage_index import PassageIndex
from retrieval.storage.store import Store

_INDEXING_WAIT_S = 0.3
"""Seconds that a question waits until changed documents are indexed by words, and as long until they are by
vectors: enough for a few documents."""
_CATCHING_UP_S = 30.0
"""Seconds that a question waits at most whose passages have just been replaced."""
_RETRY_S = 0.05
"""Seconds between two looks at whether another process still indexes."""


class Following:
    """Indexes what changed before a question, on a thread of its own. Safe to use from several threads."""

    def __init__(self, store: Store, index: PassageIndex, embedding: Embedding) -> None:
        """Nothing is done before `follow`.

        Args:
            store: The documents.
            index: What follows it.
            embedding: Started for what has no vector.
        """
        self._store = store
        self._index = index
        self._embedding = embedding
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="following")
        self._followed: Future[None] | None = None

    def close(self) -> None:
        """Finish what is being indexed, and start nothing more."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def follow(self) -> None:
        """Have the index follow the store, unless others are at it; it is waited for a moment only.

        Before the first question it is waited for until it is done.
        """
        if self._index.revision is None:
            self._index.follow(wait=True)
        elif self._index.is_behind:
            self._follow(_INDEXING_WAIT_S)
        if self._embedding.start():
            self._embedding.wait(_INDEXING_WAIT_S)

    def catch_up(self) -> None:
        """Wait until the words of all that the store holds now are indexed, for half a minute at most."""
        revision, late = self._store.revision(), time.monotonic() + _CATCHING_UP_S
        while (self._index.revision or 0) < revision and (left := late - time.monotonic()) > 0:
            self._follow(left)
            if (self._index.revision or 0) < revision:
                time.sleep(_RETRY_S)  # another thread or process is at it

    def _follow(self, seconds: float) -> None:
        """Index on the thread, unless it does so already, and wait for it, so many seconds at most."""
        if self._followed is None or self._followed.done():
            self._followed = self._thread.submit(self._index.follow, wait=False)
        with suppress(TimeoutError):
            self._followed.result(seconds)
