"""Tables with ruling lines."""

from retrieval.ingestion.extracts import Form
from retrieval.ingestion.loaders.pdf.grid import _MOST_RULES
from tests.retrieval.ingestion.pdf.sheets import Sheet, read, texts


def test_figures_of_cells_side_by_side_stay_apart() -> None:
    sheet = Sheet().text(72, 760, "采购清单").grid([72, 150, 216, 300], [740, 720, 700, 680])
    sheet.text(80, 725, "名称").text(155, 725, "金额").text(220, 725, "数量")
    sheet.text(80, 705, "文件柜").text(144, 705, "69,000").text(217, 705, "4")
    sheet.text(80, 685, "碎纸机").text(156, 685, "2,450").text(217, 685, "12")

    extract = read(sheet)

    assert texts(extract) == [
        "采购清单",
        "名称：文件柜　金额：69,000　数量：4",
        "名称：碎纸机　金额：2,450　数量：12",
    ]
    assert [block.form for block in extract.blocks if block.text] == [Form.TEXT, Form.ROW, Form.ROW]


def test_merged_cells_are_read_in_each_row() -> None:
    sheet = Sheet().grid([72, 160, 260, 380], [740, 720]).grid([160, 260, 380], [720, 700, 680])
    sheet.rule(72, 680, 72, 720).rule(72, 680, 160, 680)
    sheet.text(80, 725, "部门").text(170, 725, "姓名").text(270, 725, "电话")
    sheet.text(80, 695, "财务科").text(170, 705, "柳青").text(270, 705, "8101")
    sheet.text(170, 685, "程晓").text(270, 685, "8102")

    assert texts(read(sheet)) == [
        "部门：财务科　姓名：柳青　电话：8101",
        "部门：财务科　姓名：程晓　电话：8102",
    ]


def test_a_cell_of_several_lines_is_one() -> None:
    sheet = Sheet().grid([72, 160, 380], [740, 720, 680, 660])
    sheet.text(80, 725, "项目").text(170, 725, "说明")
    sheet.text(80, 695, "渡船").text(170, 705, "每天从早上六点到晚上九点").text(170, 688, "往返八班")
    sheet.text(80, 665, "码头").text(170, 665, "不收费")

    assert texts(read(sheet)) == [
        "项目：渡船　说明：每天从早上六点到晚上九点往返八班",
        "项目：码头　说明：不收费",
    ]


def test_a_table_goes_on_on_the_next_page_with_its_headers() -> None:
    first = Sheet().text(72, 760, "值班安排").grid([72, 160, 260, 380], [120, 100, 80])
    first.text(80, 105, "日期").text(170, 105, "姓名").text(270, 105, "电话")
    first.text(80, 85, "三日").text(170, 85, "柳青").text(270, 85, "8101")
    second = Sheet().grid([72, 160, 260, 380], [780, 760, 740])
    second.text(80, 765, "日期").text(170, 765, "姓名").text(270, 765, "电话")
    second.text(80, 745, "四日").text(170, 745, "程晓").text(270, 745, "8102")

    extract = read(first, second)

    rows = [(block.text, block.page) for block in extract.blocks if block.form is Form.ROW]
    assert rows == [
        ("日期：三日　姓名：柳青　电话：8101", 1),
        ("日期：四日　姓名：程晓　电话：8102", 2),
    ]


def test_cells_drawn_as_filled_rectangles_are_cells() -> None:
    sheet = Sheet()
    for x, y in [(72, 720), (172, 720), (272, 720), (72, 700), (172, 700), (272, 700)]:
        sheet.drawn.append(f"0.9 g {x} {y} 100 20 re f 0 g")
    sheet.text(80, 725, "名称").text(180, 725, "数量").text(280, 725, "单价")
    sheet.text(80, 705, "文件柜").text(180, 705, "4").text(280, 705, "690")

    assert texts(read(sheet)) == ["名称：文件柜　数量：4　单价：690"]


def test_a_frame_around_text_is_no_table() -> None:
    sheet = Sheet().grid([60, 540], [760, 600])
    sheet.lines(72, 740, ["今年夏天，市里决定给江上的渡船换上", "电动机，每年可以少用九十吨柴油。"])

    assert {block.form for block in read(sheet).blocks} == {Form.TEXT}


def test_more_rules_than_any_table_has_are_not_looked_at() -> None:
    sheet = Sheet().text(72, 760, "等高线图").text(72, 740, "比例一比一万")
    for number in range(_MOST_RULES + 10):
        sheet.rule(10 + number * 4, 10, 10 + number * 4, 800).rule(10, 10 + number * 4, 2000, 10 + number * 4)

    assert texts(read(sheet)) == ["等高线图", "比例一比一万"]
