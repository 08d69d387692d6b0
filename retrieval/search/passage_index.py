"""What finds passages: the index that the retriever searches and that follows the store."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np

from embeddings.protocol import Vectors
from retrieval.documents import Passage
from retrieval.search.filters import Filter, Ids
from retrieval.search.lexical import Alternative, Coverage
from retrieval.stopwatch import Stopwatch
from retrieval.storage.databases import Lock
from retrieval.storage.store import Store

Way = Literal["lexical", "vectors", "fused"]

Notice = Callable[[str], None]
"""Called with a sentence for people, from any thread."""


@dataclass(frozen=True, slots=True)
class Query:
    """What an index is asked.

    Attributes:
        text: What is searched by words.
        vector: Makes the vector that is searched by meaning; called where it is needed.
        limit: How many passages each way finds at most.
        within: What may be found.
        way: By words, by vectors, or by both.
    """

    text: str
    vector: Callable[[], Vectors]
    limit: int
    within: Filter
    way: Way


@dataclass(frozen=True, slots=True)
class Found:
    """What an index found, by passage id.

    Attributes:
        words: Lexical scores, above 0 and 1 at most; best first.
        vectors: Cosines; nearest first.
        cosines: Where it was searched by both: the cosine of each, those found by words alone included; of
            one that has no vector yet, the mean of the others.
    """

    words: Mapping[int, float] = field(default_factory=dict)
    vectors: Mapping[int, float] = field(default_factory=dict)
    cosines: Mapping[int, float] = field(default_factory=dict)


class PassageIndex(Protocol):
    """The passages of a store with their words and vectors. Safe to use from several threads.

    It is derived from the store, which is the only truth: a passage that it finds may be gone. `follow`
    brings the words of new passages in; their vectors come later, by `batch` and `take`.
    """

    @property
    def place(self) -> str:
        """Where it is, for people and without secrets; "" for the files of a home."""

    @property
    def revision(self) -> int | None:
        """The revision of the store that it stands for, or None before the first `follow`."""

    @property
    def is_behind(self) -> bool:
        """Whether the store, or what others did to the index, changed since the last `follow`."""

    @property
    def embedding_lock(self) -> Lock | None:
        """Held by who embeds: one at a time of all that share the vectors; None where nobody else does."""

    @property
    def size(self) -> int:
        """How many passages are found by their words."""

    @property
    def missing(self) -> int:
        """How many of these have no vector."""

    @property
    def compared(self) -> int:
        """With how many vectors a question is compared at most."""

    def follow(self, *, wait: bool) -> None:
        """Take out the passages that left the store, and index the words of new ones.

        Args:
            wait: Whether to wait for another thread or process that is doing this; if not, return at once.
        """

    def gone(self) -> Ids:
        """Ids of indexed passages that have left the store since, as far as it logs them, ascending."""

    def batch(self, size: int) -> list[int]:
        """Ids of the next passages that have no vector, those of the newest documents first."""

    def queue(self) -> list[int]:
        """Ids of all passages that have no vector, in the same order."""

    def count_missing(self, ids: Collection[int]) -> int:
        """How many of these passages have no vector."""

    def take(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add vectors; passages that are gone from the store, or have one already, may be skipped."""

    def keep(self) -> None:
        """Keep the vectors that were taken, so that another start goes on from there."""

    def reset(self) -> None:
        """Make it anew from the store; vectors stay as far as they are whole."""

    def kept(self) -> bool:
        """Whether it was ever kept."""

    def damaged(self) -> tuple[str, ...]:
        """The kept parts that are damaged, by their names."""

    def other_encoder(self) -> str:
        """Name of another encoder that made the vectors that are kept, or "" where the backlog tells all."""

    def drift(self) -> str:
        """How what is kept differs from the store, missing vectors aside; "" where it does not."""

    def search(self, query: Query, stopwatch: Stopwatch) -> Found:
        """Find passages.

        Args:
            query: What is asked.
            stopwatch: Measures words and vectors.
        """

    def alternatives(self, query: Query) -> Sequence[Alternative]:
        """What may be meant by a question with a typing error: 校长 by 校张."""

    def coverage(self, question: str, passages: Sequence[Passage], within: Filter) -> Sequence[Coverage]:
        """How much of what a question is about each passage holds, rare words weighing most."""


def removed_since(store: Store, revision: int) -> Ids:
    """Ids of passages that have left a store since a revision, as far as it logs them, ascending."""
    changes = store.changes(revision)
    left = frozenset[int]().union(*changes.removed.values()) if changes else frozenset[int]()
    return np.array(sorted(left), np.int64)
