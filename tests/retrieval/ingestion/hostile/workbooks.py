"""Workbooks and delimited text that are made to take all time and memory."""

from collections.abc import Callable, Mapping
from io import BytesIO

import xlwt

from tests.retrieval.ingestion.hostile.archives import Parts, packed, relations

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ENTITIES = '<!DOCTYPE a [<!ENTITY a "渡渡渡渡"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_EVERYTHING = '<mergeCell ref="A1:XFD1048576"/>'
_PLACES = '<c r="B2" s="1"><v>1e300</v></c>'
_FIRST = '<row r="1"><c r="A1" t="inlineStr"><is><t>项目</t></is></c></row>'
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts><numFmt numFmtId="200" formatCode="0.{"0" * 200}"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></styleSheet>'
)


def xlsx(
    rows: str, after: str = "", before: str = "", strings: str = "", further: Parts | None = None
) -> bytes:
    """A workbook of one sheet.

    Args:
        rows: The XML of its rows.
        after: What stands behind them.
        before: What stands before them.
        strings: The XML of its shared strings.
        further: Further parts, or others for these.
    """
    parts = {
        "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}"><sheets>'
        '<sheet name="账" sheetId="1" r:id="worksheet"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            worksheet="worksheets/a.xml", sharedStrings="sharedStrings.xml", styles="styles.xml"
        ),
        "xl/worksheets/a.xml": f'<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData>{after}'
        "</worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{strings}</sst>',
        "xl/styles.xml": _STYLES,
        **(further or {}),
    }
    return packed(parts)


