"""What an encoder is."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]


class Encoder(Protocol):
    """Text to vectors of length one, so that their inner product is the cosine.

    A text in which the model knows nothing at all (an empty one, say) may become the zero vector.
    """

    @property
    def name(self) -> str:
        """Identity of the model: two encoders of the same name give the same vectors."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Encode passages in batches.

        Args:
            texts: Any number of texts.
            progress: Called with (done, total) after each batch.

        Returns:
            Shape (len(texts), dimension), rows of length one.
        """
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions, with the model's query prompt where it has one.

        Returns:
            Shape (len(texts), dimension), rows of length one.
        """
        ...
