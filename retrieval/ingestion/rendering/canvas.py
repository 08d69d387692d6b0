"""Pictures of pages: their size, the marks on them, and their bytes."""

from collections.abc import Iterable
from io import BytesIO
from typing import Final

from PIL import Image, ImageChops, ImageDraw

WIDEST: Final = 2000
HIGHEST: Final = 1600
"""The most pixels of a picture: type of a page can be read, and no picture has 10 MB, whatever is on it."""

_MARK: Final = (255, 225, 80)
_EDGE: Final = (224, 120, 0)
_EDGE_WIDTH: Final = 2
_MARGIN: Final = 2
_NARROWEST: Final = 15
"""How many times as long as wide a picture may be: Telegram takes 20."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


def scale_for(width: float, height: float) -> float:
    """By how much to enlarge or shrink something to be as large as may be."""
    return min(WIDEST / max(width, 1.0), HIGHEST / max(height, 1.0))


def marked_png(image: Image.Image, boxes: Iterable[Box]) -> bytes:
    """A picture as PNG, with boxes marked as by a marker pen."""
    image = image.convert("RGB")
    draw = ImageDraw.Draw(image)
    for left, top, right, bottom in boxes:
        box = (
            max(0, round(left) - _MARGIN),
            max(0, round(top) - _MARGIN),
            min(image.width, round(right) + _MARGIN),
            min(image.height, round(bottom) + _MARGIN),
        )
        if box[0] < box[2] and box[1] < box[3]:
            below = image.crop(box)
            image.paste(ImageChops.multiply(below, Image.new("RGB", below.size, _MARK)), box)
            draw.rectangle((box[0], box[1], box[2] - 1, box[3] - 1), outline=_EDGE, width=_EDGE_WIDTH)
    written = BytesIO()
    _widened(image).save(written, "PNG")
    return written.getvalue()


def _widened(image: Image.Image) -> Image.Image:
    """A picture with white beside it, where it is too narrow."""
    width, height = max(image.width, image.height // _NARROWEST), max(image.height, image.width // _NARROWEST)
    if (width, height) == image.size:
        return image
    whole = Image.new("RGB", (width, height), "white")
    whole.paste(image, (0, 0))
    return whole
