"""Presentations: titles, texts, groups, tables and notes of slides."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.util import Inches

from retrieval.documents import Passage
from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.loaders.packages import container
from retrieval.ingestion.passages import split
from tests.retrieval.ingestion.reading import document_of

PLACE = (Inches(1), Inches(1), Inches(4), Inches(2))


def presentation() -> bytes:
    shown = Presentation()
    first = shown.slides.add_slide(shown.slide_layouts[5])
    first.shapes.title.text = "闭馆安排"
    first.shapes.add_textbox(*PLACE).text_frame.text = "青石镇图书馆周末二十一点三十分闭馆。"
    group = first.shapes.add_group_shape()
    group.shapes.add_group_shape().shapes.add_textbox(*PLACE).text_frame.text = "新任馆长是何静娴。"
    first.notes_slide.notes_text_frame.text = "讲稿：闭馆前十五分钟广播提醒读者。"
    second = shown.slides.add_slide(shown.slide_layouts[5])
    second.shapes.title.text = "分机"
    table = second.shapes.add_table(3, 3, *PLACE).table
    rows = (("部门", "负责人", "分机"), ("流通部", "何静娴", "8068"), ("", "罗志强", "8070"))
    for line, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(line, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    hidden = shown.slides.add_slide(shown.slide_layouts[5])
    hidden.shapes.title.text = "不放映的一页"
    hidden._element.set("show", "0")
    file = BytesIO()
    shown.save(file)
    return file.getvalue()


def passages(data: bytes) -> list[Passage]:
    return list(split(document_of("汇报.pptx", data)))


def test_slides_are_read_in_order_with_groups_tables_and_notes() -> None:
    assert [(p.title, p.page, p.text) for p in passages(presentation())] == [
        ("汇报 · 闭馆安排", 1, "青石镇图书馆周末二十一点三十分闭馆。"),
        ("汇报 · 闭馆安排", 1, "新任馆长是何静娴。"),
        ("汇报 · 闭馆安排", 1, "讲稿：闭馆前十五分钟广播提醒读者。"),
        ("汇报 · 分机", 2, "部门：流通部　负责人：何静娴　分机：8068"),
        ("汇报 · 分机", 2, "部门：流通部　负责人：罗志强　分机：8070"),
    ]


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b"PK\x05\x06" + bytes(18), b"text"])
def test_damaged_presentations_are_refused(data: bytes) -> None:
    with pytest.raises(DocumentError) as raised:
        passages(data)
    assert raised.value.reason is Unreadable.DAMAGED


def test_a_presentation_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "_MOST_BYTES", 10_000)
    monkeypatch.setattr(container, "_MOST_TIMES", 1)
    with pytest.raises(DocumentError) as raised:
        passages(presentation())
    assert raised.value.reason is Unreadable.TOO_LARGE


def test_a_shape_of_no_form_is_read() -> None:
    shown = Presentation()
    box = shown.slides.add_slide(shown.slide_layouts[6]).shapes.add_textbox(*PLACE)
    box.text_frame.text = "新任馆长是何静娴。"
    box._element.spPr.remove(box._element.spPr.prstGeom)
    del box._element.nvSpPr.cNvSpPr.attrib["txBox"]
    file = BytesIO()
    shown.save(file)
    assert [p.text for p in passages(file.getvalue())] == ["新任馆长是何静娴。"]


def test_the_title_on_the_cover_is_that_of_the_whole() -> None:
    shown = Presentation()
    cover = shown.slides.add_slide(shown.slide_layouts[0])
    cover.shapes.title.text, cover.placeholders[1].text = "闭馆方案", "何静娴"
    slide = shown.slides.add_slide(shown.slide_layouts[5])
    slide.shapes.title.text = "时间"
    slide.shapes.add_textbox(*PLACE).text_frame.text = "图书馆周末二十一点三十分闭馆。"
    file = BytesIO()
    shown.save(file)

    assert document_of("a.pptx", file.getvalue()).title == "闭馆方案"
    assert passages(file.getvalue())[-1].title == "闭馆方案 · 时间"


MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
SHAPES = "http://schemas.openxmlformats.org/presentationml/2006/main"
NEWER = (
    f'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    f' xmlns:p="{SHAPES}"'
    f' xmlns:a="{MAIN}" xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
    '<mc:Choice Requires="a14">{}</mc:Choice>'
    "<mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
)
SHAPE = (
    '<p:sp><p:nvSpPr><p:cNvPr id="61" name="e"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr/>'
    "<p:txBody><a:bodyPr/><a:p><a:r><a:t>{}</a:t></a:r>{}</a:p></p:txBody></p:sp>"
)
EQUATION = (
    "<a14:m><m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num>"
    "<m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></a14:m>"
)
DIAGRAM = (
    '<d:dataModel xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
    f' xmlns:a="{MAIN}"><d:ptLst><d:pt><d:t><a:p><a:r><a:t>填表</a:t></a:r></a:p></d:t></d:pt>'
    "<d:pt><d:t><a:p><a:r><a:t>核对</a:t></a:r><a:r><a:t>证件</a:t></a:r></a:p></d:t></d:pt></d:ptLst></d:dataModel>"
)


def with_slides(*fill: Callable[[Any], None]) -> list[str]:
    shown = Presentation()
    for put in fill:
        put(shown.slides.add_slide(shown.slide_layouts[5]))
    file = BytesIO()
    shown.save(file)
    document = document_of("汇报.pptx", file.getvalue())
    return [paragraph.text for article in document.articles for paragraph in article.paragraphs]


def test_automatic_numbers_are_text() -> None:
    def put(slide: Any) -> None:
        frame = slide.shapes.add_textbox(*PLACE).text_frame
        kinds = (("ea1ChsPeriod", 0), ("arabicParenBoth", 1), ("arabicParenBoth", 1), ("ea1ChsPeriod", 0))
        for text, (kind, level) in zip(("一次", "甲", "乙", "二次"), kinds, strict=True):
            paragraph = frame.add_paragraph()
            paragraph.text, paragraph.level = f"{text}登记。", level
            paragraph._p.get_or_add_pPr().append(parse_xml(f'<a:buAutoNum xmlns:a="{MAIN}" type="{kind}"/>'))

    assert with_slides(put) == ["一. 一次登记。\n(1) 甲登记。\n(2) 乙登记。\n二. 二次登记。"]


def test_what_newer_programs_show_is_read_with_its_equations() -> None:
    markup = NEWER.format(SHAPE.format("平均数：", EQUATION), SHAPE.format("请升级软件", ""))
    assert with_slides(lambda slide: slide.shapes._spTree.append(parse_xml(markup))) == ["平均数：(a+b)/2"]


def test_diagrams_are_read() -> None:
    def put(slide: Any) -> None:
        part = Part(
            PackURI("/ppt/diagrams/data1.xml"), "application/xml", slide.part.package, DIAGRAM.encode()
        )
        name = slide.part.relate_to(part, "diagramData")
        frame = slide.shapes.add_table(1, 1, *PLACE)._element
        frame.graphic.graphicData.clear()
        relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        frame.graphic.graphicData.append(
            parse_xml(f'<d:relIds xmlns:d="d" xmlns:r="{relations}" r:dm="{name}"/>')
        )
        frame.graphic.graphicData.set("uri", "http://schemas.openxmlformats.org/drawingml/2006/diagram")

    assert with_slides(put) == ["填表\n核对证件"]


def test_a_date_of_one_slide_is_read_and_a_footer_of_all_is_not() -> None:
    def put(*texts: str) -> Callable[[Any], None]:
        def fill(slide: Any) -> None:
            slide.shapes.title.text = "培训"
            for text in texts:
                box = slide.shapes.add_textbox(*PLACE)
                box.text_frame.text = text
                kind = parse_xml(f'<p:ph xmlns:p="{SHAPES}" type="dt" idx="10"/>')
                box._element.nvSpPr.nvPr.append(kind)

        return fill

    assert with_slides(put("内部资料", "二〇二五年九月"), put("内部资料")) == ["二〇二五年九月", "培训"]


def test_a_title_that_a_program_made_up_or_of_another_presentation_counts_for_nothing() -> None:
    for made_up in ("演示文稿", "PptxGenJS Presentation", "去年的招聘计划"):
        shown = Presentation()
        shown.core_properties.title = made_up
        cover, slide = (shown.slides.add_slide(shown.slide_layouts[place]) for place in (0, 5))
        cover.shapes.title.text, slide.shapes.title.text = "新馆员培训", "借阅规则"
        slide.shapes.add_textbox(*PLACE).text_frame.text = "普通读者可借图书十册。"
        file = BytesIO()
        shown.save(file)
        assert document_of("汇报.pptx", file.getvalue()).title == "新馆员培训"
