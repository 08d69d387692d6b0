"""Text in Word files: everything that is seen on the printed page, once, in its order."""

from pathlib import Path

import pytest

from retrieval.ingestion.loaders import load
from tests.retrieval.ingestion.docx.wordprocessing import (
    archive,
    blocks,
    cell,
    file,
    paragraph,
    part,
    passages,
    relations,
    row,
    run,
    style,
    table,
    texts,
)

CONTENT = paragraph("内容控件里的段落。")


def deleted(text: str) -> str:
    return f'<w:del w:id="1" w:author="甲"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def field(instruction: str, result: str) -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}<w:r><w:instrText>{instruction}</w:instrText></w:r>{marks[1]}{result}{marks[2]}"


def text_box(content: str) -> str:
    """A text box as Word writes it: in a new form and in the old one."""
    box = f"<w:txbxContent>{content}</w:txbxContent>"
    shape = f"<a:graphic><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphic>"
    new = f"<w:drawing><wp:anchor>{shape}</wp:anchor></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def equation(content: str) -> str:
    return f"<m:oMath>{content}</m:oMath>"


def mr(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


SQUARE = f"<m:sSup><m:e>{mr('r')}</m:e><m:sup>{mr('2')}</m:sup></m:sSup>"
HALF = f"<m:f><m:num>{mr('a+b')}</m:num><m:den>{mr('2')}</m:den></m:f>"
RUBY = f"<w:r><w:ruby><w:rt>{run('chí')}</w:rt><w:rubyBase>{run('匙')}</w:rubyBase></w:ruby></w:r>"
TABS = "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:t>丙</w:t><w:softHyphen/></w:r>"
SMART = f"<w:smartTag w:element='date'>{run('五月')}<w:smartTag>{run('四日')}</w:smartTag></w:smartTag>"
CHOICE = """<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>
<w:listEntry w:val="年付"/><w:listEntry w:val="月付"/></w:ddList></w:ffData></w:fldChar></w:r>
<w:r><w:fldChar w:fldCharType="end"/></w:r>"""
BOX = CHOICE.replace("ddList", "checkBox").replace('<w:result w:val="1"/>', "<w:checked/>")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (["闭馆为", deleted("二十点"), f"<w:ins>{run('二十一点')}</w:ins>", "。"], "闭馆为二十一点。"),
        (
            [
                "馆长",
                f"<w:moveTo>{run('何静娴')}</w:moveTo>",
                f"<w:moveFrom>{run('何静娴')}</w:moveFrom>",
                "。",
            ],
            "馆长何静娴。",
        ),
        ([f"<w:ins>{deleted('加了又删')}</w:ins>", "总价三万元。"], "总价三万元。"),
        (["金额为", control(run("三百万元")), "。"], "金额为三百万元。"),
        (["日期", control(control(run("六月")) + run("三日")), "止。"], "日期六月三日止。"),
        (["姓名：", control(run("单击此处输入。"), "<w:showingPlcHdr/>"), "（签字）"], "姓名：（签字）"),
        (["机关为", f"<w:fldSimple w:instr=' DOCPROPERTY x '>{run('市监局')}</w:fldSimple>"], "机关为市监局"),
        (["见", field("REF _Ref1 \\h", run("第三条")), "。"], "见第三条。"),
        (["共", field("= 2 * " + field("MERGEFIELD n", run("12")), run("24")), "台。"], "共24台。"),
        (["付款：", CHOICE, "。"], "付款：月付。"),
        ([BOX, "同意"], "☑同意"),
        ([SMART, "放假。"], "五月四日放假。"),
        (["详见", f"<w:hyperlink r:id='x'>{run('官网')}</w:hyperlink>", "。"], "详见官网。"),
        ([f"<w:customXml>{run('自定义')}</w:customXml><w:bdo>{run('方向')}</w:bdo>"], "自定义方向"),
        ([RUBY, "叶"], "匙叶"),
        (
            ["看得见", run("看不见", "<w:vanish/>"), run("也看得见", '<w:vanish w:val="0"/>')],
            "看得见也看得见",
        ),
        ([TABS], "甲\t乙-丙"),
        (['<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "同意"], "☑同意"),
        (['<w:r><w:sym w:font="Symbol" w:char="F0B1"/></w:r>', "5%"], "±5%"),
        (['<w:r><w:sym w:font="宋体" w:char="2460"/></w:r>', "号"], "①号"),
        (["面积为", equation(mr("3600平方米")), "。"], "面积为3600平方米。"),
        ([equation(mr("S=π") + SQUARE)], "S=πr²"),
        ([equation(HALF)], "(a+b)/2"),
        ([equation(f"{mr('f')}<m:d><m:dPr/><m:e>{mr('x')}</m:e></m:d>")], "f(x)"),
        ([equation(f"<m:rad><m:radPr/><m:deg/><m:e>{mr('2')}</m:e></m:rad>")], "√2"),
        (["正文", "<w:r><w:commentReference w:id='0'/></w:r>", "。"], "正文。"),
    ],
)
def test_what_is_seen_within_a_line(content: list[str], text: str) -> None:
    assert texts(paragraph(*content)) == [text]


def test_a_line_break_begins_a_line() -> None:
    assert texts(paragraph("一行", "<w:r><w:br/></w:r>", "又一行", "<w:r><w:cr/></w:r>", "三行")) == [
        "一行",
        "又一行",
        "三行",
    ]


def test_hidden_styles_are_not_read() -> None:
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    styles = style("暗", hidden) + style("更暗", based_on="暗") + style("暗字", hidden, kind="character")
    body = paragraph("看不见", style="更暗") + paragraph("看得见", run("看不见", '<w:rStyle w:val="暗字"/>'))

    assert texts(body, styles=styles) == ["看得见"]


def test_paragraphs_whose_end_is_deleted_are_one() -> None:
    mark = "<w:rPr><w:del w:id='1'/></w:rPr>"

    assert texts(paragraph("前半句，", properties=mark) + paragraph("后半句。")) == ["前半句，后半句。"]
    assert texts(paragraph("最后。", properties=mark) + table(row("甲", "乙"))) == [
        "最后。",
        "甲：乙",
    ]


@pytest.mark.parametrize(
    "body",
    [
        control(CONTENT),
        control(control(CONTENT)),
        f"<w:customXml>{CONTENT}</w:customXml>",
        table(row(control(cell(CONTENT)))),
        table(control(row(cell(control(CONTENT))))),
        table(row(cell(table(row(cell(CONTENT)))))),
    ],
)
def test_content_controls_and_frames_of_all_kinds(body: str) -> None:
    assert texts(body) == ["内容控件里的段落。"]


def test_text_boxes_are_read_once_after_their_paragraph() -> None:
    box = text_box(paragraph("订餐电话：8800。") + table(row("周一", "闭店"), row("周二", "开店")))
    body = paragraph("食堂设在一楼，", box, "共六十个座位。") + paragraph("下一段。")

    assert texts(body) == [
        "食堂设在一楼，共六十个座位。",
        "订餐电话：8800。",
        "周一：闭店",
        "周二：开店",
        "下一段。",
    ]


def test_of_two_forms_the_one_with_text_is_read() -> None:
    forms = f"<mc:Choice Requires='x'><w:drawing/></mc:Choice><mc:Fallback>{run('后备文字。')}</mc:Fallback>"

    assert texts(paragraph(f"<mc:AlternateContent>{forms}</mc:AlternateContent>")) == ["后备文字。"]


def test_text_of_a_diagram() -> None:
    drawing = "<w:r><w:drawing><a:graphic><dgm:relIds r:dm='diagramData1'/></a:graphic></w:drawing></w:r>"
    points = "<dgm:pt><dgm:t><a:p><a:r><a:t>受理</a:t></a:r></a:p></dgm:t></dgm:pt>"

    assert texts(paragraph("流程如下。", drawing), diagramData1=points) == ["流程如下。", "受理"]


NOTES = """<w:{0} w:id="-1" w:type="separator">""" + paragraph("分隔") + "</w:{0}>"
NOTES += """<w:{0} w:id="2">""" + paragraph("<w:r><w:{0}Ref/></w:r>", "测绘由高维桢主持。") + "</w:{0}>"


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_follows_the_paragraph_that_refers_to_it(kind: str) -> None:
    reference = f"<w:r><w:{kind}Reference w:id='2'/></w:r>"
    body = paragraph("古道始建于唐代", reference, "，全长八公里。") + paragraph("沿线有凉亭五座。")

    assert [text for _, text in passages(body, **{f"{kind}s": NOTES.format(kind)})] == [
        "古道始建于唐代，全长八公里。",
        "测绘由高维桢主持。",
        "沿线有凉亭五座。",
    ]


def test_a_note_of_a_deleted_or_hidden_reference_is_not_read() -> None:
    reference = "<w:footnoteReference w:id='2'/>"
    hidden = f"<w:r><w:rPr><w:vanish/></w:rPr>{reference}</w:r>"
    body = paragraph("正文。", f"<w:del><w:r>{reference}</w:r></w:del>", hidden)

    assert texts(body, footnotes=NOTES.format("footnote")) == ["正文。"]


def test_a_note_in_a_cell_follows_its_row() -> None:
    noted = cell(paragraph("十天", "<w:r><w:footnoteReference w:id='2'/></w:r>"))
    body = table(
        row("假别", "天数", "审批", properties="<w:tblHeader/>"),
        row("年假", noted, "主任"),
        row("婚假", "三天", "主任"),
    )

    assert texts(body, footnotes=NOTES.format("footnote")) == [
        "假别：年假　天数：十天　审批：主任",
        "测绘由高维桢主持。",
        "假别：婚假　天数：三天　审批：主任",
    ]


def section(*references: tuple[str, str, str], more: str = "") -> str:
    inner = "".join(f"<w:{k}Reference w:type='{t}' r:id='{i}'/>" for k, t, i in references)
    return f"<w:sectPr>{inner}{more}</w:sectPr>"


def test_headers_and_footers_are_read_once() -> None:
    page = field("PAGE", run("3"))
    parts = {
        "styles": style("Title"),
        "header1": paragraph("青禾社文件汇编") + paragraph("值班管理办法"),
        "header2": paragraph("仅首页"),
        "header3": paragraph("偶数页"),
        "footer1": paragraph("第", page, "页") + paragraph("监督电话：6000 1234"),
    }
    shown = [("header", "default", "header1"), ("header", "first", "header2"), ("header", "even", "header3")]
    sections = paragraph("正文一。", properties=section(*shown, ("footer", "default", "footer1")))
    body = paragraph("值班管理办法", style="Title") + sections + paragraph("正文二。") + section(*shown)

    assert texts(body, **parts) == [
        "值班管理办法",
        "青禾社文件汇编",
        "监督电话：6000 1234",
        "正文一。",
        "正文二。",
    ]
    both = body.replace("</w:sectPr>", "<w:titlePg/></w:sectPr>")
    seen = texts(both, **parts, settings="<w:evenAndOddHeaders/>")
    assert {"仅首页", "偶数页"} <= set(seen)


def test_a_header_leaves_the_title_of_a_plain_text() -> None:
    body = paragraph("关于停水的通知") + paragraph("各位住户：六月三日上午停水，请提前储水。")
    body += section(("header", "default", "header1"))

    assert passages(body, header1=paragraph("青禾物业")) == [
        ("关于停水的通知", "青禾物业"),
        ("关于停水的通知", "各位住户：六月三日上午停水，请提前储水。"),
    ]


def test_a_table_of_contents_is_left_out() -> None:
    entries = paragraph("一、总则", "<w:r><w:tab/></w:r>", "1", style="toc 1")
    gallery = "<w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
    styles = style("toc 1") + style("heading 1")
    text = paragraph("一、总则", style="heading 1") + paragraph("正文。")

    assert texts(control(paragraph("目录") + entries, gallery) + entries + text, styles=styles) == [
        "一、总则",
        "正文。",
    ]


@pytest.mark.parametrize(
    ("name", "content", "based_on"),
    [
        ("heading 2", "", ""),
        ("标题 2", "", ""),
        ("我的", "", "heading 2"),
        ("我的", "<w:pPr><w:outlineLvl w:val='1'/></w:pPr>", ""),
    ],
)
def test_headings_by_name_base_and_outline(name: str, content: str, based_on: str) -> None:
    styles = style("heading 2") + style(name, content, based_on) + style("Title")
    body = paragraph("手册", style="Title") + paragraph("报销", style=name) + paragraph("每月报销一次。")

    assert [(b.text, b.heading, b.level) for b in blocks(body, styles=styles)] == [
        ("手册", True, 1),
        ("报销", True, 3),
        ("每月报销一次。", False, 0),
    ]


def test_a_clause_in_the_style_of_a_heading_is_text() -> None:
    body = paragraph("第一章", style="heading 1") + paragraph("会客须登记。", style="heading 2")

    assert [b.heading for b in blocks(body, styles=style("heading 1") + style("heading 2"))] == [True, False]


@pytest.mark.parametrize(
    ("body", "title", "expected"),
    [
        (paragraph("员工手册", style="Title") + paragraph("第一章", style="heading 1"), "旧标题", "员工手册"),
        (paragraph("员工手册", style="heading 1") + paragraph("请假", style="heading 2"), "", "员工手册"),
        (paragraph("第一章", style="heading 1") + paragraph("第二章", style="heading 1"), "", None),
        (paragraph("停水通知") + paragraph("明天停水。"), "停水通知（定稿）", "停水通知（定稿）"),
        (paragraph("停水通知") + paragraph("明天停水。"), "买卖合同范本", None),
        (paragraph("停水通知") + paragraph("明天停水。"), "Microsoft Word - 停水通知.doc", None),
    ],
)
def test_the_title(body: str, title: str, expected: str | None) -> None:
    styles = "".join(map(style, ("Title", "heading 1", "heading 2")))

    assert load(Path("a.docx"), file(body + paragraph("正文。"), {"styles": styles}, title)).title == expected


def test_the_strict_form_and_other_names_of_parts_are_read() -> None:
    document = part("document", f"<w:body>{CONTENT}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/w/main"
    )
    document = document.replace("w:", "ns0:")
    head = relations({"a": ("officeDocument", "/Word/Document2.xml")}).encode()
    data = archive({"_rels/.rels": head, "word/document2.xml": document.encode()})

    assert [block.text for block in load(Path("a.docx"), data).blocks] == ["内容控件里的段落。"]
