"""Finding passages: words and vectors, fused."""

import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Literal

from embeddings.encoder import Encoder, Progress
from retrieval.documents import Hit, Passage
from retrieval.errors import StoreError
from retrieval.lexical import LexicalIndex
from retrieval.store import Store
from retrieval.vectors import VectorIndex, saved_encoder

Way = Literal["lexical", "vectors", "fused"]
Notice = Callable[[str], None]

POOL = 50
"""How many passages each index proposes."""

VECTOR_WEIGHT = 0.3
"""The best of 0 to 1 on questions that the encoder was not trained on; see docs/measuring.md."""


class Retriever:
    """Both indexes over one store. Follows the store by itself; safe to use from several threads."""

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        home: Path | None = None,
        *,
        vector_weight: float = VECTOR_WEIGHT,
        notice: Notice | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Load the indexes that were kept.

        Args:
            store: The documents.
            encoder: Makes the vectors.
            home: Folder in which the indexes are kept, or None to keep them in memory only.
            vector_weight: What a cosine is worth beside the lexical score, which is 1 at most.
            notice: Called with a sentence before work that takes long.
            progress: Called with (done, total) while passages are embedded.
        """
        self._store = store
        self._encoder = encoder
        self._lexical_path = home and home / "lexical"
        self._vectors_path = home and home / "vectors.faiss"
        self._vector_weight = vector_weight
        self._notice = notice or (lambda _: None)
        self._progress = progress
        self._lock = threading.RLock()
        self._revision: tuple[int, int] | None = None
        self._load()

    def _load(self) -> None:
        encoder = self._encoder
        self._lexical = LexicalIndex()
        self._vectors = VectorIndex(encoder.name, encoder.dimension)
        if self._lexical_path and self._vectors_path:
            with suppress(StoreError):  # missing or damaged: it is made anew from the store
                self._lexical = LexicalIndex.load(self._lexical_path)
            previous = saved_encoder(self._vectors_path)
            if previous not in {None, encoder.name}:
                self._notice(
                    f"The encoder changed from {previous} to {encoder.name}: embedding all passages anew."
                )
            self._vectors = VectorIndex.load(self._vectors_path, encoder.name, encoder.dimension)

    def sync(self) -> None:
        """Bring both indexes to what the store holds now."""
        with self._lock:
            revision = self._store.revision()
            if revision == self._revision:
                return
            present = self._store.passage_ids()
            if self._sync_lexical(present) and self._lexical_path:
                self._lexical.save(self._lexical_path)
            if self._sync_vectors(present) and self._vectors_path:
                self._vectors.save(self._vectors_path)
            self._revision = revision

    def drift(self) -> str:
        """How the indexes that were kept differ from the store; empty where they do not."""
        present = self._store.passage_ids()
        found = {"lexical index": set(self._lexical.ids.tolist()), "vector index": self._vectors.ids}
        return "; ".join(
            f"the {name} misses {len(present - ids)} passages and holds {len(ids - present)} that are gone"
            for name, ids in found.items()
            if ids != present
        )

    def rebuild(self) -> None:
        """Make both indexes anew from the store."""
        with self._lock:
            self._lexical = LexicalIndex()
            self._vectors = VectorIndex(self._encoder.name, self._encoder.dimension)
            self._revision = None
            self.sync()

    def _sync_lexical(self, present: set[int]) -> bool:
        gone, new = self._difference(present, set(self._lexical.ids.tolist()))
        self._lexical.remove(gone)
        self._lexical.add(new)
        return bool(gone or new)

    def _sync_vectors(self, present: set[int]) -> bool:
        gone, new = self._difference(present, self._vectors.ids)
        self._vectors.remove(gone)
        if new:
            vectors = self._encoder.encode_passages([_searchable(p) for p in new], self._progress)
            self._vectors.add([p.id for p in new], vectors)
        return bool(gone or new)

    def _difference(self, present: set[int], indexed: set[int]) -> tuple[set[int], list[Passage]]:
        return indexed - present, list(self._store.passages(sorted(present - indexed)).values())

    def search(
        self, question: str, limit: int, collections: Collection[str] | None = None, way: Way = "fused"
    ) -> list[Hit]:
        """Find the passages most likely to hold the answer.

        Args:
            question: As it was asked.
            limit: How many at most.
            collections: Names of the collections to search, or None for all.
            way: By words, by vectors, or by both.

        Returns:
            Best first, each with its coverage of the question's words.
        """
        self.sync()
        allowed = None if collections is None else self._store.passage_ids(collections)
        with self._lock:
            scores = self._scores(question, max(limit, POOL), allowed, way)
        ranked = sorted(scores.items(), key=lambda item: -item[1])[:limit]
        passages = self._store.passages(id_ for id_, _ in ranked)
        found = [(passages[id_], score) for id_, score in ranked if id_ in passages]
        coverage = self._lexical.coverage(question, [passage for passage, _ in found])
        return [Hit(p, score, covered) for (p, score), covered in zip(found, coverage, strict=True)]

    def _scores(
        self, question: str, limit: int, allowed: Collection[int] | None, way: Way
    ) -> dict[int, float]:
        """Scores by passage id."""
        if way == "lexical":
            return dict(self._lexical.search(question, limit, allowed))
        query = self._encoder.encode_queries([question])[0]
        near = self._vectors.search(query, limit, allowed)
        if way == "vectors":
            return dict(near)
        words = dict(self._lexical.search(question, limit, allowed))
        ids = list({*words, *(id_ for id_, _ in near)})
        cosines = self._vectors.similarities(query, ids)
        return {
            id_: words.get(id_, 0.0) + self._vector_weight * cosine
            for id_, cosine in zip(ids, cosines, strict=True)
        }


def _searchable(passage: Passage) -> str:
    return f"{passage.title}\n{passage.text}" if passage.title else passage.text
