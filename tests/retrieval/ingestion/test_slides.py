"""Presentations: titles, texts, groups, tables and notes of slides."""

from io import BytesIO

import pytest
from pptx import Presentation
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
