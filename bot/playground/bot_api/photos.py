"""Photos that a bot sends: what Telegram takes for one."""

from io import BytesIO
from typing import Final

from PIL import Image, UnidentifiedImageError

from bot.playground.protocol.refusals import bad_request

PHOTO_BYTES: Final = 10 << 20
"""The largest photo."""

_SIDES: Final = 10_000
"""The most pixels of width and height together."""
_NARROWEST: Final = 20
"""How many times as long as wide a photo may be."""


def pixels(data: bytes) -> tuple[int, int]:
    """Width and height of a photo.

    Raises:
        Refusal: It is no picture, or too large, or too narrow.
    """
    if len(data) > PHOTO_BYTES:
        raise bad_request(
            f"file of size {len(data)} bytes is too big for a photo; the maximum size is {PHOTO_BYTES} bytes"
        )
    try:
        with Image.open(BytesIO(data)) as image:
            image.load()
            width, height = image.size
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    if width + height > _SIDES or max(width, height) > _NARROWEST * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height
