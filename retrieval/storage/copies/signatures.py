"""Signatures of articles: those of two near copies have a band in common, those of others hardly ever."""

from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from retrieval.text import fold

if TYPE_CHECKING:
    from datasketch import MinHash

_LEAST: Final = 100
"""Letters and digits of the shortest article whose text alone is compared: many shorter ones, such as closing
provisions, are equal and mean something else in each document."""
_SHINGLE: Final = 5
"""Characters of a shingle."""
_BANDS: Final = 8
_ROWS: Final = 3
"""Values of a band. With 8 bands of 3, two articles that have .7 of their shingles in common meet with a
probability of .96, with .1 of .01."""
_FACTOR: Final = np.uint32(0x01000193)
_BLOCK: Final = 1 << 14
"""Shingles that are hashed at once: 3 MB."""


def bands(text: str, title: str = "") -> tuple[int, ...]:
    """The bands of an article, 64 bits each, signed; of a short one a hash of title and text, if it has both.

    They are kept, so they must never come out otherwise: script, width, case and punctuation do not count.
    """
    said = _letters(text)
    if len(said) < _LEAST:
        headline = _letters(title)
        return (_hash(f"{headline}\n{said}"),) if headline and said else ()
    shingles = _shingles(said)
    sketch = _empty().copy()
    for start in range(0, len(shingles), _BLOCK):
        sketch.update_batch(shingles[start : start + _BLOCK].tolist())
    values = sketch.hashvalues.reshape(_BANDS, _ROWS).astype(np.uint64)
    hashes = np.arange(_BANDS, dtype=np.uint64)  # so that no band meets another one
    for column in values.T:
        hashes = (hashes ^ column) * np.uint64(0x9E3779B97F4A7C15)
    return tuple(int(value) for value in hashes.view(np.int64))


def prepare() -> None:
    """Load what signatures need, which takes a second the first time."""
    _empty()


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


def _hash(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _shingles(text: str) -> NDArray[np.uint32]:
    """A hash of each run of `_SHINGLE` characters."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    count = len(codes) - _SHINGLE + 1
    hashes = np.zeros(count, np.uint32)
    for place in range(_SHINGLE):
        hashes = (hashes * _FACTOR) ^ codes[place : place + count]
    return hashes


@cache
def _empty() -> "MinHash":
    from datasketch import MinHash  # noqa: PLC0415  # brings all of SciPy: a second

    return MinHash(num_perm=_BANDS * _ROWS, seed=1, scheme="affine32", hashfunc=int)
