"""Tables of every format as rows that can be read by themselves."""

from pathlib import Path

import docx
import pytest

from retrieval.ingestion.extracts import Block, Form
from retrieval.ingestion.loaders.tables import Cell, table
from retrieval.ingestion.loaders.text_tables import with_tables
from retrieval.ingestion.passages import split
from retrieval.ingestion.read import read_document

ROWS = ["部门：人事部　分机：8068　联系人：祝小满", "部门：财务部　分机：8075　联系人：骆一舟"]


def texts(*rows: str, header: bool = False) -> list[str]:
    """The rows of a table whose cells are parted by bars."""
    cells = [
        [Cell(text.strip(), heading=header and not n) for text in r.split("|")] for n, r in enumerate(rows)
    ]
    return [block.text for block in table(cells)]


def passages(folder: Path, name: str, content: str) -> list[tuple[str, str]]:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return [(passage.title, passage.text) for passage in split(read_document(path, name))]


def test_each_row_has_its_headers() -> None:
    assert texts("部门|分机|联系人", "人事部|8068|祝小满", "财务部|8075|骆一舟") == ROWS
    assert texts("甲|乙|丙", "丁|戊|己", header=True) == ["甲：丁　乙：戊　丙：己"]


@pytest.mark.parametrize(
    "rows",
    [
        ("祝小满|骆一舟|卓文", "易冬|向晚|沈知秋"),  # names, with nothing that heads them
        ("姓名|祝小满|性别|女", "学历|本科|电话|13900000000"),  # a form
        ("5月6日|上午|防火", "5月7日|下午|急救"),
        ("机柜|2台|18,800", "网线|30根|450"),
        ("甲|甲|乙", "丙|丁|8"),
    ],
)
def test_a_first_row_that_is_no_header_is_a_row(rows: tuple[str, ...]) -> None:
    assert texts(*rows) == [row.replace("|", "　") for row in rows]


@pytest.mark.parametrize(
    "header", ["指标|2023年|2022年", "|周一|周二", "产品|去年销量|今年销量", "物品|领取数量|存放处"]
)
def test_a_first_row_is_a_header_by_its_words_or_what_it_is_over(header: str) -> None:
    first, second, third = header.split("|")
    shown = f"{first}：甲" if first else "甲"
    assert texts(header, "甲|12|34", "乙|56|78")[0] == f"{shown}　{second}：12　{third}：34"


def test_rows_over_the_whole_table_above_its_header_are_text() -> None:
    rows = [[Cell("职工通讯录", columns=3)], [Cell("二〇二五年三月", columns=3)]]
    rows += [
        [Cell(text) for text in ("部门", "分机", "联系人")],
        [Cell("人事部"), Cell("8068"), Cell("祝小满")],
    ]

    assert [block.text for block in table(rows)] == ["职工通讯录", "二〇二五年三月", ROWS[0]]


def test_a_form_with_wide_cells_has_no_header() -> None:
    rows = [
        [Cell("姓名"), Cell("祝小满"), Cell("性别"), Cell("女")],
        [Cell("事由"), Cell("参加培训。", columns=3)],
    ]

    assert [block.text for block in table(rows)] == ["姓名　祝小满　性别　女", "事由　参加培训。"]


def test_a_column_without_any_text_is_none() -> None:
    assert texts("名称||数量", "网线||30", "机柜||2") == ["名称：网线　数量：30", "名称：机柜　数量：2"]


def test_empty_cells_are_left_out() -> None:
    assert texts("名称|规格|备注", "网线|  |六类", "| |") == ["名称：网线　备注：六类"]


def test_a_table_of_two_columns_is_keys_and_values() -> None:
    blocks = table(
        [[Cell("额定功率"), Cell("30瓦")], [Cell("水箱容量："), Cell("3升")], [Cell("备注"), Cell("")]]
    )

    assert [(block.text, block.form) for block in blocks] == [
        ("额定功率：30瓦", Form.ITEM),
        ("水箱容量：3升", Form.ITEM),
        ("备注", Form.ITEM),
    ]
    assert texts("姓名|分机", "祝小满|8068") == ["姓名：祝小满　分机：8068"]
    assert texts("型号|JS-20", "功率|30瓦", header=True) == ["型号：JS-20", "功率：30瓦"]
    assert texts("品名|2023年", "桌子|8张", header=True) == ["品名：桌子　2023年：8张"]


