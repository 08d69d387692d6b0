"""What a response is as a file: its kind and its name."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from retrieval.errors import Unfetched, WebError
from retrieval.ingestion.web.responses import Response, file_of

ADDRESS = "https://news.example/a"


def packed(*names: str) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


def source(path: str, kind: str, body: bytes = b"x", disposition: str = "") -> str:
    url = f"https://news.example{path}"
    return file_of(ADDRESS, Response(url, "news.example", kind, disposition, body)).source


@pytest.mark.parametrize(
    ("path", "kind", "body", "name"),
    [
        ("/通知.html", "text/html", b"x", "通知.html"),
        ("/content_1.htm", "text/html; charset=gbk", b"x", "content_1.htm"),
        ("/view.php?id=3", "text/html", b"x", "view.php.html"),
        ("/%E9%80%9A%E7%9F%A5.pdf", "application/pdf", b"x", "通知.pdf"),
        ("/", "text/html", b"x", "news.example.html"),
        ("", "TEXT/HTML", b"x", "news.example.html"),
        ("/a/b/", "text/html", b"x", "b.html"),
        ("/a.txt", "text/plain", b"x", "a.txt"),
        ("/README.md", "text/plain; charset=utf-8", b"x", "README.md"),
        ("/page.html", "text/plain", b"x", "page.html.txt"),
        ("/list.csv", "text/csv", b"x", "list.csv"),
        # The bytes decide where they can, then the type, then the ending.
        ("/get?id=3", "text/html", b"%PDF-1.7", "get.pdf"),
        ("/get", "application/octet-stream", packed("word/document.xml"), "get.docx"),
        ("/get", "application/zip", packed("xl/workbook.xml"), "get.xlsx"),
        ("/get", "", packed("ppt/presentation.xml"), "get.pptx"),
        ("/get", "", packed("a.txt"), "get.zip"),
        ("/a.pdf", "text/html", b"<html>", "a.pdf.html"),
        ("/a.html", "application/octet-stream", b"x", "a.html"),
        ("/a", "application/octet-stream", b"\n<!DOCTYPE html>", "a.html"),
        ("/a.rtf", "", b"x", "a.rtf"),
        ("/a", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"x", "a.docx"),
    ],
)
def test_kind_and_name(path: str, kind: str, body: bytes, name: str) -> None:
    assert source(path, kind, body) == name


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="notice.pdf"', "notice.pdf"),
        ("attachment; filename*=UTF-8''%E9%80%9A%E7%9F%A5.pdf", "通知.pdf"),
        ('attachment; filename="../../etc/passwd"', "passwd.pdf"),
        ("attachment", "get.pdf"),
        ("", "get.pdf"),
        ('attachment; filename="a\u202eb\r\nX: y"', "ab X y.pdf"),
    ],
)
def test_a_file_may_name_itself(disposition: str, name: str) -> None:
    assert source("/get", "application/pdf", disposition=disposition).replace(":", "") == name


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/a.gif", "image/gif"),
        ("/a", ""),
        ("/a.html", "image/gif"),
        ("/a", "nonsense"),
        ("/a.doc", "application/msword"),
    ],
)
def test_what_cannot_be_read_is_refused(path: str, kind: str) -> None:
    with pytest.raises(WebError, match=r"news\.example") as caught:
        source(path, kind)
    assert caught.value.reason is Unfetched.KIND


@pytest.mark.parametrize(
    ("charset", "encoding"), [("big5", "big5"), ("gb2312", "gb18030"), ("GBK", "gbk"), ("utf-8", "utf-8")]
)
def test_a_text_is_read_in_the_encoding_that_its_server_names(charset: str, encoding: str) -> None:
    body = "<p>柳灣圖書館昨日落成。</p>".encode(encoding)
    file = file_of(ADDRESS, Response(ADDRESS, "news.example", f"text/html; charset={charset}", "", body))
    assert file.read().decode("utf-8-sig") == "<p>柳灣圖書館昨日落成。</p>"


@pytest.mark.parametrize(
    "charset", ["iso-8859-1", "no-such", "utf-8", "big5", "punycode", "idna", "unicode-escape"]
)
def test_a_server_that_errs_about_the_encoding_is_not_believed(charset: str) -> None:
    body = "<meta charset=gb18030><p>柳湾图书馆昨日落成。</p>".encode("gb18030")
    file = file_of(ADDRESS, Response(ADDRESS, "news.example", f"text/html; charset={charset}", "", body))
    assert file.read() == body
