"""What the reader knows of words: vectors that lie close together for words of one kind."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class WordVectors:
    """Vectors of words by the words' hashes.

    Attributes:
        hashes: (words,) uint32, ascending: CRC-32 of each folded word's UTF-8.
        vectors: (words, dimensions) float32, each of length one.
    """

    hashes: Array
    vectors: Array

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self.vectors.shape[1])

    def place(self, hashed: int) -> int:
        """The row of the word with this hash, or -1 where it is not known."""
        row = int(np.searchsorted(self.hashes, np.uint32(hashed)))
        return row if row < len(self.hashes) and self.hashes[row] == hashed else -1

    def at(self, places: Array) -> Array:
        """(n,) places to (n, dimensions) float32; zero for words that are not known."""
        found = np.zeros((len(places), self.dimensions), np.float32)
        known = places >= 0
        found[known] = self.vectors[places[known]]
        return found
