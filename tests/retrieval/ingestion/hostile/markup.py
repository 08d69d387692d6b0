"""Hostile files of markup: marks of notes, dialects of Markdown, texts beside texts, spreadsheets in XML."""

from collections.abc import Callable, Mapping

_XML = (
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
    '<Worksheet ss:Name="a"><Table>{}</Table></Worksheet></Workbook>'
)
_CELL = '<Cell{}><Data ss:Type="String">字</Data></Cell>'
_MERGED = ' ss:MergeDown="999999" ss:MergeAcross="16000"'


def _xml(rows: str) -> bytes:
    return _XML.format(rows).encode()


def _rtf(text: str) -> bytes:
    return b"{\\rtf1\\ansi " + text.encode() + b"}"


FILES: Mapping[str, tuple[str, Callable[[int], bytes]]] = {
    "raised in raised": ("a.html", lambda n: b"<sup><a href='#a'>1" * n * 10),
    "marks": ("a.html", lambda n: "字。<sup><a href='#a'>1</a></sup>".encode() * n * 10),
    "headings of breaks": ("a.html", lambda n: b"<h1>a" + b"<br>" * n * 10),
    "open shortcodes": ("a.md", lambda n: b"{{< " * n * 10),
    "open remarks": ("a.md", lambda n: b"%%a" * n * 10 + b"%"),
    "open links of a vault": ("a.md", lambda n: b"[[a|" * n * 10),
    "colons and spaces": ("a.md", lambda n: b":::" + b" " * n * 10 + b":a"),
    "boxes in boxes": ("a.md", lambda n: b"".join(b" " * 4 * k + b"!!! a\n" for k in range(min(n, 1200)))),
    "terms": ("a.md", lambda n: b"a\n" + b": b\n" * n * 5),
    "front matter": ("a.md", lambda n: b"a: b\n" * n * 5 + b"c"),
    "notes in notes": ("a.rtf", lambda n: _rtf("{\\footnote a\\par " * n * 5 + "}" * n * 5)),
    "many notes": ("a.rtf", lambda n: _rtf("a{\\footnote b\\par}" * n * 3)),
    "notes of a table": ("a.rtf", lambda n: _rtf("\\intbl a{\\footnote b}\\cell \\row " * n * 3)),
    "many headers": ("a.rtf", lambda n: _rtf("".join(f"{{\\header a{k}\\par}}" for k in range(n * 3)) + "b")),
    "boxes in shapes": (
        "a.rtf",
        lambda n: _rtf("{\\shp{\\*\\shpinst{\\shptxt a" * n * 3 + "}}}" * n * 3),
    ),
    "rows far apart": ("a.xls", lambda _: _xml(f'<Row ss:Index="1000000">{_CELL.format("")}</Row>')),
    "rows that span": ("a.xls", lambda n: _xml('<Row ss:Span="200" ss:Hidden="1"/>' * n)),
    "cells merged over all": (
        "a.xls",
        lambda n: _xml(f"<Row>{_CELL.format(_MERGED)}</Row>" * n),
    ),
    "cells in cells": ("a.xls", lambda _: _xml("<Row>" + "<Cell>" * 200 + "</Cell>" * 200 + "</Row>")),
    "rows of cells in XML": ("a.xls", lambda n: _xml(f"<Row>{_CELL.format('') * 9}</Row>" * n * 3)),
}
