"""The lexical index: BM25 over words and over characters, added up."""

import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.documents import Passage
from retrieval.errors import StoreError
from retrieval.search.filing import Filing
from retrieval.search.filters import Filter, Ids, day_of
from retrieval.search.lexical.coverage import Coverage, coverage
from retrieval.search.lexical.files import load_segments, save_segments
from retrieval.search.lexical.keys import Keys
from retrieval.search.lexical.postings import Postings
from retrieval.search.lexical.ranking import CHARACTERS, RANKINGS, ranked
from retrieval.search.lexical.segments import Columns, Segment, settle
from retrieval.search.lexical.spelling import Alternative, alternatives
from retrieval.search.lexical.terms import comparable

_CHARACTERS = RANKINGS.index(CHARACTERS)

BATCH = 4096
"""Passages that become one segment."""


class LexicalIndex:
    """Finds passages by the words and characters they share with a query.

    Passages may be added and removed at any time; scores are always those of an index made at once from
    the passages it holds. Any number of threads may search while one adds or removes: a search sees the
    index as it was when it began.

    Attributes:
        revision: The revision of the store that it stands for, for who keeps it; None where unknown.
    """

    def __init__(self) -> None:
        self._segments: Mapping[int, tuple[Segment, ...]] = {}
        self._writing, self._replacing = threading.Lock(), threading.Lock()
        self.revision: int | None = None
        self._damage = ""

    def __len__(self) -> int:
        return sum(segment.size for segment in self._chosen(None))

    @property
    def damage(self) -> str:
        """What is wrong with files that could not be opened since `load`, or "".

        Their passages are no longer held, and have to be added again; `revision` is None from then on.
        """
        return self._damage

    @property
    def ids(self) -> Ids:
        """(passages,) ids of the passages it holds, in no order; opens all files."""
        return np.concatenate([np.empty(0, np.int64), *(segment.ids for segment in self._opened(None))])

    @property
    def filing(self) -> Filing:
        """Where its passages are; opens all files."""
        return Filing.joined(
            (
                segment.ids,
                np.full(segment.size, segment.collection, np.int64),
                segment.columns.published[segment.alive],
            )
            for segment in self._opened(None)
        )

    def add(self, passages: Iterable[Passage], collection: int = 0) -> None:
        """Take passages into a collection, each under its id; one that it holds is left as it is.

        One that moves here from another collection is to be removed first.
        """
        self.replace((), passages, collection)

    def replace(self, gone: Ids | Collection[int], passages: Iterable[Passage], collection: int = 0) -> None:
        """Take passages out of a collection and others in, in one step: no search finds neither.

        Args:
            gone: Ids of those that leave.
            passages: Those that come, as for `add`; one that leaves may come back changed.
            collection: Id of the collection.
        """
        with self._writing:
            left = [segment.without(_as_ids(gone)) for segment in self._opened({collection})]
            new = {passage.id: passage for passage in passages}
            for segment in left:
                for id_ in segment.holds(_as_ids(new)).tolist():
                    del new[id_]
            coming = list(new.values())
            batches = (coming[start : start + BATCH] for start in range(0, len(coming), BATCH))
            self._replace(
                collection, [*left, *(Segment.of(collection, _columns(batch)) for batch in batches)]
            )

    def remove(self, ids: Ids | Collection[int], collections: Collection[int] | None = None) -> None:
        """Take passages out; ids that are not held are passed over.

        Args:
            ids: Of the passages.
            collections: Ids of the collections to look in, or None for all, which opens all files.
        """
        with self._writing:
            gone = _as_ids(ids)
            self._opened(collections)
            for collection in list(self._segments if collections is None else collections):
                held = self._segments.get(collection, ())
                left = tuple(segment.without(gone) for segment in held)
                if left != held:
                    self._replace(collection, left)

    def search(self, query: str, limit: int, within: Filter | None = None) -> list[tuple[int, float]]:
        """Rank passages for a query.

        Args:
            query: In any script or width.
            limit: Most passages to return.
            within: What may be found, or None for all. How rare a term is counts over all passages of its
                collections.

        Returns:
            (id, score), best first, equal scores by id. The score is above 0 and 1 at most: the sum over
            the rankings of a passage's BM25 as a fraction of the best one's, by their shares.
        """
        chosen = within or Filter()
        return ranked(self._opened(chosen.collections), comparable(query), limit, chosen)

    def alternatives(self, query: str, within: Filter | None = None) -> list[Alternative]:
        """What may be meant by a query with a typing error: 校长 by 校张, where passages hold only that.

        Args:
            query: In either script.
            within: As for `search`; what other passages hold does not count.
        """
        chosen = within or Filter()
        masks = [(segment, segment.mask(chosen)) for segment in self._opened(chosen.collections)]

        def holders(keys: Keys) -> NDArray[np.int64]:
            held = (segment.columns.postings[_CHARACTERS].holders(keys, mask) for segment, mask in masks)
            counts: NDArray[np.int64] = np.add.reduce([np.zeros(len(keys), np.int64), *held])
            return counts

        return list(alternatives(query, holders))

    def coverage(
        self,
        query: str,
        passages: Sequence[Passage],
        within: Filter | None = None,
    ) -> list[Coverage]:
        """How much of what a query is about each passage holds, its title included.

        The share of the subject is the mean of two: of the query's content words, and of its pairs of
        characters without those of question words. Each term weighs by its rarity (idf) among the indexed
        passages of the filter's collections, most if none holds it. A query that is about nothing has none of
        it held.
        """
        segments = self._opened(within.collections if within else None)
        return coverage(query, [text_of(passage) for passage in passages], segments)

    def save(self, folder: Path, revision: int | None = None) -> None:
        """Write it to a folder, which is made if needed; only what changed since is written.

        The caller sees to it that only one process saves or loads.

        Args:
            folder: Where to.
            revision: The revision of the store that it stands for.

        Raises:
            StoreError: The folder cannot be written.
        """
        with self._writing:
            save_segments(folder, self._chosen(None), revision)
            self.revision = revision

    @classmethod
    def load(cls, folder: Path) -> Self:
        """List what `save` wrote. A file is opened and compared with its checksum when it is first needed.

        Raises:
            StoreError: There is none, it is damaged, or of another version; make it anew from the store.
        """
        index, saved = cls(), load_segments(folder, len(RANKINGS))
        held = defaultdict[int, list[Segment]](list)
        for segment in saved.segments:
            held[segment.collection].append(segment)
        index._segments = {collection: tuple(segments) for collection, segments in held.items()}
        index.revision = saved.revision
        return index

    def _chosen(self, collections: Collection[int] | None) -> list[Segment]:
        """The segments of some collections, or all."""
        segments = self._segments
        chosen = segments.values() if collections is None else map(segments.get, collections)
        return [segment for held in chosen for segment in held or ()]

    def _opened(self, collections: Collection[int] | None) -> list[Segment]:
        """The same, opened; those that cannot be are held no longer."""
        opened = []
        for segment in self._chosen(collections):
            try:
                segment.contents.columns()
                opened.append(segment)
            except StoreError as error:
                self._lose(segment, str(error))
        return opened

    def _lose(self, lost: Segment, reason: str) -> None:
        with self._replacing:
            held = self._segments.get(lost.collection, ())
            left = tuple(segment for segment in held if segment.name != lost.name)
            self._segments = {**self._segments, lost.collection: left}
            self._damage, self.revision = reason, None

    def _replace(self, collection: int, segments: Iterable[Segment]) -> None:
        settled = settle(segments)
        with self._replacing:
            self._segments = {**self._segments, collection: settled}


def _as_ids(ids: Ids | Collection[int]) -> Ids:
    return ids if isinstance(ids, np.ndarray) else np.fromiter(ids, np.int64, len(ids))


def text_of(passage: Passage) -> str:
    """What of a passage is indexed, comparable."""
    return comparable(f"{passage.title}\n{passage.text}")


def _columns(passages: Sequence[Passage]) -> Columns:
    texts = [text_of(passage) for passage in passages]
    return Columns(
        ids=np.array([passage.id for passage in passages], np.int64),
        published=np.array([day_of(passage.published) for passage in passages], np.int32),
        postings=tuple(Postings.build([ranking.terms(text) for text in texts]) for ranking in RANKINGS),
    )
