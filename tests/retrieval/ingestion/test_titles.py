"""Titles that nothing marks but their place or their size."""

import pytest

from retrieval.ingestion.extracts import Block, Extract
from retrieval.ingestion.reflow import reflow
from tests.retrieval.ingestion.docx.wordprocessing import file, paragraph, style
from tests.retrieval.ingestion.pdf.sheets import Sheet, pdf
from tests.retrieval.ingestion.reading import document_of

MIDDLE = '<w:jc w:val="center"/>'
TEXTS = ["清洗水箱之前先拔下电源，再用软布擦拭。", "滤芯使用三个月以后应当更换一次。"]
STYLES = {"styles": style("heading 1")}


def titles(name: str, data: bytes) -> list[str]:
    """The titles of the articles of a file."""
    return [article.title for article in document_of(name, data).articles]


@pytest.mark.parametrize("below", ["", paragraph("（二〇二五年修订）", properties=MIDDLE)])
def test_a_line_in_the_middle_above_headings_is_the_title(below: str) -> None:
    text = "".join(
        f"{paragraph(heading)}{paragraph(text)}"
        for heading, text in zip(("日常保养", "更换滤芯"), TEXTS, strict=True)
    )

    found = titles("a.docx", file(paragraph("加湿器使用手册", properties=MIDDLE) + below + text))

    assert found[-1] == "加湿器使用手册 · 更换滤芯"
    assert all(title.startswith("加湿器使用手册") for title in found)


def test_a_title_in_the_middle_is_above_headings_by_style() -> None:
    headings = (paragraph(text, style="heading 1") for text in ("日常保养", "更换滤芯"))
    text = "".join(heading + paragraph(text) for heading, text in zip(headings, TEXTS, strict=True))
    data = file(paragraph("加湿器使用手册", properties=MIDDLE) + text, STYLES)

    assert titles("a.docx", data) == ["加湿器使用手册 · 日常保养", "加湿器使用手册 · 更换滤芯"]


def test_the_name_of_a_letter_below_who_issues_it() -> None:
    head = ("北岸县图书馆文件", "北图发〔2025〕12号", "关于调整开放时间的通知")
    data = file("".join(paragraph(line, properties=MIDDLE) for line in head) + paragraph(TEXTS[0]))
    (article,) = document_of("a.docx", data).articles

    assert article.title == head[2]
    assert [line for p in article.paragraphs for line in p.text.split("\n")] == [*head[:2], TEXTS[0]]


def test_lines_in_the_middle_throughout_are_no_titles() -> None:
    lines = ("山高月小", "水落石出", "风清露白", "江上无人", "舟横浅渚")
    data = file("".join(paragraph(line, properties=MIDDLE) for line in lines))

    document = document_of("诗.docx", data)

    assert "\n".join(p.text for article in document.articles for p in article.paragraphs) == "\n".join(lines)


@pytest.mark.parametrize(("x", "size"), [(72, 20), (249, 14)])
def test_the_title_of_a_page_is_larger_or_in_the_middle(x: float, size: float) -> None:
    sheet = Sheet().text(x, 780, "加湿器使用手册", size)
    for at, (heading, text) in enumerate(zip(("日常保养", "更换滤芯"), TEXTS, strict=True)):
        sheet.lines(72, 720 - 60 * at, (heading, text))
    data = pdf(sheet)

    assert titles("a.pdf", data) == ["加湿器使用手册 · 日常保养", "加湿器使用手册 · 更换滤芯"]
    assert document_of("a.pdf", data).title == "加湿器使用手册"


def test_the_name_of_a_letter_on_a_page_goes_over_two_lines() -> None:
    sheet = Sheet().text(165, 780, "北岸县图书馆文件", 33).text(249, 730, "北图发〔2025〕12号", 11)
    sheet.text(197, 690, "关于调整夏季开放时间", 20).text(247, 660, "安排的通知", 20).lines(72, 600, TEXTS)

    (article,) = document_of("a.pdf", pdf(sheet)).articles

    assert article.title == "关于调整夏季开放时间安排的通知"
    assert [p.text for p in article.paragraphs][-2:] == TEXTS


def test_the_title_of_a_page_is_larger_than_the_header_above_it() -> None:
    sheet = Sheet().text(252, 790, "人事文件", 10).text(200, 750, "加湿器使用手册", 20)
    sheet.lines(72, 700, [*TEXTS, *TEXTS])
    document = document_of("a.pdf", pdf(sheet))
    assert document.title == "加湿器使用手册"
    assert document.articles[0].paragraphs[0].text == "人事文件"


def test_a_page_with_a_footnote_keeps_its_title() -> None:
    sheet = Sheet().text(252, 790, "人事文件", 10).text(200, 750, "加湿器使用手册", 20)
    sheet.lines(72, 700, TEXTS).text(72 + 12 * len(TEXTS[0]), 705, "1", 7)
    sheet.rule(72, 80, 200, 80).text(72, 60, "1 软布随机附送。", 8)
    assert document_of("a.pdf", pdf(sheet)).title == "加湿器使用手册"


def test_a_signature_at_the_right_is_of_two_lines() -> None:
    ends = [("云岭图书馆办公室", 427.0), ("2025年6月28日", 413.0)]
    sheet = Sheet().lines(72, 740, [f"{text}{text}" for text in TEXTS])
    for number, (text, left) in enumerate(ends):
        sheet.text(left, 690 - 18 * number, text)
    document = document_of("a.pdf", pdf(sheet))
    assert [p.text for p in document.articles[-1].paragraphs][-2:] == [text for text, _ in ends]


NOTICE = ("读者须知", "凭证入馆，衣着整洁。", "开放时间", "周一闭馆", "电话：8021")


def test_lines_of_a_recognised_notice_that_are_no_headings() -> None:
    found = reflow(Extract(tuple(Block(text, 1, recognised=0.99) for text in NOTICE)), "a")
    assert [(article.title, [p.text for p in article.paragraphs]) for article in found] == [
        ("读者须知", [NOTICE[1]]),
        ("开放时间", list(NOTICE[3:])),
    ]
