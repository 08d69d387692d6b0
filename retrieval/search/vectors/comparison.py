"""Comparing a vector with rows: indexes of FAISS over those of a segment, in 16 bits a number or in one."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from embeddings.protocol import Vectors
from retrieval.search.filters import Ids, Mask
from retrieval.threads import one_openmp_thread

Codes = NDArray[np.float16]
Bits = NDArray[np.uint8]
Found = tuple[Ids, NDArray[np.float32]]

_BITS_ASKED: Final = 4
"""Bits a number of the vector that is compared with bits."""
_AT_ONCE: Final = 1 << 14


def flat(codes: Codes) -> Any:
    """An index that compares all rows; (rows, dimension) of them."""
    faiss, (_, dimension) = load_faiss(), codes.shape
    kind = faiss.ScalarQuantizer.QT_fp16
    index = faiss.IndexScalarQuantizer(dimension, kind, faiss.METRIC_INNER_PRODUCT)
    index.add_sa_codes(_bytes(codes))
    return index


def in_bits(codes: Codes, starts: Ids, centres: Vectors) -> Bits:
    """(rows, bytes) a bit a number, of how each vector differs from the centre of its cluster (RaBitQ)."""
    faiss, index = load_faiss(), _of_bits(centres)
    owners = np.repeat(np.arange(len(centres)), np.diff(starts))
    bits = np.empty((len(codes), index.code_size), np.uint8)
    with one_openmp_thread():
        for start in range(0, len(codes), _AT_ONCE):
            rows = codes[start : start + _AT_ONCE].astype(np.float32)
            parts = (rows, owners[start : start + _AT_ONCE], bits[start : start + _AT_ONCE])
            index.encode_vectors(len(rows), *map(faiss.swig_ptr, parts))
    return bits


def clustered(bits: Bits, starts: Ids, centres: Vectors) -> Any:
    """An index that compares the rows of clusters that it is told, by their bits: its cosines are estimates.

    Args:
        bits: As of `in_bits`.
        starts: (clusters + 1,) where the rows of each begin.
        centres: (clusters, dimension) that they differ from.
    """
    faiss, index = load_faiss(), _of_bits(centres)
    rows, packed = np.arange(len(bits), dtype=np.int64), np.ascontiguousarray(bits)
    for cluster, (start, end) in enumerate(zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)):
        ids, part = faiss.swig_ptr(rows[start:end]), faiss.swig_ptr(packed[start:end])
        index.invlists.add_entries(cluster, end - start, ids, part)
    index.ntotal = len(bits)
    return index


def fits(bits: Bits, centres: Vectors) -> bool:
    """Whether bits are as this version of FAISS makes them, and not of another one."""
    return bits.shape[1:] == (_of_bits(centres[:1]).code_size,)


def compared(index: Any, vector: Vectors, limit: int, mask: Mask | None, clusters: Ids | None) -> Found:
    """The nearest rows: their numbers and their cosines, or estimates of these.

    Args:
        index: Of `flat` or `clustered`.
        vector: Shape (dimension,), of length one.
        limit: How many at most.
        mask: (rows,) which of them may be found, or None for all.
        clusters: Those to look at in an index of clusters; None for one that has none.
    """
    faiss = load_faiss()
    chosen = {} if mask is None else {"sel": faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))}
    query = np.ascontiguousarray(vector, np.float32)[None]
    with one_openmp_thread():
        if clusters is None:
            scores, rows = index.search(query, limit, params=faiss.SearchParameters(**chosen))
        else:
            scores, rows = np.empty((1, limit), np.float32), np.full((1, limit), -1, np.int64)
            lists, distances = clusters.astype(np.int64)[None], np.zeros((1, len(clusters)), np.float32)
            arrays = (faiss.swig_ptr(array) for array in (lists, distances, scores, rows))
            parameters = faiss.IVFRaBitQSearchParameters(nprobe=len(clusters), qb=_BITS_ASKED, **chosen)
            index.search_preassigned_c(1, faiss.swig_ptr(query), limit, *arrays, False, parameters)
    found = rows[0] >= 0
    return rows[0][found], scores[0][found]


def load_faiss() -> Any:
    """The library, as Any: only a part of it is typed."""
    import faiss  # noqa: PLC0415  # 0.1 s

    return faiss


def _of_bits(centres: Vectors) -> Any:
    faiss, (count, dimension) = load_faiss(), centres.shape
    quantizer = faiss.IndexFlatIP(dimension)
    quantizer.add(np.ascontiguousarray(centres))
    index = faiss.IndexIVFRaBitQ(quantizer, dimension, count, faiss.METRIC_INNER_PRODUCT)
    index.is_trained = True
    return index


def _bytes(codes: Codes) -> NDArray[np.uint8]:
    return np.ascontiguousarray(codes).view(np.uint8).reshape(len(codes), -1)
