"""Pictures: scans and photos of pages, one or several, whose text is recognised."""

import struct
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from retrieval.documents import Omission
from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.album import unpacked
from retrieval.ingestion.extracts import Extract
from retrieval.ingestion.loaders.packages.elements import too_large
from retrieval.ingestion.loaders.pdf.document import of_pages
from retrieval.ingestion.loaders.pdf.layout import Page
from retrieval.ingestion.loaders.pdf.scans import placed
from retrieval.ingestion.loaders.room import Room
from retrieval.ingestion.recognition import WAY_OUT, Allowance

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "TIFF")
"""Names that Pillow has for the formats that are read."""
_SEVERAL_PAGES = "TIFF"
_MOST_PIXELS = 80_000_000  # as RGB 240 MB; a small file can be made to unpack to as many as it likes
_MOST_PAGES = 1000
_WIDE_VALUES = ("I", "F")  # what modes of more than 8 bits a channel begin with


def extract(data: bytes, room: Room) -> Extract:
    """The text of a picture, or of the pages of a TIFF or an album, as that of pages of a PDF.

    Args:
        data: The bytes of the file.
        room: How many pages may be recognised.

    Raises:
        DocumentError: It is no picture, is damaged or too large, or text cannot be recognised here.
    """
    if room.recognition is None:
        raise DocumentError(f"It is a picture; {WAY_OUT}.", Unreadable.SCANNED)
    pages: list[Page] = []
    omitted: list[int] = []
    for number, picture in enumerate(_pictures(data, room.recognition), 1):
        recognised = room.recognition.page(picture) if picture else None
        if recognised:
            pages.append(placed(recognised, number))
        else:
            omitted.append(number)
    if not pages:
        raise DocumentError("Too many pages were recognised before it; add it by itself.", Unreadable.SCANNED)
    bare = [page.number for page in pages if not page.pieces]
    if len(bare) == len(pages):
        raise DocumentError(
            "No text was recognised in the picture; take one in more light, closer and straight from above.",
            Unreadable.UNRECOGNISED,
        )
    found = ((Unreadable.SCANNED, omitted), (Unreadable.UNRECOGNISED, bare))
    return of_pages(pages, tuple(Omission(reason, tuple(numbers)) for reason, numbers in found if numbers))


def _pictures(data: bytes, allowance: Allowance) -> Iterator["Image | None"]:
    """The pages of a picture, each upright as the camera held it; None for those beyond the allowance."""
    from PIL import Image  # noqa: PLC0415  # takes 0.1 s

    try:
        pages = unpacked(data)
        allowance.expect(len(pages or ()))
        for page in pages or [data]:
            with _opened(page) as file:
                count = 1 if pages else min(_count(file), _MOST_PAGES)
                allowance.expect(0 if pages else count)
                for number in range(count):
                    if allowance.is_used_up:
                        yield None
                        continue
                    file.seek(number)
                    if file.width * file.height > _MOST_PIXELS:
                        raise too_large(f"over {_MOST_PIXELS // 10**6} million pixels")
                    yield _in_colours(file)
    except Image.DecompressionBombError as error:
        raise too_large(f"over {_MOST_PIXELS // 10**6} million pixels") from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, struct.error) as error:
        raise DocumentError(
            "The file is not a picture, or it is damaged; open it in a viewer and save it again.",
            Unreadable.DAMAGED,
        ) from error


def _opened(data: bytes) -> "ImageFile":
    from PIL import Image  # noqa: PLC0415  # takes 0.1 s

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit here is lower
        return Image.open(BytesIO(data), formats=FORMATS)


def _count(file: "ImageFile") -> int:
    return getattr(file, "n_frames", 1) if file.format == _SEVERAL_PAGES else 1


def _in_colours(picture: "Image") -> "Image":
    """A picture in RGB, turned as its camera says, on white where it is transparent."""
    from PIL import Image, ImageOps  # noqa: PLC0415

    picture = ImageOps.exif_transpose(picture)
    if picture.mode.startswith(_WIDE_VALUES):
        return ImageOps.autocontrast(picture.convert("F").convert("L")).convert("RGB")
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        picture = Image.new("RGB", layer.size, "white")
        picture.paste(layer, mask=layer.getchannel("A"))
    return picture.convert("RGB")
