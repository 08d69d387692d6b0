"""Tables of Word files: each row with its headers, merged cells in each row that they are in."""

import pytest

from tests.retrieval.ingestion.docx.wordprocessing import cell, paragraph, passages, row, style, table, texts

DOWN, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def over(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def test_merged_cells_are_in_each_row() -> None:
    body = table(
        row("日期", "时段", "值班人"),
        row(cell("周一", properties=DOWN), "白班", "祝小满"),
        row(cell(properties=GOES_ON), "夜班", "骆一舟"),
        row(cell("周二", properties=DOWN), "全天", cell("易冬", properties=DOWN)),
        row(cell(properties=GOES_ON), "备勤", cell(properties=GOES_ON)),
    )

    assert texts(body) == [
        "日期：周一　时段：白班　值班人：祝小满",
        "日期：周一　时段：夜班　值班人：骆一舟",
        "日期：周二　时段：全天　值班人：易冬",
        "日期：周二　时段：备勤　值班人：易冬",
    ]


def test_a_header_of_two_lines() -> None:
    body = table(
        row(cell("部门", properties=DOWN), cell("上半年", properties=over(2)), cell("备注", properties=DOWN)),
        row(cell(properties=GOES_ON), "收入", "支出", cell(properties=GOES_ON)),
        row("华东", "三百万元", "一百万元", "已审"),
    )

    assert texts(body) == ["部门：华东　上半年收入：三百万元　上半年支出：一百万元　备注：已审"]


def test_cells_that_are_merged_in_the_old_way_and_columns_left_free() -> None:
    wide = '<w:hMerge w:val="restart"/>'
    body = table(
        row("项目", "数量", "单价", properties="<w:tblHeader/>"),
        row(cell("桌子", properties=wide), cell(properties='<w:hMerge w:val="continue"/>'), "九百元"),
        row("三张", "五百元", properties='<w:gridBefore w:val="1"/>'),
    )

    assert texts(body) == ["桌子　单价：九百元", "数量：三张　单价：五百元"]


def test_rows_and_cells_that_are_deleted_or_hidden() -> None:
    body = table(
        row("姓名", "电话"),
        row("祝小满", "8068", properties='<w:ins w:id="1"/>'),
        row("骆一舟", "8075", properties='<w:del w:id="1"/>'),
        row("易冬", "8079", properties="<w:hidden/>"),
        row("柳青", cell("8080", properties="<w:cellDel/>"), "8081"),
    )

    assert texts(body) == ["姓名：祝小满　电话：8068", "姓名：柳青　电话：8081"]


def test_a_table_within_a_cell_follows_the_row() -> None:
    inner = table(row("名称", "数量"), row("投影仪", "2台"))
    body = table(
        row("序号", "项目", "明细"),
        row("1", "会议室", cell(paragraph("见下表"), inner)),
        row("2", "食堂", "无"),
    )

    assert texts(body) == [
        "序号：1　项目：会议室　明细：见下表",
        "名称：投影仪　数量：2台",
        "序号：2　项目：食堂　明细：无",
    ]


def test_a_table_that_frames_text_is_text() -> None:
    body = table(
        row(cell(paragraph("须知", style="heading 1"), paragraph("请排队。"), paragraph("勿吸烟。")))
    )

    assert passages(body, styles=style("heading 1")) == [("须知", "请排队。"), ("须知", "勿吸烟。")]


def test_lines_of_a_cell_are_one() -> None:
    both = cell(paragraph("首付三成。"), paragraph("余款年底付清。"))

    assert texts(table(row("付款", both), row("交货", "六月。"))) == [
        "付款：首付三成。 余款年底付清。",
        "交货：六月。",
    ]


@pytest.mark.parametrize("caption", ["表1 车辆登记", "附表　车辆登记", "车辆登记如下："])
def test_rows_bear_the_caption_above_their_table(caption: str) -> None:
    body = paragraph("车队手册", style="Title") + paragraph("车辆须登记在册，专人保管。") + paragraph(caption)
    body += table(row("车号", "司机", "电话"), row("甲01", "祝小满", "8068"))

    assert passages(body + paragraph("车辆停在院内。"), styles=style("Title")) == [
        ("车队手册", "车辆须登记在册，专人保管。"),
        (f"车队手册 · {caption.rstrip('：').replace('　', ' ')}", "车号：甲01　司机：祝小满　电话：8068"),
        ("车队手册", "车辆停在院内。"),
    ]
