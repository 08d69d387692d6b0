"""The vector index: segments of vectors in the collections of a store, which it is derived from."""

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from embeddings.protocol import Vectors
from retrieval.errors import DamagedError
from retrieval.search.filters import Filter, Ids
from retrieval.search.segments.files import DamagedFileError
from retrieval.search.segments.filing import Filing
from retrieval.search.segments.segment import Segment, settle
from retrieval.search.vectors import files
from retrieval.search.vectors.columns import Codes, VectorColumns, decoded, encoded
from retrieval.search.vectors.ranking import VectorSegment, looked_at, nearest
from retrieval.threads import one_thread

CAPACITY = 1 << 18
"""Rows of a segment at most: 200 MB, the most that is ever written at once."""


class VectorIndex:
    """Passages with their vectors.

    Any number of threads may search while one changes or saves it: a search sees it as it was when it began.
    A segment whose file is damaged is held no longer; its passages then have no vector.

    Attributes:
        encoder: `Encoder.name`; vectors of another encoder are never mixed in.
        dimension: Length of a vector.
        revision: The revision of the store that it stands for, or None where that is not known.
    """

    def __init__(self, encoder: str, dimension: int) -> None:
        """An empty index for the vectors of one encoder."""
        one_thread()
        self.encoder = encoder
        self.dimension = dimension
        self.revision: int | None = None
        self._segments: Mapping[int, tuple[VectorSegment, ...]] = {}
        self._writing, self._replacing = threading.Lock(), threading.Lock()
        self._damage = ""

    def __len__(self) -> int:
        return sum(segment.size for segment in self._chosen(None))

    @property
    def damage(self) -> str:
        """What is wrong with files, "" where nothing is known to be."""
        return self._damage

    @property
    def looked_at(self) -> int:
        """How many rows a search of all compares; fewer than there are where that would take too long."""
        return looked_at(self._opened(None))

    @property
    def ids(self) -> Ids:
        """Ids of the passages it holds, in no order; opens all files."""
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

    def held(self, ids: Ids) -> Ids:
        """Which of some ids are those of passages that it holds."""
        found = [ids[segment.find(ids)[0]] for segment in self._opened(None)]
        return np.unique(np.concatenate([np.empty(0, np.int64), *found]))

    def add(self, passages: Filing, vectors: Vectors) -> None:
        """Take in passages; those that are held are left as they are.

        Args:
            passages: Where they are.
            vectors: Shape (len(passages), dimension), rows of length one, in the same order.
        """
        with self._writing:
            new = ~np.isin(passages.ids, self.held(passages.ids))
            self._add(passages.where(new), encoded(vectors[new]))

    def remove(self, ids: Ids | Collection[int], collections: Collection[int] | None = None) -> None:
        """Take passages out; ids that are not held are passed over.

        Args:
            ids: Of the passages.
            collections: Numbers of the collections to look in, or None for all.
        """
        chosen = np.fromiter(ids, np.int64, len(ids))
        with self._writing:
            for collection in list(self._segments if collections is None else collections):
                self._change(collection, partial(_without, chosen))

    def move(self, passages: Filing) -> None:
        """File passages that it holds in another collection or under another day; others are passed over."""
        with self._writing:
            for segment in self._opened(None):
                here, rows = segment.find(passages.ids)
                elsewhere = (passages.collections[here] != segment.collection) | (
                    passages.published[here] != segment.columns.published[rows]
                )
                if elsewhere.any():
                    moved = passages.at(here[elsewhere])
                    codes = segment.columns.codes[rows[elsewhere]]
                    self._change(segment.collection, partial(_without, moved.ids))
                    self._add(moved, codes)

    def search(self, vector: Vectors, limit: int, within: Filter | None = None) -> list[tuple[int, float]]:
        """The nearest passages; among very many, those in the nearest clusters.

        Args:
            vector: Shape (dimension,), of length one.
            limit: How many at most.
            within: What may be found, or None for all.

        Returns:
            (passage id, cosine), nearest first.
        """
        chosen = within or Filter()
        return nearest(self._opened(chosen.collections), vector, limit, chosen)

    def similarities(self, vector: Vectors, ids: Sequence[int], within: Filter | None = None) -> list[float]:
        """Cosine of a vector with some passages.

        A passage without a vector gets the mean of the others, so that it is neither preferred nor put
        behind; where none has a vector, all get 0.

        Args:
            vector: Shape (dimension,), of length one.
            ids: Any ids.
            within: The filter by which they were found.
        """
        segments = self._opened(within.collections if within else None)
        rows, codes = self._codes(np.array(ids, np.int64), segments)
        found = decoded(codes) @ vector
        cosines = np.full(len(ids), found.mean() if len(found) else 0.0)
        cosines[rows] = found
        return [float(cosine) for cosine in cosines]

    def verify(self) -> None:
        """Compare all files with their checksums, a second for a gigabyte; damaged ones are let go."""
        with self._writing:
            self._verify(None)

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
            note = files.Note(self.encoder, self.dimension, revision)
            files.save(folder, self._chosen(None), note)
            self.revision, self._damage = revision, ""

    @classmethod
    def load(cls, folder: Path, encoder: str, dimension: int) -> "VectorIndex":
        """List what `save` wrote; an empty index where there is none, or of another encoder.

        Raises:
            DamagedError: It is damaged.
        """
        loaded, saved = cls(encoder, dimension), files.edition(folder)
        if not saved:
            return loaded
        note, segments = files.load(folder)
        if note.encoder != encoder:
            return loaded
        if note.dimension != dimension:
            raise DamagedError(f"The vectors in {folder} are damaged.")
        for segment in segments:
            held = loaded._segments.get(segment.collection, ())
            loaded._segments = {**loaded._segments, segment.collection: (*held, segment)}
        loaded.revision = note.revision
        return loaded

    def take_over(self, other: "VectorIndex") -> None:
        """Take what another index of this encoder holds and this one has no file of."""
        for segment in other._chosen(None):
            if not segment.contents.is_written:
                kept = segment.alive
                ids = segment.columns.ids[kept]
                places = np.full(len(ids), segment.collection, np.int64)
                order = np.argsort(ids)
                passages = Filing(ids[order], places, segment.columns.published[kept][order])
                self.add(passages, decoded(segment.columns.codes[kept][order]))

    def _add(self, passages: Filing, codes: Codes) -> None:
        for collection, mask in passages.by_collection():
            rows = passages.where(mask)
            added = Segment.of(collection, VectorColumns.of(rows.ids, rows.published, codes[mask]))
            self._change(collection, partial(_with, added))

    def _change(
        self, collection: int, change: Callable[[Sequence[VectorSegment]], Sequence[VectorSegment]]
    ) -> None:
        try:
            settled = settle(change(self._opened({collection})), CAPACITY)
        except DamagedFileError:
            self._verify({collection})
            settled = settle(change(self._opened({collection})), CAPACITY)
        with self._replacing:
            self._segments = {**self._segments, collection: settled}

    def _codes(self, ids: Ids, segments: Sequence[VectorSegment]) -> tuple[Ids, Codes]:
        """Which of some ids are held, as places in them, and their vectors."""
        rows, codes = [np.empty(0, np.int64)], [np.empty((0, self.dimension), np.float16)]
        for segment in segments:
            here, places = segment.find(ids)
            rows.append(here)
            codes.append(segment.columns.codes[places])
        return np.concatenate(rows), np.concatenate(codes)

    def _chosen(self, collections: Collection[int] | None) -> list[VectorSegment]:
        segments = self._segments
        chosen = segments.values() if collections is None else map(segments.get, collections)
        return [segment for held in chosen for segment in held or ()]

    def _opened(self, collections: Collection[int] | None) -> list[VectorSegment]:
        """The segments of some collections, or of all, opened; those that cannot be are held no longer."""
        opened = []
        for segment in self._chosen(collections):
            try:
                segment.contents.columns()
                opened.append(segment)
            except (OSError, DamagedFileError, LookupError) as error:
                self._lose(segment, error)
        return opened

    def _verify(self, collections: Collection[int] | None) -> None:
        for segment in self._opened(collections):
            try:
                segment.columns.verify()
            except DamagedFileError as error:
                self._lose(segment, error)

    def _lose(self, lost: VectorSegment, error: Exception) -> None:
        with self._replacing:
            held = self._segments.get(lost.collection, ())
            left = tuple(segment for segment in held if segment.name != lost.name)
            self._segments = {**self._segments, lost.collection: left}
            self._damage = f"the vectors in {lost.name} are damaged ({error})"


def _without(ids: Ids, segments: Sequence[VectorSegment]) -> list[VectorSegment]:
    return [segment.without(ids) for segment in segments]


def _with(added: VectorSegment, segments: Sequence[VectorSegment]) -> list[VectorSegment]:
    return [*segments, added]
