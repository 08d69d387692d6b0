"""Windows of the reader, padded and stacked for training."""

from collections.abc import Sequence

import numpy as np

from retrieval.reader.decoding import Array
from retrieval.reader.pieces import PADDING, PASSAGE, Window


def stack(windows: Sequence[Window]) -> dict[str, Array]:
    """Pad windows to one length.

    Returns:
        (count, n) each: `ids`, `segments`, `matches`, and `mask`, 1 where a piece is.
    """
    shape = len(windows), max(len(window.ids) for window in windows)
    stacked = {
        "ids": np.full(shape, PADDING, np.int64),
        "segments": np.full(shape, PASSAGE, np.int64),
        "matches": np.zeros(shape, np.int64),
        "mask": np.zeros(shape, np.int64),
    }
    for row, window in enumerate(windows):
        length = len(window.ids)
        stacked["ids"][row, :length] = window.ids
        stacked["segments"][row, :length] = window.segments
        stacked["matches"][row, :length] = window.matches
        stacked["mask"][row, :length] = 1
    return stacked
