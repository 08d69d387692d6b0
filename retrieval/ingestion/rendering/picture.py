"""Pictures as pages of files: photos and scans, a page each."""

from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.album import unpacked
from retrieval.ingestion.loaders.pictures import FORMATS
from retrieval.ingestion.rendering.canvas import HIGHEST, WIDEST, marked_png
from retrieval.ingestion.rendering.protocol import PagePicture, Place

_MOST_PIXELS: Final = 150_000_000


def render(data: bytes, place: Place) -> PagePicture:
    """A picture, or the page of an album, upright and in the size of a page, with nothing marked.

    Raises:
        DocumentError: It is too large.
    """
    pages = unpacked(data)
    page = min(place.page, len(pages)) if pages else place.page
    with Image.open(BytesIO(pages[page - 1] if pages else data), formats=FORMATS) as image:
        if not pages:
            page = min(page, getattr(image, "n_frames", 1))
            image.seek(page - 1)
        if image.width * image.height > _MOST_PIXELS:
            raise DocumentError("The picture has too many pixels; make it smaller.", Unreadable.TOO_LARGE)
        image.draft("RGB", (WIDEST, HIGHEST))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((WIDEST, HIGHEST))
        return PagePicture(marked_png(upright, ()), page, is_marked=False)
