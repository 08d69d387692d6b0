"""Pages that cannot be read."""

import pytest

from retrieval.documents import Omission
from retrieval.errors import DocumentError, Unreadable
from tests.retrieval.ingestion.pdf.sheets import Sheet, read, texts


@pytest.mark.parametrize(
    ("sheets", "reason"),
    [
        ([Sheet().shapes(72, 700, 40)], Unreadable.UNMAPPED),
        ([Sheet().text(72, 700, "\ue001\ue002\ue003\ue004\ue005")], Unreadable.UNMAPPED),
        ([Sheet().picture().text(280, 40, "1")], Unreadable.SCANNED),
        ([Sheet().picture().text(450, 20, "扫描全能王 创建", 8)], Unreadable.SCANNED),
        ([Sheet().picture().text(450, 20, "扫描全能王 创建", 8) for _ in range(3)], Unreadable.SCANNED),
        ([Sheet()], Unreadable.SCANNED),
    ],
)
def test_a_file_without_text_that_can_be_read_is_refused(sheets: list[Sheet], reason: Unreadable) -> None:
    with pytest.raises(DocumentError) as caught:
        read(*sheets)
    assert caught.value.reason is reason


def test_what_can_be_read_is_and_the_other_pages_are_named() -> None:
    extract = read(
        Sheet().text(72, 740, "附件由档案室保管。"),
        Sheet().picture().text(280, 40, "2"),
        Sheet().picture(),
        Sheet().shapes(72, 700, 40),
        Sheet().text(72, 740, "完。"),
    )

    assert texts(extract) == ["附件由档案室保管。", "完。"]
    assert extract.omissions == (
        Omission(Unreadable.SCANNED, (2, 3)),
        Omission(Unreadable.UNMAPPED, (4,)),
    )


def test_a_scan_with_recognised_text_behind_it_is_read() -> None:
    text = "渡船每天从早上六点到晚上九点往返八班，春节停航三天，平时遇大雾也停。"

    assert texts(read(Sheet().picture().text(72, 740, text))) == [text]


def test_bullets_of_a_font_of_symbols_are_left_out() -> None:
    sheet = Sheet().text(72, 740, "\uf0b7").text(90, 740, "渡船每天往返八班。")

    extract = read(sheet)

    assert (texts(extract), extract.omissions) == (["渡船每天往返八班。"], ())


def test_an_empty_page_is_nothing_to_warn_of() -> None:
    assert read(Sheet().text(72, 740, "正文。"), Sheet()).omissions == ()
