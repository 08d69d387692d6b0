"""Pages that are drawn, scanned and photographed."""

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

WIDTH, HEIGHT = 1240, 1754  # A4 at 150 pixels an inch
_MARGIN = 130
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "C:/Windows/Fonts")
_FONTS = ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc", "wqy-*.ttc", "Songti.ttc", "simsun.ttc")


@cache
def _font_file() -> Path | None:
    found = (path for name in _FONTS for folder in _FOLDERS for path in sorted(Path(folder).rglob(name)))
    return next(found, None)


def font(size: int) -> ImageFont.FreeTypeFont:
    """A Chinese font; a test without one is skipped."""
    if (file := _font_file()) is None:
        pytest.skip("there is no Chinese font on this machine")
    return ImageFont.truetype(str(file), size)


def page(title: str, paragraphs: list[str], size: int = 26) -> Image.Image:
    """A printed page: a title in the middle, paragraphs with an indent, each line filled."""
    sheet = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw, text, large = ImageDraw.Draw(sheet), font(size), font(size * 3 // 2)
    draw.text(((WIDTH - large.getlength(title)) / 2, _MARGIN), title, "black", large)
    y = _MARGIN + 3 * size
    for paragraph in paragraphs:
        for line in _lines("　　" + paragraph, text):
            draw.text((_MARGIN, y), line, "black", text)
            y += size * 8 // 5
    return sheet


def _lines(text: str, used: ImageFont.FreeTypeFont) -> Iterator[str]:
    line = ""
    for character in text:
        if used.getlength(line + character) > WIDTH - 2 * _MARGIN and character not in "，。；：、）":
            yield line
            line = ""
        line += character
    yield line


def scanned(sheet: Image.Image, degrees: float = 1.3, quality: int = 40) -> Image.Image:
    """A page as a cheap scanner gives it: a bit askew, grey, with noise, packed hard."""
    turned = sheet.convert("L").rotate(degrees, Image.Resampling.BICUBIC, fillcolor=250)
    noise = Image.effect_noise(turned.size, 40)
    return _packed(ImageChops.add(turned, noise, scale=1.0, offset=-128).convert("RGB"), quality)


def photographed(sheet: Image.Image) -> Image.Image:
    """A page as a phone sees it: from below, on a table, in the light of a lamp at one side."""
    table = Image.new("RGB", (1500, 2000), (96, 70, 52))
    corners = (
        210,
        130,
        70,
        1890,
        1420,
        1820,
        1270,
        170,
    )  # of the page, from its upper left, against the clock
    coefficients = _perspective(corners, sheet.size)
    bent = sheet.transform(table.size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC)
    mask = Image.new("L", sheet.size, 255).transform(table.size, Image.Transform.PERSPECTIVE, coefficients)
    table.paste(bent, mask=mask)
    light = Image.linear_gradient("L").rotate(60, expand=True).resize(table.size)
    light = light.point(lambda value: 110 + value * 145 // 255)
    lit = ImageChops.multiply(table, light.convert("RGB")).filter(ImageFilter.GaussianBlur(0.8))
    return _packed(lit, 70)


def _perspective(corners: tuple[int, ...], size: tuple[int, int]) -> list[float]:
    """What maps a point of a photo to one of the page, for the corners of the page in the photo."""
    import numpy as np  # noqa: PLC0415

    width, height = size
    targets = [(0, 0), (0, height), (width, height), (width, 0)]
    rows, values = [], []
    for (x, y), (u, v) in zip(zip(corners[::2], corners[1::2], strict=True), targets, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(value) for value in np.linalg.solve(np.array(rows, float), np.array(values, float))]


def _packed(picture: Image.Image, quality: int) -> Image.Image:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    return Image.open(stream)


def encoded(picture: Image.Image, kind: str = "JPEG") -> bytes:
    """The bytes of a picture."""
    stream = io.BytesIO()
    picture.save(stream, kind)
    return stream.getvalue()
