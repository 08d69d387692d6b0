"""Automatic numbers of Word as text."""

import pytest

from retrieval.ingestion.extracts import Form
from retrieval.ingestion.loaders.packages.counting import formatted
from tests.retrieval.ingestion.docx.wordprocessing import (
    blocks,
    cell,
    item,
    level,
    numbering,
    paragraph,
    passages,
    row,
    style,
    table,
    texts,
)


@pytest.mark.parametrize(
    ("form", "values", "expected"),
    [
        ("decimal", (1, 12), "1 12"),
        ("decimalZero", (1, 12), "01 12"),
        ("upperRoman", (4, 1990), "IV MCMXC"),
        ("lowerLetter", (1, 26, 27), "a z aa"),
        ("upperLetter", (2,), "B"),
        ("ordinal", (1, 2, 3, 11, 21), "1st 2nd 3rd 11th 21st"),
        ("chineseCounting", (3, 10, 11, 20, 99, 105), "三 十 十一 二十 九十九 一○五"),
        ("chineseCountingThousand", (10, 21, 101, 110, 2024), "十 二十一 一百零一 一百一十 二千零二十四"),
        ("taiwaneseCountingThousand", (12, 300), "十二 三百"),
        ("japaneseCounting", (10, 123), "十 百二十三"),
        ("ideographDigital", (10, 205), "一〇 二〇五"),
        ("chineseLegalSimplified", (3, 10, 25), "叁 壹拾 贰拾伍"),
        ("ideographLegalTraditional", (2, 6), "貳 陸"),
        ("ideographTraditional", (1, 10, 11), "甲 癸 甲"),
        ("ideographZodiac", (1, 12), "子 亥"),
        ("ideographZodiacTraditional", (1, 60), "甲子 癸亥"),
        ("decimalFullWidth", (3, 12), "３ １２"),
        ("decimalEnclosedCircle", (1, 20, 21, 50, 51), "① ⑳ ㉑ ㊿ 51"),
        ("decimalEnclosedCircleChinese", (2,), "②"),
        ("decimalEnclosedParen", (3,), "⑶"),
        ("decimalEnclosedFullstop", (4,), "⒋"),
        ("numberInDash", (7,), "- 7 -"),
        ("chineseCounting", (0, -3, 123456), "0 -3 123456"),
        ("unheardOf", (5,), "5"),
    ],
)
def test_formats(form: str, values: tuple[int, ...], expected: str) -> None:
    assert " ".join(formatted(value, form) for value in values) == expected


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("chineseCounting", "第%1条", "第二条 罚款。"),
        ("chineseCountingThousand", "%1、", "二、罚款。"),
        ("decimal", "（%1）", "（2）罚款。"),
        ("decimal", "(%1)", "(2) 罚款。"),
        ("lowerLetter", "%1)", "b) 罚款。"),
        ("ideographTraditional", "%1．", "乙．罚款。"),
        ("decimal", "附件%1：", "附件2：罚款。"),
        ("bullet", "\uf06c", "罚款。"),
        ("none", "", "罚款。"),
    ],
)
def test_what_is_written_before_an_item(form: str, text: str, expected: str) -> None:
    rules = numbering(level(0, form, text))

    assert texts(item("停产。") + item("罚款。"), numbering=rules)[1] == expected


def test_nothing_may_stand_between_number_and_text() -> None:
    rules = numbering(level(0, "decimal", "%1.", '<w:suff w:val="nothing"/>'))

    assert texts(item("停产。"), numbering=rules) == ["1.停产。"]


LEVELS = (
    level(0, "chineseCounting", "第%1章")
    + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    + level(2, "lowerLetter", "%1.%2.%3")
)


def test_levels_count_within_those_above() -> None:
    places = [0, 1, 1, 2, 0, 2, 1]
    body = "".join(item(f"条{n}。", place=place) for n, place in enumerate(places))

    assert texts(body, numbering=numbering(LEVELS)) == [
        "第一章 条0。",
        "1.1 条1。",
        "1.2 条2。",
        "一.2.a 条3。",
        "第二章 条4。",
        "二.1.a 条5。",
        "2.1 条6。",
    ]


def test_a_level_may_count_on_through_those_above() -> None:
    articles = level(0, "decimal", "第%1章") + level(1, "decimal", "第%2条", '<w:lvlRestart w:val="0"/>')
    body = "".join(item("条文。", place=place) for place in (0, 1, 1, 0, 1))

    assert [text[:3] for text in texts(body, numbering=numbering(articles))] == [
        "第1章",
        "第1条",
        "第2条",
        "第2章",
        "第3条",
    ]


