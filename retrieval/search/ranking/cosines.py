"""Cosines as they count beside the scores of words."""

from collections.abc import Sequence
from typing import Final

import numpy as np

_MIN_DEVIATION: Final = 0.01
"""Least standard deviation of cosines to divide by: those of a few passages may hardly differ."""


def standardised(cosines: Sequence[float]) -> list[float]:
    """How many standard deviations each cosine lies above the mean of all.

    Encoders differ in the range of their cosines; those of some all lie between 0.7 and 0.9.
    """
    if not cosines:
        return []
    values = np.array(cosines)
    standing = (values - values.mean()) / max(float(values.std()), _MIN_DEVIATION)
    return [float(value) for value in standing]
