"""Rich text: Chinese in both of its ways of writing it, tables, pictures."""

import pytest

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.passages import split
from tests.retrieval.ingestion.reading import document_of

START = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}\f0 "


def bytes_of(text: str) -> str:
    return "".join(rf"\'{byte:02x}" for byte in text.encode("gb18030"))


def units_of(text: str) -> str:
    return "".join(rf"\u{ord(letter) - (ord(letter) > 0x7FFF) * 0x10000}?" for letter in text)


def texts(rtf: str) -> list[str]:
    return [p.text for p in split(document_of("通知.rtf", rtf.encode("ascii")))]


@pytest.mark.parametrize("written", [bytes_of, units_of])
def test_chinese_paragraphs(written: object) -> None:
    assert callable(written)
    first, second = "青石镇图书馆周末二十一点三十分闭馆。", "鼙鼓队的队长是罗志强，每周三在广场排练。"
    assert texts(rf"{START}{written(first)}\par {written(second)}\par}}") == [first, second]


def test_rows_of_tables_and_no_pictures() -> None:
    rows = (("部门", "负责人", "分机"), ("流通部", "何静娴", "8068"), ("保安队", "罗志强", "8070"))
    table = "".join(
        r"\trowd\cellx1000\cellx2000\cellx3000 "
        + "".join(rf"{bytes_of(text)}\cell " for text in row)
        + r"\row "
        for row in rows
    )
    picture = r"{\pict\pngblip " + "89504e47" * 2_000 + "}"
    assert texts(f"{START}{picture}{table}}}") == [
        "部门：流通部　负责人：何静娴　分机：8068",
        "部门：保安队　负责人：罗志强　分机：8070",
    ]


def test_what_is_no_rich_text_is_refused() -> None:
    with pytest.raises(DocumentError) as raised:
        texts("plain text")
    assert raised.value.reason is Unreadable.DAMAGED


@pytest.mark.parametrize(
    "odd", [r"\u9999999 ?", r"\u-99999 ?", r"\uc \u21999", r"\ansicpg77 ", r"\u55357 ?x", r"\'", "}{"]
)
def test_odd_words_do_not_lose_the_file(odd: str) -> None:
    (text,) = texts(f"{START}{units_of('馆长是何静娴，分机')} 8068 {odd}")
    assert text.startswith("馆长是何静娴，分机 8068")


def test_a_rare_character_in_two_halves() -> None:
    assert texts(rf"{START}\u-10187 ?\u-8960 ?{units_of('是馆长。')}}}")[0].startswith("\U0001d500")


def test_links_show_their_text_alone() -> None:
    link = r'{\field{\*\fldinst{HYPERLINK "http://example.org/"}}{\fldrslt ' + units_of("馆内通知") + "}}"
    assert texts(f"{START}{units_of('详见')}{link}{units_of('第二条。')}}}") == ["详见馆内通知第二条。"]
