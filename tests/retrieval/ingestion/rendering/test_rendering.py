"""Pages as pictures: the words of the answer are marked where they stand."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.rendering import PagePicture, Place, render
from retrieval.ingestion.workers import ReadingPool
from tests.retrieval.ingestion.pdf.sheets import Sheet, pdf
from tests.retrieval.ingestion.rendering.marks import marked_box

PASSAGE = "逾期归还的，违约金为每日三千元。"
PLACE = Place(1, PASSAGE, ((PASSAGE.index("三"), PASSAGE.index("。")),))
FIRST = Sheet().lines(72, 700, ["一、押金为三千元。", "二、归还的日期见附件。"])
SECOND = Sheet().text(72, 421, PASSAGE)


def shown(*sheets: Sheet, place: Place = PLACE) -> PagePicture:
    return render(Path("合同.PDF"), pdf(*sheets), place)


def test_the_words_are_marked_where_they_stand() -> None:
    picture = shown(SECOND)
    assert (picture.page, picture.is_marked) == (1, True)
    left, top, right, bottom = marked_box(picture.png) or (0, 0, 0, 0)
    first = 72 + 12 * PASSAGE.index("三")
    assert left == pytest.approx(first / 595, abs=0.01)
    assert right == pytest.approx((first + 36) / 595, abs=0.01)
    assert top < 1 - 421 / 842 < bottom
    assert bottom - top < 0.03
    assert Image.open(BytesIO(picture.png)).height == 1600


def test_the_page_is_that_of_the_words_where_the_paragraph_starts_before() -> None:
    picture = shown(FIRST, SECOND)
    assert (picture.page, picture.is_marked) == (2, True)


def test_a_turned_page_is_marked_at_the_same_words() -> None:
    turned = Sheet(turned=90).text(72, 421, PASSAGE)
    left, top, right, bottom = marked_box(shown(turned).png) or (0, 0, 0, 0)
    first = 72 + 12 * PASSAGE.index("三")
    assert left < 421 / 842 < right
    assert top == pytest.approx(first / 595, abs=0.01)
    assert bottom == pytest.approx((first + 36) / 595, abs=0.01)


def test_a_page_without_the_words_is_shown_unmarked() -> None:
    picture = shown(Sheet().picture())
    assert not picture.is_marked
    assert marked_box(picture.png) is None


def test_a_picture_is_shown_upright_and_no_larger_than_a_page() -> None:
    photo = Image.new("RGB", (3000, 2000), "white")
    exif = photo.getexif()
    exif[0x0112] = 6  # turned by a quarter
    written = BytesIO()
    photo.save(written, "JPEG", exif=exif)
    picture = render(Path("照片.jpg"), written.getvalue(), PLACE)
    assert Image.open(BytesIO(picture.png)).size == (1067, 1600)


@pytest.mark.parametrize("name", ["坏.pdf", "坏.png", "无页.pdf", "文.txt"])
def test_what_cannot_be_rendered_is_told(name: str) -> None:
    broken = b"text" if name == "文.txt" else b"%PDF-1.4 broken"
    data, page = (pdf(FIRST), 9) if name == "无页.pdf" else (broken, 1)
    with pytest.raises(DocumentError) as raised:
        render(Path(name), data, Place(page, "", ()))
    assert raised.value.reason is (Unreadable.KIND if name == "文.txt" else Unreadable.DAMAGED)


def test_a_worker_renders_as_this_process(shared_pool: ReadingPool) -> None:
    data = pdf(FIRST, SECOND)
    assert shared_pool.render(Path("合同.pdf"), data, PLACE) == render(Path("合同.pdf"), data, PLACE)
    with pytest.raises(DocumentError, match="is not a PDF"):
        shared_pool.render(Path("合同.pdf"), b"%PDF-1.4 broken", PLACE)
