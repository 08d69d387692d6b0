"""Documents, slides, books, pages, mails and archives that are made to take all time and memory."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.util import Inches

from tests.retrieval.ingestion.hostile.archives import packed, relations

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PAGE = "<html><body><h1>题</h1><p>青石镇盛产青石与茶叶。</p>{}</body></html>"
_PLACE = (Inches(1), Inches(1), Inches(4), Inches(2))


def docx(body: str) -> bytes:
    """A Word file of a body in XML."""
    return packed(
        {
            "_rels/.rels": relations(officeDocument="word/document.xml"),
            "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
        }
    )


def _cell(text: str = "", properties: str = "") -> str:
    run = f"<w:r><w:t>{text}</w:t></w:r>" if text else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run}</w:p></w:tc>"


def _table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def _headers(count: int) -> bytes:
    """Headers that go over all columns, row upon row."""
    wide = [_cell("名", f'<w:gridSpan w:val="{count}"/>') * 2 for _ in range(count)]
    return docx(f"{_table(*wide, _cell('1') * count)}")


def _down(count: int) -> bytes:
    first = "".join(_cell(f"名{n}", '<w:vMerge w:val="restart"/>') for n in range(50))
    return docx(_table(first, *["".join(_cell("", "<w:vMerge/>") * 50)] * (count // 2)))


def epub(pages: Mapping[str, str], spine: str, items: str = "") -> bytes:
    """A book of pages in the order of a spine."""
    listed = "".join(f'<item id="{id_}" href="{id_}.xhtml" media-type="text/html"/>' for id_ in pages)
    return packed(
        {
            "META-INF/container.xml": '<container><rootfile full-path="a.opf"/></container>',
            "a.opf": f"<package><manifest>{listed}{items}</manifest><spine>{spine}</spine></package>",
            **{f"{id_}.xhtml": text for id_, text in pages.items()},
        }
    )


def _refs(*ids: str) -> str:
    return "".join(f'<itemref idref="{id_}"/>' for id_ in ids)


def _same_items(count: int) -> bytes:
    """Items under many ids that are the same page."""
    ids = [f"i{n}" for n in range(count)]
    items = "".join(f'<item id="{id_}" href="a.xhtml" media-type="text/html"/>' for id_ in ids)
    return epub({"a": _PAGE.format("字" * 100)}, _refs(*ids), items)


_COLUMN = '<a:gridCol w="9"/>'


def pptx(shapes: str = "", rows: int = 0, columns: int = 0, spans: int = 1, slides: int = 1) -> bytes:
    """Slides with shapes in XML, or a table."""
    shown = Presentation()
    for _ in range(slides):
        slide = shown.slides.add_slide(shown.slide_layouts[6])
        slide.shapes.add_textbox(*_PLACE).text_frame.text = "青石镇盛产青石与茶叶。"
        if rows:
            table = slide.shapes.add_table(1, 1, *_PLACE).table._tbl
            cell = (
                f'<a:tc gridSpan="{spans}" rowSpan="{spans}"><a:txBody><a:p><a:r><a:t>1</a:t></a:r></a:p>'
                "</a:txBody></a:tc>"
            )
            grid = f"<a:tblGrid>{_COLUMN * columns}</a:tblGrid>"
            lines = f'<a:tr h="9">{cell * columns}</a:tr>' * rows
            made = _xml(f'<a:tbl xmlns:a="{table.nsmap["a"]}">{grid}{lines}</a:tbl>')
            table.getparent().replace(table, made)
        if shapes:
            tree = slide.shapes._spTree
            names = " ".join(f'xmlns:{key}="{name}"' for key, name in tree.nsmap.items())
            for shape in _xml(f"<a {names}>{shapes}</a>"):
                tree.append(shape)
    file = BytesIO()
    shown.save(file)
    return file.getvalue()


def with_slide(shapes: bytes) -> bytes:
    """Slides in which the XML of the shapes of the first may be anything."""
    with ZipFile(BytesIO(pptx())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    slide = parts["ppt/slides/slide1.xml"]
    return packed({**parts, "ppt/slides/slide1.xml": slide.replace(b"</p:spTree>", shapes + b"</p:spTree>")})


def _xml(text: str) -> Any:
    return parse_xml(text)


SHAPE = (
    '<p:sp><p:nvSpPr><p:cNvPr id="9" name="a"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>'
    "<p:txBody><a:bodyPr/><a:p><a:r><a:t>字</a:t></a:r></a:p></p:txBody></p:sp>"
)
GROUP = '<p:grpSp><p:nvGrpSpPr><p:cNvPr id="9" name="a"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'


def pdf(*objects: str) -> bytes:
    """A PDF of objects, the first its catalogue."""
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return (
        body
        + f"{head}trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF".encode()
    )


def _drawn(content: str, kids: int = 1, form: str = "") -> bytes:
    return pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{'3 0 R ' * kids}]/Count {kids}>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        "/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>"
        f"/Length {len(form)}>>stream\n{form}\nendstream",
    )


_TEXT = "BT /F 9 Tf 50 700 Td (Blue stone bridge, thirty two) Tj ET "


def _rules(count: int) -> str:
    lines = "".join(
        f"{x} {y} m {x + 90} {y} l S {x} {y} m {x} {y + 90} l S\n"
        for x, y in ((n % 500, n % 700) for n in range(count))
    )
    return _TEXT + lines


def _mail(body: str, kind: str = "text/plain") -> bytes:
    head = f"From: a@b.c\nSubject: =?utf-8?q?=E6=A1=A5?=\nMIME-Version: 1.0\nContent-Type: {kind}\n\n"
    return (head + body).encode()


def _parts_within(depth: int) -> bytes:
    text = "Content-Type: text/plain\n\nstone bridge\n"
    heads = "".join(f"Content-Type: multipart/mixed; boundary={n}\n\n--{n}\n" for n in range(depth))
    return b"From: a@b.c\nSubject: x\nMIME-Version: 1.0\n" + (heads + text).encode()


def _mails_within(depth: int) -> bytes:
    return (
        b"From: a@b.c\nSubject: x\nMIME-Version: 1.0\n"
        + b"Content-Type: message/rfc822\n\nSubject: x\n" * depth
        + b"\ntext"
    )


def _zips(depth: int, names: int) -> bytes:
    data = packed({f"{n}.txt": "青石镇盛产青石与茶叶。" * 100 for n in range(names)})
    for _ in range(depth):
        data = packed({f"{n}.zip": data for n in range(names)})
    return data


def _rtf(body: str) -> bytes:
    return ("{\\rtf1\\ansi\\ansicpg936 " + body + "}").encode()


FILES: Mapping[str, tuple[str, Callable[[int], bytes]]] = {
    "headers over all columns": ("a.docx", lambda n: _headers(n // 3)),
    "cells merged over many rows": ("a.docx", _down),
    "cells over billions of columns": (
        "a.docx",
        lambda n: docx(_table(*[_cell("1", '<w:gridSpan w:val="2000000000"/>') * 20] * n)),
    ),
    "tables in tables": (
        "a.docx",
        lambda n: docx("<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60),
    ),
    "many chapters": (
        "a.epub",
        lambda n: epub({f"p{k}": _PAGE.format("") for k in range(n)}, _refs(*(f"p{k}" for k in range(n)))),
    ),
    "a chapter that repeats": ("a.epub", lambda n: epub({"a": _PAGE.format("字" * n)}, _refs("a") * n)),
    "chapters that are one page": ("a.epub", _same_items),
    "chapters that unpack to much": (
        "a.epub",
        lambda n: epub(
            {f"p{k}": _PAGE.format("<p>" * n * 10) for k in range(9)}, _refs(*(f"p{k}" for k in range(9)))
        ),
    ),
    "a deep contents": ("a.epub", lambda n: epub({"a": _PAGE.format("")}, "<a>" * 200 + "</a>" * 200)),
    "divs": ("a.html", lambda n: "<div>字</div>".encode() * n * 10),
    "divs in divs": ("a.html", lambda n: "<div>字".encode() * n * 10),
    "empty divs": ("a.html", lambda n: b"<div></div>" * n * 10),
    "spans over all columns": (
        "a.html",
        lambda n: (
            f"<table>{'<tr><th colspan=99999 rowspan=99999>名<th>数' * n}<tr>{'<td>1' * n}</table>".encode()
        ),
    ),
    "headers over headers": (
        "a.html",
        lambda n: (
            "<table>"
            + "".join(f"<tr>{'<th colspan=9>名' * (n // 30)}" for _ in range(n // 30))
            + f"<tr>{'<td>1' * n}</table>"
        ).encode(),
    ),
    "attributes": ("a.html", lambda n: f"<p {' '.join(f'a{k}=1' for k in range(n * 10))}>字</p>".encode()),
    "entities ": ("a.html", lambda n: "&#x20000;字&amp;".encode() * n * 10),
    "menus": ("a.html", lambda n: "<ul class=nav><li><a>字</a></li>".encode() * n * 3),
    "pages that are one": ("a.pdf", lambda n: _drawn(_TEXT, n * 5)),
    "pages in pages": (
        "a.pdf",
        lambda n: pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000000>>"),
    ),
    "a form that draws itself": (
        "a.pdf",
        lambda n: _drawn(_TEXT + "/X Do " * n, form=_TEXT + "/X Do /X Do "),
    ),
    "texts of a page": (
        "a.pdf",
        lambda n: _drawn("".join(f"BT /F 9 Tf {k % 60 * 10} {k % 797} Td (a) Tj ET\n" for k in range(n * 3))),
    ),
    "texts upon each other": ("a.pdf", lambda n: _drawn("BT /F 9 Tf 50 700 Td (ab) Tj ET\n" * n * 3)),
    "rules": ("a.pdf", lambda n: _drawn(_rules(n))),
    "points": ("a.pdf", lambda n: _drawn(_TEXT + "0 0 m " + "9 9 l 3 4 l " * n * 5 + "S")),
    "groups in groups": ("a.pptx", lambda n: pptx(GROUP * 30 + SHAPE + "</p:grpSp>" * 30)),
    "groups in groups without end": ("a.pptx", lambda n: pptx(GROUP * 250 + SHAPE + "</p:grpSp>" * 250)),
    "shapes": ("a.pptx", lambda n: pptx(SHAPE * n * 2)),
    "a table": ("a.pptx", lambda n: pptx(rows=n // 10, columns=n // 20)),
    "a row": ("a.pptx", lambda n: pptx(rows=1, columns=n * 2)),
    "cells over everything": ("a.pptx", lambda n: pptx(rows=n // 10, columns=20, spans=1000)),
    "slides": ("a.pptx", lambda n: pptx(slides=n // 10)),
    "paragraphs": (
        "a.pptx",
        lambda n: pptx(SHAPE.replace("<a:p>", "<a:p/>" * n * 10 + "<a:p>")),
    ),
    "groups": ("a.rtf", lambda n: _rtf("{" * n * 10 + "stone bridge" + "}" * n * 10)),
    "groups without end": ("a.rtf", lambda n: _rtf("{\\b " * n * 10 + "stone")),
    "ends of groups": ("a.rtf", lambda n: _rtf("stone" + "}" * n * 10)),
    "words": ("a.rtf", lambda n: _rtf("\\b" * n * 10 + " stone")),
    "a word": ("a.rtf", lambda n: _rtf("\\" + "b" * n * 100 + " stone")),
    "a number": ("a.rtf", lambda n: _rtf("\\u" + "9" * n * 100 + " stone")),
    "bytes": ("a.rtf", lambda n: _rtf("\\'b5" * n * 10)),
    "skipped characters": ("a.rtf", lambda n: _rtf("\\uc999999999 " + "\\u26725 x" * n * 10)),
    "rows": ("a.rtf", lambda n: _rtf("1\\cell 2\\cell 3\\cell \\row " * n)),
    "a row of cells": (
        "a.rtf",
        lambda n: _rtf("1\\cell " * n * 3 + "\\row " + "1\\cell " * n * 3 + "\\row "),
    ),
    "links": ("a.rtf", lambda n: _rtf('{\\field{\\*\\fldinst HYPERLINK "a"}{\\fldrslt b}' * n)),
    "open pictures": ("a.rtf", lambda n: _rtf("{\\pict " + "0a 1b " * n * 10)),
    "digits": ("a.rtf", lambda n: _rtf(("0a" * 900 + "x") * (n // 10))),
    "parts in parts": ("a.eml", lambda n: _parts_within(n // 2)),
    "mails in mails": ("a.eml", lambda n: _mails_within(n // 2)),
    "many parts": (
        "a.eml",
        lambda n: _mail(
            "--b\nContent-Type: text/plain\n\nstone bridge\n" * n * 3, "multipart/mixed; boundary=b"
        ),
    ),
    "many attachments": (
        "a.eml",
        lambda n: _mail(
            "--b\nContent-Type: text/plain; name=a.txt\nContent-Disposition: attachment\n\nstone bridge\n"
            * min(n, 400),
            "multipart/mixed; boundary=b",
        ),
    ),
    "a long head": (
        "a.eml",
        lambda n: b"From: " + b"a@b.c, " * n * 3 + b"\nSubject: " + b"=?utf-8?q?a?= " * n * 3 + b"\n\nstone",
    ),
    "many heads": ("a.eml", lambda n: b"Subject: x\n" * n * 5 + b"\nstone"),
    "a subject of brackets": (
        "a.eml",
        lambda n: b"Subject: x\nTo: " + b"(" * n + b"\nCc: " + b"<a" * n + b"\n\nstone",
    ),
    "parameters": ("a.eml", lambda n: _mail("stone", "text/plain" + "".join(f"; a*{k}=b" for k in range(n)))),
    "words of a charset": ("a.eml", lambda n: b"Subject: " + b"=?gbk?b?" * n + b"?=\n\nstone"),
    "archives in archives": ("a.zip", lambda n: _zips(4, 5)),
    "many files": ("a.zip", lambda n: _zips(0, n // 4)),
    "files that are large": ("a.zip", lambda n: packed({f"{k}.txt": "字。" * (n * 300) for k in range(9)})),
    "many files of no kind": ("a.zip", lambda n: packed({f"{k}": "" for k in range(n * 4)})),
    "many lines": ("a.txt", lambda n: "桥\n".encode() * n * 30),
    "bars": ("a.txt", lambda n: b"|" * n * 100),
    "quotes in quotes": ("a.md", lambda n: b"> " * n * 3 + b"a"),
    "lists in lists": ("a.md", lambda n: b"".join(b" " * (2 * k) + b"- a\n" for k in range(min(n, 1200)))),
    "brackets": ("a.md", lambda n: b"[" * n * 10),
    "links in brackets": ("a.md", lambda n: b"[a](" * n * 10),
    "stars": ("a.md", lambda n: b"*a_ " * n * 10),
    "ticks": ("a.md", lambda n: b"".join(b"`" * k + b"a " for k in range(min(n, 1400)))),
    "references": ("a.md", lambda n: b"".join(b"[%d]: /a\n" % k for k in range(n)) + b"[1]" * n),
    "angles": ("a.md", lambda n: b"<a " * n * 10),
    "a wide table": ("a.md", lambda n: b"|a" * n + b"\n" + b"|-" * n + b"\n" + b"|a\n" * n),
}

ENDLESS = frozenset(("a form that draws itself",))
"""Kinds that take all time and memory within a library, at any size: the limits of a worker end them."""
