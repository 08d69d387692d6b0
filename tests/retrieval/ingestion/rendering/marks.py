"""Where a picture is marked."""

from io import BytesIO

import numpy as np
from PIL import Image


def marked_box(png: bytes) -> tuple[float, float, float, float] | None:
    """Left, top, right, bottom of all that is marked, as shares of width and height; None for nothing."""
    pixels = np.asarray(Image.open(BytesIO(png)).convert("RGB")).astype(int)
    rows, columns = np.nonzero(pixels[:, :, 0] - pixels[:, :, 2] > 100)
    if not rows.size:
        return None
    height, width = pixels.shape[:2]
    return (
        float(columns.min() / width),
        float(rows.min() / height),
        float(columns.max() / width),
        float(rows.max() / height),
    )
