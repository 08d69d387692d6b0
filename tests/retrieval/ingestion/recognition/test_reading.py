"""Pictures and pages without text, read with what stands in for the recognition."""

import io
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from retrieval.documents import Omission
from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.album import packed
from retrieval.ingestion.extracts import Extract, Form
from retrieval.ingestion.loaders import load
from retrieval.ingestion.loaders.room import Room
from retrieval.ingestion.read import read_contents
from retrieval.ingestion.recognition import Allowance
from retrieval.ingestion.recognition.lines import FoundLine
from tests.retrieval.ingestion.pdf.sheets import Sheet, pdf, texts
from tests.retrieval.ingestion.recognition.drawn import encoded

Placed = tuple[str, float, float, float]
"""The text of a line, its confidence, and how far from the left and the top it stands."""
SENTENCE = "渡船每天往返八班，遇大雾停航。"


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Placed]:
    """What stands on every picture, to be filled by a test."""
    lines: list[Placed] = [(SENTENCE, 0.97, 100, 600)]

    class Reader:
        def lines(self, picture: Image.Image) -> tuple[Sequence[FoundLine], int]:
            assert picture.mode == "RGB"
            return [_found(*line) for line in lines], 0

    monkeypatch.setattr("retrieval.ingestion.recognition.allowance.Engine", Reader)
    return lines


def _found(text: str, confidence: float, left: float, top: float) -> FoundLine:
    right, bottom = left + 30 * len(text), top + 30
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return FoundLine(corners, text, confidence)


def read(name: str, data: bytes, pages: int = 9) -> Extract:
    return load(Path(name), data, Room(recognition=Allowance(pages)))


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (1000, 1400)) -> bytes:
    return encoded(Image.new(mode, size), kind)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("图.png", picture("PNG")),
        ("图.png", picture("PNG", "RGBA")),
        ("图.png", picture("PNG", "I;16")),
        ("图.jpg", picture("JPEG", "CMYK")),
        ("图.jpeg", picture("JPEG", "L")),
        ("图.webp", picture("WEBP")),
        ("图.bmp", picture("BMP", "1")),
        ("图.tif", picture("TIFF", "1")),
        ("图.png", picture("JPEG")),
    ],
)
@pytest.mark.usefixtures("shown")
def test_pictures_of_all_kinds_are_read_and_marked(name: str, data: bytes) -> None:
    (block,) = [block for block in read(name, data).blocks if block.text]

    assert (block.text, block.page, block.recognised) == (SENTENCE, 1, 0.97)


@pytest.mark.usefixtures("shown")
def test_each_page_of_a_tiff_counts_and_those_beyond_the_limit_are_named() -> None:
    stream = io.BytesIO()
    pages = [Image.new("L", (600, 800)) for _ in range(4)]
    pages[0].save(stream, "TIFF", save_all=True, append_images=pages[1:])

    extract = read("传真.tiff", stream.getvalue(), pages=2)

    assert extract.omissions == (Omission(Unreadable.SCANNED, (3, 4)),)


@pytest.mark.usefixtures("shown")
def test_pages_of_a_pdf_without_text_are_recognised_the_others_not() -> None:
    data = pdf(
        Sheet().text(72, 740, "附件由档案室保管。"),
        Sheet().picture().text(280, 40, "2"),
        Sheet().shapes(72, 700, 40),
        Sheet().picture(),
    )

    extract = read("合同.pdf", data, pages=2)

    found = [(block.text, block.page, block.recognised) for block in extract.blocks if block.text]
    assert found == [("附件由档案室保管。", 1, None), (SENTENCE, 2, 0.97), (SENTENCE, 3, 0.97)]
    assert extract.omissions == (Omission(Unreadable.SCANNED, (4,)),)


def test_rows_are_told_by_their_places(shown: list[Placed]) -> None:
    rows = [
        ("课程", "教室", "人数"),
        ("书法", "东楼", "30"),
        ("国画", "西楼", "20"),
        ("合唱", "礼堂", "60"),
    ]
    shown[:] = [
        (cell, 0.9, 100 + 300 * column, 200 + 60 * row)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    ]

    found = [block for block in read("课表.png", picture("PNG")).blocks if block.form is Form.ROW]

    assert [block.text for block in found][1] == "课程：国画　教室：西楼　人数：20"
    assert found[1].recognised == pytest.approx(0.9)


def test_a_paragraph_has_the_mean_confidence_of_its_lines(shown: list[Placed]) -> None:
    width = 24
    text = (
        "渡船每天从早上六点到晚上九点往返八班，春节停航三天，平时遇大雾也停，"
        "停航时在码头张贴通知并在网上公布。"
    )
    lines = [text[at : at + width] for at in range(0, len(text), width)]
    shown[:] = [(line, 0.8 + 0.1 * at, 100, 200 + 45 * at) for at, line in enumerate(lines)]

    contents = read_contents(Path("a.png"), "a.png", picture("PNG"), None, Allowance(1))

    ((paragraph,),) = [article.paragraphs for article in contents.articles]
    weighed = sum(len(line) * (0.8 + 0.1 * at) for at, line in enumerate(lines)) / len(text)
    assert paragraph.text == text
    assert paragraph.recognised == pytest.approx(weighed)


