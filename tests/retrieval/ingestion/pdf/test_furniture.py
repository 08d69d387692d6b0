"""Footnotes, running headers, titles."""

import pytest

from tests.retrieval.ingestion.pdf.sheets import Sheet, read, texts

FIRST = [
    "青石渡口在镇北两公里的江边，从明代起就有渡船往来，如今",
    "每天仍有八班。渡口的老码头建成于光绪年间，后来先后重修",
]
SECOND = ["过三次，最近一次在二〇一九年。现在的船工有十一人，其中", "年纪最大的已经六十四岁。"]


def test_a_footnote_comes_after_the_paragraph_that_the_page_breaks_off() -> None:
    first = Sheet().lines(72, 200, FIRST).rule(72, 120, 200, 120)
    first.text(72, 104, "① 渡口：今属北岸村。", 9).text(72, 90, "② 光绪：一八七五年至一九〇八年。", 9)
    second = Sheet().lines(72, 780, [*SECOND, "　　第二段说的是渡船。"])

    found = texts(read(first, second))

    assert found[:4] == [*FIRST, *SECOND]
    assert found[4:6] == ["① 渡口：今属北岸村。", "② 光绪：一八七五年至一九〇八年。"]


def test_marks_of_footnotes_are_not_in_the_sentence() -> None:
    sheet = Sheet().text(72, 200, "青石渡口").text(120, 205, "①", 6).text(126, 200, "在镇北。水面有")
    sheet.text(210, 200, "9").text(222, 205, "2", 6).text(234, 200, "。")
    sheet.rule(72, 120, 200, 120).text(72, 104, "① 渡口：今属北岸村。", 9)

    assert texts(read(sheet))[0].startswith("青石渡口在镇北。")
    assert "2" in texts(read(sheet))[0]


def test_a_long_note_without_a_rule_is_one() -> None:
    sheet = Sheet().lines(72, 300, [*FIRST, *SECOND])
    sheet.text(72, 100, "[1] 县志第三卷记有渡口的来历，", 9).text(72, 86, "可惜只剩半页。", 9)

    assert texts(read(sheet))[-1] == "[1] 县志第三卷记有渡口的来历，可惜只剩半页。"


def test_a_header_of_two_pages_is_not_text() -> None:
    sheets = [Sheet().text(72, 805, "江城渡运公司　内部资料", 9) for _ in range(2)]
    sheets[0].text(200, 760, "渡船管理办法", 18).lines(72, 720, FIRST)
    sheets[1].lines(72, 760, SECOND)

    assert texts(read(*sheets))[0].strip() == "渡船管理办法"
    assert "内部资料" not in "".join(texts(read(*sheets)))


@pytest.mark.parametrize(
    "mark",
    [
        "扫描全能王 创建",
        "第 {n} 页 共 3 页 扫描全能王 创建",
        "由夸克扫描王扫描",
        "Scanned with CamScanner",
        "{n} / 3",
    ],
)
def test_page_numbers_and_marks_of_scanning_apps_are_not_text(mark: str) -> None:
    bodies = (FIRST, SECOND, [f"{line}又一回" for line in FIRST])
    sheets = [
        Sheet().lines(72, 740, body).text(200, 40, mark.format(n=n), 9) for n, body in enumerate(bodies, 1)
    ]

    assert texts(read(*sheets)) == [line for body in bodies for line in body]
    assert texts(read(sheets[0])) == FIRST


def test_a_sentence_that_every_page_has_is_kept_once() -> None:
    sheets = [Sheet().text(72, 790, "下次会议定于五月九日召开。").text(300, 40, str(n), 9) for n in (1, 2, 3)]

    assert texts(read(*sheets)) == ["下次会议定于五月九日召开。"]


def test_titles_alike_on_two_pages_are_kept() -> None:
    sheets = [Sheet().text(200, 790, "会议纪要", 18).lines(72, 740, lines) for lines in (FIRST, SECOND)]

    assert [text.strip() for text in texts(read(*sheets))].count("会议纪要") == 2


@pytest.mark.parametrize(
    "title",
    ["合同.html", "Microsoft Word - 合同.doc", "untitled", "去年的采购合同", "旧渡口", "渡船管理办法.xlsx"],
)
def test_titles_that_programs_make_up_or_that_are_of_another_text(title: str) -> None:
    assert read(Sheet().lines(72, 740, FIRST), title=title).title is None


def test_a_title_that_the_text_bears_out() -> None:
    assert read(Sheet().lines(72, 740, FIRST), title="青石渡口的渡船").title == "青石渡口的渡船"


def test_a_page_is_as_large_as_all_pages_are_said_to_be() -> None:
    sheet = Sheet().text(72, 812, "渡船管理办法", 18).lines(72, 740, FIRST)

    assert texts(read(sheet))[0] == "渡船管理办法"


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (("2025/6/28 10:21", "渡船管理办法"), ("https://dukou.example/banfa.html", "1/1")),
        (("6/28/25, 7:31 AM", "渡船管理办法"), ("file:///D:/banfa.html", "1/1")),
    ],
)
def test_what_a_browser_prints_around_a_page_is_not_text(
    above: tuple[str, str], below: tuple[str, str]
) -> None:
    sheet = Sheet().text(24, 815, above[0], 8).text(300, 815, above[1], 8)
    sheet.text(24, 18, below[0], 8).text(560, 18, below[1], 8)
    sheet.lines(72, 740, [*FIRST, *SECOND, "网址：", "https://dukou.example"])

    assert texts(read(sheet)) == [*FIRST, *SECOND, "网址：", "https://dukou.example"]
