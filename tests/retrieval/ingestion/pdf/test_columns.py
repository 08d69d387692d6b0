"""The reading order of pages with columns, and the spaces within lines."""

import pytest

from retrieval.ingestion.reflow import reflow
from tests.retrieval.ingestion.pdf.sheets import Sheet, read, texts

LEFT = [
    "石桥镇图书馆今年三月重新开放，",
    "新馆面积六千平方米，藏书二十万",
    "册，由镇政府出资建设，馆长是原",
    "镇中学的教师沈知秋，她已经在镇",
    "里工作了二十二年。",
]
RIGHT = [
    "读者凭身份证办理借书证，每次可",
    "借十册，借期三十天，可续借一次",
    "。儿童阅览室在一楼，周一不开放",
    "；自习室在三楼，每天开放到晚上",
    "十点，座位可以预约。",
]
TITLE = "石桥镇图书馆重新开放"


def whole(lines: list[str]) -> str:
    return "".join(lines)


def test_columns_drawn_row_by_row() -> None:
    sheet = Sheet().text(180, 790, TITLE, 18)
    for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        sheet.text(72, 740 - 18 * number, left).text(290, 740 - 18 * number, right)

    assert texts(read(sheet)) == [TITLE, whole(LEFT), whole(RIGHT)]


def test_columns_drawn_one_after_the_other_whose_lines_are_not_level() -> None:
    sheet = Sheet().lines(72, 740, LEFT).lines(290, 733, RIGHT)

    assert texts(read(sheet)) == [whole(LEFT), whole(RIGHT)]


def test_a_line_over_both_columns_parts_them() -> None:
    sheet = Sheet().lines(72, 740, LEFT).lines(290, 740, RIGHT)
    sheet.text(72, 640, "以下是今年五月以来图书馆各个阅览室开放时间的调整说明和要求")
    sheet.lines(72, 610, LEFT[::-1]).lines(290, 610, RIGHT[::-1])

    found = texts(read(sheet))

    assert found[0] == whole(LEFT)
    assert found[1] == whole(RIGHT)
    assert found[2].startswith("以下是今年")
    assert found[3].startswith(LEFT[-1])


def test_columns_of_figures_are_rows() -> None:
    sheet = Sheet()
    rows = [
        ("姓名", "科室", "电话"),
        ("柳青", "财务科", "8101"),
        ("程晓", "总务科", "8102"),
        ("方圆", "人事科", "8103"),
    ]
    for number, row in enumerate(rows):
        for x, cell in zip((72, 220, 380), row, strict=True):
            sheet.text(x, 740 - 20 * number, cell)

    assert texts(read(sheet)) == [
        "姓名：柳青　科室：财务科　电话：8101",
        "姓名：程晓　科室：总务科　电话：8102",
        "姓名：方圆　科室：人事科　电话：8103",
    ]


@pytest.mark.parametrize("spacing", [4, 9])
def test_characters_that_are_spaced_out_are_words(spacing: float) -> None:
    sheet = Sheet().text(72, 740, "关于渡船停航的通知", spacing=spacing)

    assert texts(read(sheet)) == ["关于渡船停航的通知"]


def test_a_page_that_lies_on_its_side() -> None:
    sheet = Sheet(turned=90)
    for x, text in ((100, "渡船时刻"), (130, "早上六点开航")):
        sheet.drawn.append(f"BT /F1 12 Tf 0 1 -1 0 {x} 72 Tm <{text.encode('utf-16-be').hex()}> Tj ET")

    assert texts(read(sheet)) == ["渡船时刻", "早上六点开航"]


def test_a_slanted_watermark_is_not_text() -> None:
    sheet = Sheet().lines(72, 740, LEFT)
    shown = "内部资料严禁外传".encode("utf-16-be").hex()
    sheet.drawn.append(f"BT /F1 40 Tf 0.7 0.7 -0.7 0.7 72 600 Tm <{shown}> Tj ET")

    assert texts(read(sheet)) == LEFT


def test_short_paragraphs_set_apart_stay_apart() -> None:
    fields = ["合同编号：CG-2025-0386", "甲方：江城渡运公司", "乙方：北岸造船厂", "地址：江城市滨江路十二号"]
    clause = [
        "乙方应于九月二十日之前将渡船运至甲方指定的地点，即江城市滨江",
        "路1760号渡口码头。交货前三日乙方应当书面通知甲方。",
    ]
    sheet = Sheet()
    sheet.text(360, 760, fields[0])  # at the right edge
    for number, text in enumerate((*fields[1:], *fields[2:]), 1):
        sheet.text(72, 760 - 30 * number, text)
    sheet.lines(72, 560, clause)

    found = [paragraph.text for article in reflow(read(sheet), "合同") for paragraph in article.paragraphs]

    assert found[:4] == fields
    assert found[-1] == "".join(clause)
