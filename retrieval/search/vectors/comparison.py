"""Comparing a vector with rows: indexes of FAISS over the vectors of a segment, in 16 bits a number."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.protocol import Vectors
from retrieval.search.filters import Ids, Mask
from retrieval.threads import one_openmp_thread

Codes = NDArray[np.float16]
Found = tuple[Ids, NDArray[np.float32]]


def flat(codes: Codes) -> Any:
    """An index that compares all rows; (rows, dimension) of them."""
    faiss, (_, dimension) = load_faiss(), codes.shape
    kind = faiss.ScalarQuantizer.QT_fp16
    index = faiss.IndexScalarQuantizer(dimension, kind, faiss.METRIC_INNER_PRODUCT)
    index.add_sa_codes(_bytes(codes))
    return index


def clustered(codes: Codes, starts: Ids, centres: Vectors) -> Any:
    """An index that compares the rows of clusters that it is told.

    Args:
        codes: (rows, dimension) the vectors, those of a cluster side by side.
        starts: (clusters + 1,) where the rows of each begin.
        centres: (clusters, dimension) nothing is looked up by them here.
    """
    faiss, (count, dimension) = load_faiss(), codes.shape
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        len(centres),
        faiss.ScalarQuantizer.QT_fp16,
        faiss.METRIC_INNER_PRODUCT,
        False,  # the vectors themselves, not how they differ from their centre
    )
    rows, packed = np.arange(count, dtype=np.int64), _bytes(codes)
    for cluster, (start, end) in enumerate(zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)):
        ids, part = faiss.swig_ptr(rows[start:end]), faiss.swig_ptr(packed[start:end])
        index.invlists.add_entries(cluster, end - start, ids, part)
    index.ntotal, index.is_trained = count, True
    return index


def compared(index: Any, vector: Vectors, limit: int, mask: Mask | None, clusters: Ids | None) -> Found:
    """The nearest rows: their numbers and their cosines.

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
            parameters = faiss.SearchParametersIVF(nprobe=len(clusters), **chosen)
            index.search_preassigned_c(1, faiss.swig_ptr(query), limit, *arrays, False, parameters)
    found = rows[0] >= 0
    return rows[0][found], scores[0][found]


def load_faiss() -> Any:
    """The library, as Any: only a part of it is typed."""
    import faiss  # noqa: PLC0415  # 0.1 s

    return faiss


def _bytes(codes: Codes) -> NDArray[np.uint8]:
    return np.ascontiguousarray(codes).view(np.uint8).reshape(len(codes), -1)