def test_merged_cells_stand_in_each_row_that_they_cover() -> None:
    rows = [
        [Cell("日期", heading=True), Cell("时段", heading=True), Cell("课程", heading=True)],
        [Cell("5月6日", rows=2), Cell("上午"), Cell("防火")],
        [Cell("下午"), Cell("急救")],
        [Cell("合计", columns=2), Cell("两门")],
    ]
    assert [block.text for block in table(rows)] == [
        "日期：5月6日　时段：上午　课程：防火",
        "日期：5月6日　时段：下午　课程：急救",
        "合计　课程：两门",
    ]


def test_the_lines_of_a_header_are_joined_and_a_first_row_of_one_cell_is_text() -> None:
    rows = [
        [Cell("各店销售情况", columns=4)],
        [Cell("门店", rows=2), Cell("上半年", columns=2), Cell("备注", rows=2)],
        [Cell("数量"), Cell("金额")],
        [Cell("城东店"), Cell("120"), Cell("36万元"), Cell("")],
    ]
    assert [(block.text, block.form) for block in table(rows)] == [
        ("各店销售情况", Form.TEXT),
        ("门店：城东店　上半年数量：120　上半年金额：36万元", Form.ROW),
    ]


def test_a_header_over_nothing_is_kept_and_a_long_merged_cell_is_not_repeated() -> None:
    assert texts("名称|数量|单价") == ["名称　数量　单价"]
    rows = [[Cell("长" * 300, rows=1000), Cell("1")], *([Cell(str(n))] for n in range(2, 900))]
    assert sum(len(block.text) for block in table(rows)) < 10_000


@pytest.mark.parametrize("gap", ["\t", " | ", "    ", "　　", " "])
def test_lines_of_plain_text_that_look_like_a_table_are_one(gap: str) -> None:
    rows = [("部门", "分机", "联系人"), ("人事部", "8068", "祝小满"), ("财务部", "8075", "骆一舟")]
    blocks = [Block("通讯录", 1), Block("", 1), *(Block(gap.join(row), 2) for row in rows), Block("完。", 2)]

    found = with_tables(blocks)

    assert [(block.text, block.page) for block in found if block.text] == [
        ("通讯录", 1),
        *((row, 2) for row in ROWS),
        ("完。", 2),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("今天 天气 晴。", "明天 天气 阴。", "后天 天气 雨。"),
        ("we go out", "you stay in", "they come back"),
        ("松 岭 市", "公 告 栏", "今 日 晴"),
        ("人事部 8068 祝小满", "财务部 8075 骆一舟"),
    ],
)
def test_other_lines_stay_as_they_are(lines: tuple[str, ...]) -> None:
    blocks = [Block(line) for line in lines]

    assert with_tables(blocks) == blocks


MARKDOWN = """# 通讯录

表1 行政各部门

| 部门 | 分机 | 联系人 |
|---|---|---|
| 人事部 | 8068 | 祝小满 |
| 财务部 | 8075 | 骆一舟 |

总机夜间转保安室。
"""
HTML = """<h1>通讯录</h1><table><caption>表1 行政各部门</caption>
<tr><th>部门</th><th>分机</th><th>联系人</th></tr>
<tr><td>人事部</td><td>8068</td><td>祝小满</td></tr><tr hidden><td>旧部门</td><td>1</td><td>2</td></tr>
<tr><td>财务部</td><td>8075</td><td><p>骆一舟</p></td></tr></table><p>总机夜间转保安室。</p>"""


