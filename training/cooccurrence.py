"""First vectors of words, from the words that stand near them."""

import warnings

import numpy as np
import numpy.typing as npt
import torch

from training.pairs import Ids

_WINDOW = 8
_SEEN = 3
_SMOOTHING = 0.75
_SPARE = 32
_ROUNDS = 3
_TINY = 1e-6


def neighbour_vectors(tokens: Ids, size: int, dimension: int, seed: int) -> npt.NDArray[np.float32]:
    """Word vectors by factorising positive pointwise mutual information (Levy et al., 2015).

    Args:
        tokens: A text as token ids.
        size: Number of tokens there are.
        dimension: Length of a vector.
        seed: Of the random projection (Halko et al., 2011).

    Returns:
        Shape (size, dimension), rows of length one; zeros for tokens that have no neighbours.
    """
    matrix = _information(*_neighbours(tokens, size), size)
    torch.manual_seed(seed)
    basis = torch.randn(size, min(dimension + _SPARE, size))
    for _ in range(_ROUNDS):
        basis = torch.linalg.qr(matrix @ basis).Q
    values, directions = torch.linalg.eigh(basis.T @ (matrix @ basis))
    chosen = values.abs().argsort(descending=True)[:dimension]
    rows = np.zeros((size, dimension), np.float32)
    rows[:, : len(chosen)] = (basis @ directions[:, chosen] * values[chosen].abs().sqrt()).numpy()
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    np.divide(rows, lengths, out=rows, where=lengths > _TINY)
    rows[lengths[:, 0] <= _TINY] = 0
    return rows


def _neighbours(tokens: Ids, size: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Pairs of tokens within the window of each other, each pair once, with how often; rare ones left out."""
    keys = np.empty(0, np.int64)
    counts: npt.NDArray[np.float64] = np.empty(0)
    for distance in range(1, _WINDOW + 1):
        near = np.stack((tokens[:-distance], tokens[distance:])).astype(np.int64)
        new, times = np.unique(near.min(axis=0) * size + near.max(axis=0), return_counts=True)
        keys, places = np.unique(np.concatenate((keys, new)), return_inverse=True)
        counts = np.bincount(places, np.concatenate((counts, times))).astype(np.float64)
    kept = counts >= _SEEN
    return keys[kept], counts[kept]


def _information(keys: npt.NDArray[np.int64], counts: npt.NDArray[np.float64], size: int) -> torch.Tensor:
    """The symmetric matrix of positive information, with context frequencies smoothed."""
    one, other = keys // size, keys % size
    totals = np.bincount(one, counts, size) + np.bincount(other, counts, size)
    shares = totals**_SMOOTHING / (totals**_SMOOTHING).sum()
    expected = totals.sum() * np.sqrt(
        (totals[one] / totals.sum()) * shares[other] * (totals[other] / totals.sum()) * shares[one]
    )
    # A pair of equals is counted once in `counts` and twice in `totals`.
    information = np.log(np.where(one == other, 2, 1) * counts / expected)
    kept = (information > 0) & (one != 0)
    one, other, information = one[kept], other[kept], information[kept]
    apart = one != other
    places = np.stack((np.append(one, other[apart]), np.append(other, one[apart])))
    values = np.append(information, information[apart]).astype(np.float32)
    matrix = torch.sparse_coo_tensor(
        torch.from_numpy(places), torch.from_numpy(values), (size, size), check_invariants=True
    )
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Sparse CSR")
        return matrix.to_sparse_csr()
