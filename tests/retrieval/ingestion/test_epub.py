"""E-books: chapters in the order of the spine."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from retrieval.documents import Passage
from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.passages import split
from tests.retrieval.ingestion.reading import document_of

BOOK = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">
<metadata><dc:title>青石镇志</dc:title></metadata><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="b" href="text/%E4%BA%8C.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="text/a.xhtml" media-type="application/xhtml+xml"/>
</manifest><spine><itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/></spine></package>"""
CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
PAGE = "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>青石镇志</title></head><body>{}</body></html>"


def book(**further: str) -> bytes:
    members = {
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": BOOK,
        "OEBPS/nav.xhtml": PAGE.format("<p>目录不读</p>"),
        "OEBPS/text/a.xhtml": PAGE.format("<h1>第一章　沿革</h1><p>青石镇于一九五二年建镇。</p>"),
        "OEBPS/text/二.xhtml": PAGE.format("<h1>第二章　物产</h1><p>青石镇盛产青石与茶叶。</p>"),
    } | further
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return file.getvalue()


def passages(data: bytes) -> list[Passage]:
    return list(split(document_of("志.epub", data)))


def test_chapters_are_read_in_their_order_under_the_title_of_the_book() -> None:
    assert [(p.title, p.text) for p in passages(book())] == [
        ("青石镇志 · 第一章 沿革", "青石镇于一九五二年建镇。"),
        ("青石镇志 · 第二章 物产", "青石镇盛产青石与茶叶。"),
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (book(**{"META-INF/rights.xml": "<rights/>"}), Unreadable.LOCKED),
        (b"PK\x05\x06" + bytes(18), Unreadable.DAMAGED),
        (book(**{"META-INF/container.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), Unreadable.DAMAGED),
    ],
    ids=["rights", "empty", "entities"],
)
def test_locked_and_damaged_books_are_refused(data: bytes, reason: Unreadable) -> None:
    with pytest.raises(DocumentError) as raised:
        passages(data)
    assert raised.value.reason is reason


def test_a_page_that_is_listed_under_several_ids_is_read_once() -> None:
    listed = BOOK.replace('<item id="b" href="text/%E4%BA%8C.xhtml"', '<item id="b" href="text/a.xhtml"')
    assert [p.text for p in passages(book(**{"OEBPS/book.opf": listed}))] == ["青石镇于一九五二年建镇。"]


def test_a_table_of_contents_among_the_chapters_is_not_read() -> None:
    guide = '<guide><reference type="toc" href="text/a.xhtml"/></guide></package>'
    listed = BOOK.replace("</package>", guide)
    contents = (
        "<h1>目录</h1><p><a href='b.xhtml#x'>第一章　沿革</a></p><p><a href='c.xhtml'>第二章　物产</a></p>"
    )
    found = passages(book(**{"OEBPS/book.opf": listed, "OEBPS/text/a.xhtml": PAGE.format(contents)}))
    assert [p.text for p in found] == ["青石镇盛产青石与茶叶。"]
    assert len(passages(book(**{"OEBPS/book.opf": listed}))) == 2  # a chapter all the same


def test_a_chapter_goes_on_in_a_second_file_of_its_title() -> None:
    pages = {
        "OEBPS/text/a.xhtml": PAGE.format("<h2>第一章　沿革</h2><p>青石镇于一九五二年建镇。</p>"),
        "OEBPS/text/二.xhtml": PAGE.format("<p>首任镇长是罗志强。</p>"),
    }
    assert [(p.title, p.text) for p in passages(book(**pages))] == [
        ("青石镇志 · 第一章 沿革", "青石镇于一九五二年建镇。"),
        ("青石镇志 · 第一章 沿革", "首任镇长是罗志强。"),
    ]