@pytest.mark.usefixtures("shown")
def test_a_long_screenshot_is_read_in_strips_and_each_counts() -> None:
    extract = read("长图.png", picture("PNG", size=(700, 3900)), pages=2)
    assert len(texts(extract)) == 2

    with pytest.raises(DocumentError):
        read("长图.png", picture("PNG", size=(700, 4100)), pages=2)


def test_without_recognition_the_way_to_get_it_is_told() -> None:
    for name, data in (("a.jpg", picture("JPEG")), ("a.pdf", pdf(Sheet().picture()))):
        with pytest.raises(DocumentError, match=r"pip install 'yuanwen\[ocr\]'") as caught:
            load(Path(name), data)
        assert caught.value.reason is Unreadable.SCANNED


def test_a_picture_without_text_is_said_to_have_none(shown: list[Placed]) -> None:
    shown.clear()
    for name, data in (("a.jpg", picture("JPEG")), ("a.pdf", pdf(Sheet().picture()))):
        with pytest.raises(DocumentError, match="No text was recognised") as caught:
            read(name, data)
        assert caught.value.reason is Unreadable.UNRECOGNISED


def test_pages_without_text_are_named_beside_those_with_some(monkeypatch: pytest.MonkeyPatch) -> None:
    class Reader:
        def lines(self, picture: Image.Image) -> tuple[Sequence[FoundLine], int]:
            return [_found(SENTENCE, 0.97, 100, 200)] if picture.width > 650 else [], 0

    monkeypatch.setattr("retrieval.ingestion.recognition.allowance.Engine", Reader)
    photos = packed([picture("JPEG", size=(width, 900)) for width in (600, 700, 610)])

    extract = read("照片.jpg", photos)

    assert [(block.text, block.page) for block in extract.blocks if block.text] == [(SENTENCE, 2)]
    assert extract.omissions == (Omission(Unreadable.UNRECOGNISED, (1, 3)),)


def test_scanned_pages_without_text_are_named(shown: list[Placed]) -> None:
    shown.clear()
    extract = read("合同.pdf", pdf(Sheet().text(72, 740, "附件由档案室保管。"), Sheet().picture()))
    assert extract.omissions == (Omission(Unreadable.UNRECOGNISED, (2,)),)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("照片.jpg", packed([picture("JPEG"), picture("PNG")]), [(1, 2), (2, 2)]),
        ("照片.jpg", picture("JPEG"), [(1, 1)]),
        ("长图.png", picture("PNG", size=(700, 3900)), [(1, 1), (1, 1)]),
        (
            "合同.pdf",
            pdf(Sheet().picture(), Sheet().text(72, 740, "附件。"), Sheet().picture()),
            [(1, 2), (2, 2)],
        ),
    ],
)
@pytest.mark.usefixtures("shown")
def test_each_page_is_told_before_it_is_recognised(
    name: str, data: bytes, told: list[tuple[int, int]]
) -> None:
    pages: list[tuple[int, int]] = []
    room = Room(recognition=Allowance(9, lambda page, count: pages.append((page, count))))

    load(Path(name), data, room)

    assert pages == told


@pytest.mark.parametrize(
    "head", [b"", b"\n", b"[]\n", b"[9]\n", b"[-1, 4]\nabc", b"{}\n", b'["x"]\n', b"[" * 9000 + b"\n"]
)
@pytest.mark.usefixtures("shown")
def test_what_only_begins_like_an_album_is_damaged(head: bytes) -> None:
    with pytest.raises(DocumentError, match="not a picture") as caught:
        read("照片.jpg", packed([b""]).partition(b"\n")[0] + b"\n" + head)
    assert caught.value.reason is Unreadable.DAMAGED


def _claiming(width: int, height: int) -> bytes:
    """A small PNG that says to be of this size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def _with_page_of_nothing() -> bytes:
    """A TIFF that refers to a second page, which does not even have a size."""
    data = picture("TIFF")
    first = int.from_bytes(data[4:8], "little")
    at = first + 2 + 12 * int.from_bytes(data[first : first + 2], "little")
    return data[:at] + len(data).to_bytes(4, "little") + data[at + 4 :] + bytes(6)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_claiming(9_000, 9_000), Unreadable.TOO_LARGE),
        (_claiming(60_000, 60_000), Unreadable.TOO_LARGE),
        (_claiming(800, 800), Unreadable.DAMAGED),
        (picture("PNG")[:300], Unreadable.DAMAGED),
        (b"GIF89a" + b"\0" * 100, Unreadable.DAMAGED),
        (b"no picture", Unreadable.DAMAGED),
        (_with_page_of_nothing(), Unreadable.DAMAGED),
    ],
)
@pytest.mark.usefixtures("shown")
def test_bombs_and_damaged_pictures_are_refused(data: bytes, reason: Unreadable) -> None:
    with pytest.raises(DocumentError, match=r"not a picture|too much") as caught:
        read("a.png", data)
    assert caught.value.reason is reason
