"""The lexical index: BM25 over words and over characters, added up."""

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from retrieval.documents import Passage
from retrieval.search.filters import Filter, Ids
from retrieval.search.lexical.blocks import DamagedFileError
from retrieval.search.lexical.coverage import Coverage, coverage
from retrieval.search.lexical.files import load_segments, save_segments, write_merged
from retrieval.search.lexical.inverting import Row, inverted, remembered_text
from retrieval.search.lexical.inverting_process import InvertingProcesses
from retrieval.search.lexical.keys import pairs_to_keys
from retrieval.search.lexical.ranking import CHARACTERS, RANKINGS, holders_within, ranked
from retrieval.search.lexical.segments import Segment, settle
from retrieval.search.lexical.spelling import Alternative, alternatives
from retrieval.search.lexical.terms import comparable
from retrieval.search.segments.filing import Filing
from retrieval.search.segments.memory import give_back_memory, keep_memory
from retrieval.storage.permissions import make_private_folder

_Result = TypeVar("_Result")
_CHARACTERS = RANKINGS.index(CHARACTERS)

BATCH = 4096
"""Passages that become one segment."""
_LARGE = 2 * BATCH
"""Passages from which on segments are merged into a file at once."""


class LexicalIndex:
    """Finds passages by the words and characters they share with a query.

    Passages may be added and removed at any time; scores are always those of an index made at once from
    the passages it holds. Any number of threads may search while one adds or removes: a search sees the
    index as it was when it began.

    Attributes:
        revision: The revision of the store that it stands for, for who keeps it; None where unknown.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Nothing is held yet.

        Args:
            folder: Where large parts are written as soon as they are made, to take less memory; None to write
                nothing but by `save`, to this folder then.
        """
        self._folder = folder
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
        return self._read(None, _ids)

    @property
    def filing(self) -> Filing:
        """Where its passages are; opens all files."""
        return self._read(None, _filing)

    def add(self, passages: Iterable[Passage], collection: int = 0) -> None:
        """Take passages into a collection, each under its id; one that it holds is left as it is.

        One that moves here from another collection is to be removed first.
        """
        self.replace((), passages, collection)

    def add_all(self, batches: Iterable[tuple[int, Sequence[Passage]]]) -> None:
        """The same for very many passages, on all cores.

        Args:
            batches: Some thousand passages each, with the id of their collection; none comes twice.
        """

        def new() -> Iterator[tuple[int, list[Row]]]:
            for collection, passages in batches:
                rows = {passage.id: Row.of(passage) for passage in passages}
                for id_ in self._held(collection, _as_ids(rows)):
                    del rows[id_]
                yield collection, list(rows.values())

        with self._writing, InvertingProcesses() as processes:
            for collection, columns in processes.inverted(new()):
                added = [Segment.of(collection, columns)]
                self._read({collection}, partial(self._exchange, collection, _as_ids(()), added))
                give_back_memory()

    def replace(self, gone: Ids | Collection[int], passages: Iterable[Passage], collection: int = 0) -> None:
        """Take passages out of a collection and others in, in one step: no search finds neither.

        Args:
            gone: Ids of those that leave.
            passages: Those that come, as for `add`; one that leaves may come back changed.
            collection: Id of the collection.
        """
        with self._writing:
            new, leaving = {passage.id: passage for passage in passages}, _as_ids(gone)
            wanted = np.setdiff1d(_as_ids(new), leaving)
            for id_ in self._held(collection, wanted):
                del new[id_]
            rows = [Row.of(passage) for passage in new.values()]
            batches = (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
            added = [Segment.of(collection, inverted(batch)) for batch in batches]
            self._read({collection}, partial(self._exchange, collection, leaving, added))

    def remove(self, ids: Ids | Collection[int], collections: Collection[int] | None = None) -> None:
        """Take passages out; ids that are not held are passed over.

        Args:
            ids: Of the passages.
            collections: Ids of the collections to look in, or None for all, which opens all files.
        """
        with self._writing:
            gone = _as_ids(ids)
            for collection in list(self._segments) if collections is None else collections:
                self._read({collection}, partial(self._exchange, collection, gone, ()))

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
        keep_memory()
        chosen = within or Filter()
        text = comparable(query)
        return self._read(chosen.collections, lambda segments: ranked(segments, text, limit, chosen))

    def alternatives(self, query: str, within: Filter | None = None) -> list[Alternative]:
        """What may be meant by a query with a typing error: 校长 by 校张, where passages hold only that.

        Args:
            query: In either script.
            within: As for `search`; what other passages hold does not count.
        """
        chosen = within or Filter()

        def holders(segments: Sequence[Segment], pairs: Sequence[str]) -> NDArray[np.int64]:
            return holders_within(segments, _CHARACTERS, pairs_to_keys(pairs), chosen)

        return self._read(chosen.collections, lambda held: list(alternatives(query, partial(holders, held))))

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
        texts = [remembered_text(passage) for passage in passages]
        return self._read((within or Filter()).collections, lambda held: coverage(query, texts, held))

    def verify(self) -> None:
        """Compare all files with their checksums, a second for a gigabyte; damaged ones are let go."""
        self._read(None, _verify)

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
        """List what `save` wrote. A file is opened, and compared with its checksums, when it is first needed.

        Raises:
            StoreError: There is none, it is damaged, or of another version; make it anew from the store.
        """
        index, saved = cls(folder), load_segments(folder, len(RANKINGS))
        held = defaultdict[int, list[Segment]](list)
        for segment in saved.segments:
            held[segment.collection].append(segment)
        index._segments = {collection: tuple(segments) for collection, segments in held.items()}
        index.revision = saved.revision
        return index

    def _held(self, collection: int, ids: Ids) -> list[int]:
        """Which of some ids are those of passages of a collection."""
        found: list[int] = self._read({collection}, lambda held: _ids(held, ids)).tolist()
        return found

    def _chosen(self, collections: Collection[int] | None) -> list[Segment]:
        """The segments of some collections, or all."""
        segments = self._segments
        chosen = segments.values() if collections is None else map(segments.get, collections)
        return [segment for held in chosen for segment in held or ()]

    def _read(
        self, collections: Collection[int] | None, action: Callable[[list[Segment]], _Result]
    ) -> _Result:
        """What an action makes of the segments of collections, or all; damaged ones are held no longer."""
        while True:
            try:
                return action(self._chosen(collections))
            except DamagedFileError as error:
                self._lose(error)

    def _lose(self, error: DamagedFileError) -> None:
        with self._replacing:
            self._segments = {
                collection: tuple(segment for segment in held if segment.name != error.name)
                for collection, held in self._segments.items()
            }
            self._damage, self.revision = str(error), None

    def _settle(self, collection: int, segments: Iterable[Segment]) -> None:
        settled = settle(segments, self._merged)
        with self._replacing:
            self._segments = {**self._segments, collection: settled}

    def _merged(self, segments: Sequence[Segment]) -> Segment:
        if self._folder and sum(segment.size for segment in segments) >= _LARGE:
            with suppress(OSError):  # then it stays in memory, and `save` tells
                make_private_folder(self._folder)
                return write_merged(self._folder, segments)
        return Segment.merge(segments)

    def _exchange(
        self, collection: int, gone: Ids, added: Sequence[Segment], held: Sequence[Segment]
    ) -> None:
        left = [segment.without(gone) for segment in held] if len(gone) else list(held)
        if added or left != held:
            self._settle(collection, [*left, *added])


def _filing(segments: Sequence[Segment]) -> Filing:
    return Filing.joined(
        (
            segment.ids,
            np.full(segment.size, segment.collection, np.int64),
            segment.columns.published[segment.alive],
        )
        for segment in segments
    )


def _verify(segments: Sequence[Segment]) -> None:
    for segment in segments:
        for row in segment.columns.postings:
            _ = row.packed[0 : len(row.packed)]


def _ids(segments: Sequence[Segment], among: Ids | None = None) -> Ids:
    """Ids of the passages of segments, all or those among some."""
    found = [segment.ids if among is None else segment.holds(among) for segment in segments]
    return np.concatenate([np.empty(0, np.int64), *found])


def _as_ids(ids: Ids | Collection[int]) -> Ids:
    return ids if isinstance(ids, np.ndarray) else np.fromiter(ids, np.int64, len(ids))