def test_a_list_goes_on_after_a_paragraph_and_under_another_id() -> None:
    more = '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
    rules = numbering(level(0, "decimal", "%1.", start=3), more=more)

    assert texts(
        item("甲。") + paragraph("插话。") + item("乙。") + item("丙。", number=7), numbering=rules
    ) == [
        "3. 甲。",
        "插话。",
        "4. 乙。",
        "5. 丙。",
    ]


def test_a_list_may_begin_anew_and_change_its_levels() -> None:
    change = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/>{}</w:lvlOverride>'
    more = '<w:num w:numId="7"><w:abstractNumId w:val="1"/>' + change.format(1, "") + "</w:num>"
    other = level(0, "upperLetter", "%1.")
    more += '<w:num w:numId="8"><w:abstractNumId w:val="1"/>' + change.format(4, other) + "</w:num>"
    rules = numbering(level(0, "decimal", "%1."), more=more)
    body = "".join(item("项。", number) for number in (1, 1, 7, 7, 8, 1))

    assert [text[:2] for text in texts(body, numbering=rules)] == ["1.", "2.", "1.", "2.", "D.", "5."]


def test_numbers_by_style() -> None:
    by_style = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    rules = numbering(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="章"/>')
        + level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="节"/>')
    )
    styles = style("章", by_style) + style("节", by_style) + style("小节", based_on="节")
    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = [("总则", "章"), ("目的", "节"), ("范围", "小节"), ("附则", "章")]
    lines = "".join(paragraph(text, style=name) for text, name in body)

    assert texts(lines + paragraph("无号", style="章", properties=none), numbering=rules, styles=styles) == [
        "一、总则",
        "（一）目的",
        "（二）范围",
        "二、附则",
        "无号",
    ]


def test_a_list_that_is_named_by_a_style() -> None:
    link = '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="公文"/></w:abstractNum>'
    link += '<w:num w:numId="5"><w:abstractNumId w:val="2"/></w:num>'
    styles = style("公文", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', kind="numbering")

    assert texts(
        item("甲。", number=5), numbering=numbering(level(0, "decimal", "%1）"), more=link), styles=styles
    ) == ["1）甲。"]


def test_hidden_and_deleted_paragraphs_take_no_number() -> None:
    hidden = item("看不见", 1).replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
    hidden = hidden.replace("</w:pPr>", "<w:rPr><w:vanish/></w:rPr></w:pPr>")
    gone = item("", 1).replace("</w:pPr>", "<w:rPr><w:del/></w:rPr></w:pPr>")

    assert texts(
        item("甲。") + hidden + gone + item("乙。"), numbering=numbering(level(0, "decimal", "%1."))
    ) == [
        "1. 甲。",
        "2. 乙。",
    ]


def test_numbers_in_cells_that_hold_nothing_else() -> None:
    rules = numbering(level(0, "decimal", "%1"))
    body = table(
        row("序号", "姓名", "电话"),
        *(row(cell(item("")), name, phone) for name, phone in (("祝小满", "8068"), ("骆一舟", "8075"))),
    )

    assert texts(body, numbering=rules) == [
        "序号：1　姓名：祝小满　电话：8068",
        "序号：2　姓名：骆一舟　电话：8075",
    ]


def test_articles_stay_apart_and_items_are_one_passage() -> None:
    rules = numbering(level(0, "chineseCounting", "第%1条") + level(1, "chineseCounting", "（%2）"))
    body = item("员工满一年可以申请探亲假，每年一次。") + item("申请时须提交下列材料：")
    body += item("本人申请书；", place=1) + item("亲属居住证明。", place=1)
    body += item("负责人应当在三个工作日内答复。")
    title = paragraph("青禾社探亲假管理办法")

    assert [text for _, text in passages(title + body, numbering=rules)] == [
        "第一条 员工满一年可以申请探亲假，每年一次。",
        "第二条 申请时须提交下列材料：\n（一）本人申请书；\n（二）亲属居住证明。",
        "第三条 负责人应当在三个工作日内答复。",
    ]


def test_numbered_headings_head_what_is_below_them() -> None:
    rules = numbering(level(0, "chineseCounting", "%1、"))
    body = paragraph("培训通知") + item("时间") + paragraph("六月三日上午九点开始，请提前签到入场。")
    body += item("地点") + paragraph("总部二楼会议室，请从东门进入，凭工牌。")

    assert [title for title, _ in passages(body, numbering=rules)] == [
        "培训通知 · 一、时间",
        "培训通知 · 二、地点",
    ]


def test_bullets_are_items_without_a_mark() -> None:
    rules = numbering(level(0, "bullet", "•"))

    assert [(b.text, b.form) for b in blocks(item("泳帽") + item("毛巾"), numbering=rules)] == [
        ("泳帽", Form.ITEM),
        ("毛巾", Form.ITEM),
    ]
