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


def test_merged_cells_and_cells_of_several_paragraphs() -> None:
    rows = (
        (r"\trowd\clvmgf\cellx1000\clmgf\cellx2000\clmrg\cellx3000 ", ("部门", "联系方式", "")),
        (r"\trowd\clvmrg\cellx1000\cellx2000\cellx3000 ", ("", "分机", "手机")),
        (r"\trowd\clvmgf\cellx1000\cellx2000\cellx3000 ", ("流通部", "8068", "13900000001")),
        (r"\trowd\clvmrg\cellx1000\cellx2000\cellx3000 ", ("", "8070", "13900000002")),
    )
    table = "".join(
        edges + "".join(rf"{{\pard\intbl {bytes_of(text)}\par}}\cell " for text in cells) + r"\row "
        for edges, cells in rows
    )

    assert texts(f"{START}{table}\\pard {bytes_of('以上号码仅供内部使用。')}\\par}}") == [
        "部门：流通部　联系方式分机：8068　联系方式手机：13900000001",
        "部门：流通部　联系方式分机：8070　联系方式手机：13900000002",
        "以上号码仅供内部使用。",
    ]


def test_headings_by_their_outline_levels_and_a_title_in_the_middle() -> None:
    title, heading, text = map(bytes_of, ("闭馆办法", "时间", "图书馆周末二十一点三十分闭馆。"))
    written = rf"\pard\qc {title}\par\pard\outlinelevel0 {heading}\par\pard {text}\par"

    assert document_of("a.rtf", f"{START}{written}}}".encode()).articles[0].title == "闭馆办法 · 时间"


def test_numbers_of_lists_are_read_and_bullets_and_hidden_text_are_not() -> None:
    first, second, third = map(bytes_of, ("关窗；", "熄灯；", "看不见的字"))
    written = (
        rf"{{\pntext\f0 1.\tab}}{first}\par{{\listtext\pard\plain \u8226?\tab}}{second}\par{{\v {third}}}"
    )

    assert texts(f"{START}{written}}}") == ["1. 关窗；\n熄灯；"]


def lines(rtf: str) -> list[str]:
    document = document_of("通知.rtf", rtf.encode("ascii"))
    return [line for article in document.articles for p in article.paragraphs for line in p.text.split("\n")]


def test_footnotes_and_text_boxes_come_after_their_paragraph_without_marks() -> None:
    note = rf"{{\super\chftn{{\*\footnote\pard\plain{{\super\chftn}}{bytes_of('电话随时可拨。')}}}}}"
    shape = rf"{{\shptxt\pard {bytes_of('东门停用。')}\par}}"
    properties = r"{\sp{\sn shapeType}{\sv 202}}"
    fallback = rf"{{\shprslt{{\*\do\dptxbx{{\dptxbxtext {bytes_of('东门停用。')}\par}}}}}}"
    box = rf"{{\shp{{\*\shpinst{properties}{shape}{fallback}}}}}"
    first, second = bytes_of("馆长电话"), bytes_of("不变。")
    assert lines(rf"{START}{first}{note}{box}{second}\par {bytes_of('其余照旧。')}\par}}") == [
        "馆长电话不变。",
        "电话随时可拨。",
        "东门停用。",
        "其余照旧。",
    ]


def test_headers_and_footers_are_read_once_without_numbers_of_pages() -> None:
    page = r"{\field{\*\fldinst{ PAGE }}{\fldrslt{7}}}"
    header = rf"{{\header\pard {bytes_of('内部资料')}\par}}"
    footer = rf"{{\footer\pard {bytes_of('第')}{page}{bytes_of('页')}\par}}"
    unseen = rf"{{\headerl\pard {bytes_of('双页')}\par}}{{\headerf\pard {bytes_of('首页')}\par}}"
    section = rf"\sectd{header}{footer}{unseen}"
    rtf = rf"{START}{section}{bytes_of('周末闭馆。')}\par\sect{section}{bytes_of('其余照旧。')}\par}}"
    assert lines(rtf) == ["内部资料", "周末闭馆。", "其余照旧。"]


def test_deleted_text_is_not_read() -> None:
    changed = rf"{{\deleted {bytes_of('六')}}}{{\revised {bytes_of('七')}}}"
    assert lines(rf"{START}{bytes_of('每周开放')}{changed}{bytes_of('天。')}\par}}") == ["每周开放七天。"]
