"""Vectors as a segment holds them: in 16 bits a number, those near to one another side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from embeddings.protocol import Vectors
from retrieval.search.filters import Days, Ids, Mask
from retrieval.search.segments.files import verify
from retrieval.search.segments.segment import Columns
from retrieval.search.vectors.comparison import Bits, clustered, fits, flat, in_bits, load_faiss
from retrieval.threads import one_openmp_thread

Codes = NDArray[np.float16]

CLUSTERED_FROM: Final = 1 << 15
"""Rows from which a segment is put in the order of clusters; below, all of it is looked at anyway."""
CLUSTER: Final = 128
"""Rows of a cluster, on average."""
_TRAINING_ROWS: Final = 32
"""Rows a cluster that the centres are found from, at most."""
_ITERATIONS: Final = 6
_SEED: Final = 20240229
_ASSIGNED_AT_ONCE: Final = 1 << 14


@dataclass(frozen=True, eq=False)
class VectorColumns(Columns):
    """Rows of vectors.

    Attributes:
        codes: (rows, dimension) the vectors in 16 bits a number: half the size of float32, cosines right to
            four digits.
        starts: (clusters + 1,) where the rows of each cluster begin; empty where there are no clusters.
        centres: (clusters, dimension) the mean of each cluster.
        bits: (rows, bytes) of the vectors, by which those of clusters are compared first; None where there
            are no clusters, or the file is older than that.
        checksum: Of the vectors, where they come from a file and were not compared with it yet.
    """

    codes: Codes
    starts: Ids
    centres: Vectors
    bits: Bits | None = None
    checksum: int | None = None

    @classmethod
    def of(cls, ids: Ids, published: Days, codes: Codes) -> Self:
        """Columns of rows in any order; large ones are put in the order of clusters."""
        if len(ids) < CLUSTERED_FROM:
            nothing = np.empty((0, codes.shape[1]), np.float32)
            return cls(ids, published, codes, np.empty(0, np.int64), nothing)
        centres, owners = _clusters(codes)
        order = np.argsort(owners, kind="stable")
        starts = np.searchsorted(owners[order], np.arange(len(centres) + 1)).astype(np.int64)
        ordered = codes[order]
        return cls(ids[order], published[order], ordered, starts, centres, in_bits(ordered, starts, centres))

    @classmethod
    def merged(cls, parts: Sequence[tuple[Self, Mask]]) -> Self:
        """All rows of several whose mask is True.

        Raises:
            DamagedFileError: The vectors of one are not what was written.
        """
        for part, _ in parts:
            part.verify()
        return cls.of(
            np.concatenate([part.ids[mask] for part, mask in parts]),
            np.concatenate([part.published[mask] for part, mask in parts]),
            np.concatenate([part.codes[mask] for part, mask in parts]),
        )

    def verify(self) -> None:
        """Compare the vectors with their checksum.

        Raises:
            DamagedFileError: They are not what was written.
        """
        if self.checksum is not None:
            verify(self.codes, self.checksum)

    @cached_property
    def index(self) -> Any:
        """The index of FAISS that compares these rows, made when they are first searched."""
        if not self.is_clustered:
            return flat(self.codes)
        bits = self.bits
        if bits is None or not fits(bits, self.centres):
            bits = in_bits(self.codes, self.starts, self.centres)
        return clustered(bits, self.starts, self.centres)

    def cosines(self, rows: Ids, vector: Vectors) -> Vectors:
        """(rows,) those of a vector of length one with some rows."""
        cosines: Vectors = np.einsum("rd,d->r", decoded(self.codes[rows]), vector)  # equal for equal rows
        return cosines

    @cached_property
    def half_norms(self) -> Vectors:
        """(clusters,) half the squared length of each centre."""
        norms: Vectors = (self.centres**2).sum(axis=1) / 2
        return norms

    @property
    def is_clustered(self) -> bool:
        """Whether the rows are in the order of clusters."""
        return len(self.centres) > 0


def encoded(vectors: Vectors) -> Codes:
    """Vectors of length one in 16 bits a number."""
    codes: Codes = vectors.astype(np.float16)
    return codes


def decoded(codes: Codes) -> Vectors:
    """The vectors that `encoded` was given, but for a two-thousandth of each number."""
    vectors: Vectors = codes.astype(np.float32)
    return vectors


def _clusters(codes: Codes) -> tuple[Vectors, Ids]:
    """Centres of clusters, and (rows,) the number of the nearest one; always the same for the same rows."""
    faiss, count = load_faiss(), len(codes) // CLUSTER
    sample = np.random.default_rng(_SEED).permutation(len(codes))[: count * _TRAINING_ROWS]
    with one_openmp_thread():
        means = faiss.Kmeans(codes.shape[1], count, niter=_ITERATIONS, seed=_SEED, min_points_per_centroid=1)
        means.train(decoded(codes[np.sort(sample)]))
        owners = np.concatenate(
            [
                means.index.search(decoded(codes[start : start + _ASSIGNED_AT_ONCE]), 1)[1][:, 0]
                for start in range(0, len(codes), _ASSIGNED_AT_ONCE)
            ]
        )
    return np.asarray(means.centroids, np.float32), owners.astype(np.int64)