def ods(table: str) -> bytes:
    """A workbook of one sheet, its rows in XML."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0"'
        f' xmlns:text="{names}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="账">{table}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0"/>'
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": mimetype, "META-INF/manifest.xml": manifest, "content.xml": content})


def _cell(text: str = "字", **times: int) -> str:
    said = "".join(f' table:number-{name}-repeated="{count}"' for name, count in times.items())
    return f'<table:table-cell office:value-type="string"{said}><text:p>{text}</text:p></table:table-cell>'


def _row(cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


def _shared(length: int, count: int) -> bytes:
    """One long text that all cells refer to."""
    cells = "".join(f'<row><c t="s"><v>0</v></c><c><v>{n}</v></c></row>' for n in range(count))
    return xlsx(cells, strings=f"<si><t>{'渡' * length}</t></si>")


def _merged(count: int) -> bytes:
    """Cells of a header, each merged over all columns and rows."""
    names = "".join(f'<c t="inlineStr"><is><t>名{n}</t></is></c>' for n in range(count))
    rows = f"<row>{names}</row>" + f"<row>{'<c><v>1</v></c>' * count}</row>" * count
    ranges = "".join(f'<mergeCell ref="{_letters(n)}1:XFD{count}"/>' for n in range(count))
    return xlsx(rows, f"<mergeCells>{ranges}</mergeCells>")


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _xls(count: int) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("账")
    for row in range(count):
        for column in range(4):
            sheet.write(row, column, f"字{row}{column}")
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _broken(data: bytes, step: int) -> bytes:
    """Bytes of which one in so many is another."""
    found = bytearray(data)
    for at in range(512, len(found), step):
        found[at] ^= 0xFF
    return bytes(found)


FILES: Mapping[str, tuple[str, Callable[[int], bytes]]] = {
    "a cell in the last corner": (
        "a.xlsx",
        lambda n: xlsx(
            _FIRST + f'<row r="{n * 10}"><c r="{_letters(n)}{n * 10}"><v>1</v></c></row>',
            before='<dimension ref="A1:XFD1048576"/>',
        ),
    ),
    "a cell without a place in the last corner": (
        "a.xlsx",
        lambda n: xlsx(_FIRST + f'<row r="{n * 10}"><c r="{_letters(n)}{n * 10}"/><c><v>1</v></c></row>'),
    ),
    "a row without places in the last row": (
        "a.xlsx",
        lambda n: xlsx(_FIRST + f'<row r="{n * 10}">{"<c/>" * n}<c><v>1</v></c></row>'),
    ),
    "cells with a style and no value": (
        "a.xlsx",
        lambda n: xlsx(
            _FIRST
            + "".join(
                f'<row r="{r}">{"".join(f"""<c r="{_letters(c)}{r}" s="1"/>""" for c in range(100))}</row>'
                for r in range(2, n // 10)
            )
        ),
    ),
    "a long shared string": ("a.xlsx", lambda n: _shared(n * 10, n)),
    "many shared strings": ("a.xlsx", lambda n: xlsx(_FIRST, strings="<si><t>字</t></si>" * n * 10)),
    "a shared string of many runs": (
        "a.xlsx",
        lambda n: xlsx('<row><c t="s"><v>0</v></c></row>', strings=f"<si>{'<r><t>字</t></r>' * n * 10}</si>"),
    ),
    "headers merged over everything": ("a.xlsx", lambda n: _merged(n // 20)),
    "the same range merged again and again": (
        "a.xlsx",
        lambda n: xlsx(
            _FIRST + f"<row>{'<c><v>1</v></c>' * 9}</row>" * n,
            f"<mergeCells>{_EVERYTHING * n * 10}</mergeCells>",
        ),
    ),
    "numbers with many places": (
        "a.xlsx",
        lambda n: xlsx(_FIRST + f"<row>{_PLACES * n}</row>"),
    ),
    "figures of many digits": (
        "a.xlsx",
        lambda n: xlsx(_FIRST + f"<row><c><v>{'9' * n * 100}</v></c><c><v>1e-300</v></c></row>" * 10),
    ),
    "formulas": (
        "a.xlsx",
        lambda n: xlsx(
            _FIRST + f"<row>{'<c><f>SUM(A1:XFD1048576)&amp;REPT(A1,32767)</f><v>1</v></c>' * 10}</row>" * n
        ),
    ),
    "shared formulas": (
        "a.xlsx",
        lambda n: xlsx(
            _FIRST
            + "".join(
                f'<row><c><f t="shared" ref="A1:XFD1048576" si="{k}">A1+B2</f><v>1</v></c></row>'
                for k in range(n)
            )
        ),
    ),
    "external links": (
        "a.xlsx",
        lambda n: xlsx(
            _FIRST,
            further={f"xl/externalLinks/e{k}.xml": "<externalLink/>" for k in range(n)}
            | {"xl/worksheets/_rels/a.xml.rels": relations(hyperlink="http://127.0.0.1:9/") * 1},
        ),
    ),
    "sheets that are one": (
        "a.xlsx",
        lambda n: xlsx(
            _FIRST + f"<row>{'<c><v>1</v></c>' * 20}</row>" * 20,
            f"<mergeCells>{_EVERYTHING}</mergeCells>",
            further={
                "xl/workbook.xml": f'<workbook xmlns="{_MAIN}"><sheets>'
                + "".join(
                    f'<sheet name="账{k}" sheetId="{k}" r:id="worksheet"'
                    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
                    for k in range(n)
                )
                + "</sheets></workbook>"
            },
        ),
    ),
    "a sheet that unpacks to much": ("a.xlsx", lambda n: xlsx(_FIRST + " " * (n << 10))),
    "comments": ("a.xlsx", lambda n: xlsx(_FIRST + "<!---->" * n * 10)),
    "entities": (
        "a.xlsx",
        lambda n: xlsx("", further={"xl/sharedStrings.xml": f"{_ENTITIES}<sst>{'&b;' * n}</sst>"}),
    ),
    "tables of a sheet": (
        "a.xlsx",
        lambda n: xlsx(
            "".join(f'<row r="{k * 2}"><c><v>1</v></c><c><v>2</v></c></row>' for k in range(1, n * 3))
        ),
    ),
    "columns that repeat": ("a.ods", lambda n: ods(_row(_cell(columns=n * 1000)))),
    "empty columns that repeat": (
        "a.ods",
        lambda n: ods(_row(f'<table:table-cell table:number-columns-repeated="{n * 1000}"/>' + _cell())),
    ),
    "rows that repeat": ("a.ods", lambda n: ods(_row(_cell(), n * 10_000))),
    "empty rows that repeat": ("a.ods", lambda n: ods(_row("<table:table-cell/>", n * 1000) + _row(_cell()))),
    "covered cells that repeat": (
        "a.ods",
        lambda n: ods(
            _row(
                _cell() + f'<table:covered-table-cell table:number-columns-repeated="{n * 1000}"/>' + _cell()
            )
        ),
    ),
    "cells without a type that repeat": (
        "a.ods",
        lambda n: ods(
            _row(
                f'<table:table-cell table:number-columns-repeated="{n * 1000}"><text:p>字</text:p>'
                "</table:table-cell>"
            )
        ),
    ),
    "cells with a formula that repeat": (
        "a.ods",
        lambda n: ods(
            _row(
                f'<table:table-cell table:formula="=1" table:number-columns-repeated="{n * 1000}"/>', n * 1000
            )
            + _row(_cell())
        ),
    ),
    "a long cell that repeats": ("a.ods", lambda n: ods(_row(_cell("渡" * n * 10, columns=n), 10))),
    "spaces that repeat": ("a.ods", lambda n: ods(_row(_cell(f'字<text:s text:c="{n * 1_000_000}"/>字')))),
    "rows in rows": (
        "a.ods",
        lambda n: ods("<table:table-row>" * 200 + _cell() + "</table:table-row>" * 200),
    ),
    "a damaged workbook": ("a.xls", lambda n: _broken(_xls(n // 2), 97)),
    "a workbook that breaks off": ("a.xls", lambda n: _xls(n // 2)[:-2000]),
    "sectors in a circle": ("a.xls", lambda n: _xls(n // 2)[:512] + bytes(4 * n) * 10),
    "one line": ("a.csv", lambda n: ("字" * n * 100).encode()),
    "a row of many columns": ("a.csv", lambda n: b"1," * n * 100),
    "a header of many columns": ("a.csv", lambda n: b"a," * n + b"\n" + b"1,\n" * n * 10),
    "marks that do not pair": ("a.csv", lambda n: b'"a,b\n' * (n * 10 + 1)),
    "a mark without its other": ("a.csv", lambda n: b"a,b\n" * n * 10 + b'"'),
    "NULs": ("a.csv", lambda n: b"a,\0b\n" * n * 10),
    "only NULs": ("a.tsv", lambda n: b"\0" * n * 100),
    "only delimiters": ("a.tsv", lambda n: b"\t" * n * 100),
    "lines of delimiters": ("a.tsv", lambda n: b"\t\t\t\n" * n * 10 + b"a\tb\n"),
    "HTML under another name": ("a.xls", lambda n: b"<table>" + b"<tr><td>1<td>2" * n * 10),
}