@pytest.mark.parametrize(("name", "content"), [("a.md", MARKDOWN), ("a.html", HTML)])
def test_a_caption_is_in_the_title_of_the_rows_alone(tmp_path: Path, name: str, content: str) -> None:
    assert passages(tmp_path, name, content) == [
        *(("通讯录 · 表1 行政各部门", row) for row in ROWS),
        ("通讯录", "总机夜间转保安室。"),
    ]


def test_a_row_of_a_page_may_cover_several(tmp_path: Path) -> None:
    page = """<h1>课表</h1><table><tr><th>星期</th><th>节次</th><th>课程</th></tr>
    <tr><td rowspan="2">周一</td><td>第一节</td><td>语文</td></tr>
    <tr><td>第二节</td><td>美术</td></tr></table>"""

    assert [text for _, text in passages(tmp_path, "a.html", page)] == [
        "星期：周一　节次：第一节　课程：语文",
        "星期：周一　节次：第二节　课程：美术",
    ]


def test_keys_and_values_are_one_passage(tmp_path: Path) -> None:
    page = "# 加湿器\n\n| | |\n|---|---|\n| 额定功率 | 30瓦 |\n| 水箱容量 | 3升 |\n"

    assert passages(tmp_path, "a.md", page) == [("加湿器", "额定功率：30瓦\n水箱容量：3升")]


def test_a_table_of_word_with_merged_cells(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("值班安排", level=1)
    grid = document.add_table(rows=4, cols=3)
    cells = ["日期", "时段", "值班人", "周一", "白班", "祝小满", "", "夜班", "骆一舟", "周二", "全天", "易冬"]
    for cell, text in zip(grid._cells, cells, strict=True):
        cell.text = text
    grid.cell(1, 0).merge(grid.cell(2, 0))
    document.save(str(tmp_path / "值班.docx"))

    found = split(read_document(tmp_path / "值班.docx", "值班.docx"))

    assert [passage.text for passage in found] == [
        "日期：周一　时段：白班　值班人：祝小满",
        "日期：周一　时段：夜班　值班人：骆一舟",
        "日期：周二　时段：全天　值班人：易冬",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "┌────┬────┐\n│ 姓名 │ 分机 │\n├────┼────┤\n│ 祝小满 │ 8068 │\n│ 骆一舟 │ 8075 │\n└────┴────┘\n",
        "┏━━┳━━┓\n┃姓名┃分机┃\n┣━━╋━━┫\n┃祝小满┃8068┃\n┣━━╋━━┫\n┃骆一舟┃8075┃\n┗━━┻━━┛\n",
        "+----+----+\n|姓名|分机|\n+----+----+\n"
        "|祝|8068|\n|小满| |\n+----+----+\n|骆一舟|8075|\n+----+----+\n",
        "姓名    分机\n------  ----\n祝小满  8068\n骆一舟  8075\n",
    ],
)
def test_a_table_drawn_in_text_is_rows_with_headers(tmp_path: Path, lines: str) -> None:
    rows = [text for _, text in passages(tmp_path, "a.txt", f"值班表\n{lines}请各位准时到岗，不得迟到。\n")]

    assert rows == ["姓名：祝小满　分机：8068", "姓名：骆一舟　分机：8075", "请各位准时到岗，不得迟到。"]


def test_a_line_drawn_between_texts_makes_no_table(tmp_path: Path) -> None:
    content = "前面的话写在这里。\n----------\n后面的话写在这里。\n"

    assert "----------" in [text for _, text in passages(tmp_path, "a.txt", content)]


def test_a_line_beside_empty_cells_is_above_the_table() -> None:
    assert texts("青石镇通讯录||", "部门|分机|联系人", "人事部|8068|祝小满") == ["青石镇通讯录", ROWS[0]]


def test_a_header_that_goes_down_to_the_last_row_heads_nothing() -> None:
    rows = [
        [Cell("科目", rows=2, heading=True), Cell("执行数", 2, heading=True)],
        [Cell("上半年"), Cell("下半年")],
    ]
    assert [block.text for block in table(rows)] == ["科目　执行数", "科目　上半年　下半年"]
