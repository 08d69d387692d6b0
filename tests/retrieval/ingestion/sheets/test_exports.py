"""Files named .xls of other programs and times: Excel's XML of 2003, Excel 95, hidden rows of Excel 97."""

from io import BytesIO

import pytest
import xlwt

from retrieval.errors import DocumentError, Unreadable
from tests.retrieval.ingestion.reading import document_of

XML = """<?xml version="1.0" encoding="{encoding}"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:html="http://www.w3.org/TR/REC-html40">
<Styles><Style ss:ID="Default"/><Style ss:ID="s1"><NumberFormat ss:Format="Short Date"/></Style>
<Style ss:ID="s2"><NumberFormat ss:Format="#,##0.00"/></Style><Style ss:ID="s3" ss:Parent="s2"/></Styles>
<Worksheet ss:Name="茶单"><Table><Column ss:Index="4" ss:Hidden="1"/>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">溪口茶社价目</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">品种</Data></Cell><Cell><Data ss:Type="String">价格</Data>
<Comment><ss:Data><html:B>店长：</html:B>含税</ss:Data></Comment></Cell>
<Cell><Data ss:Type="String">日期</Data></Cell>
<Cell><Data ss:Type="String">成本</Data></Cell></Row>
<Row><Cell ss:MergeDown="1"><Data ss:Type="String">玉露</Data></Cell>
<Cell ss:StyleID="s3"><Data ss:Type="Number">1280</Data></Cell>
<Cell ss:StyleID="s1"><Data ss:Type="DateTime">2025-03-05T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Number">1</Data></Cell></Row>
<Row ss:Index="4"><Cell ss:Index="2" ss:StyleID="s2"><Data ss:Type="Number">96.5</Data></Cell></Row>
<Row ss:Hidden="1"><Cell><Data ss:Type="String">样品</Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="底稿"><Table><Row><Cell><Data ss:Type="String">草稿一份。</Data></Cell></Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">
<Visible>SheetHidden</Visible></WorksheetOptions>
</Worksheet></Workbook>"""


def texts(name: str, data: bytes) -> list[str]:
    document = document_of(name, data)
    return [paragraph.text for article in document.articles for paragraph in article.paragraphs]


@pytest.mark.parametrize("encoding", ["UTF-8", "GB2312", "UTF-16"])
def test_excels_xml_of_2003_is_read_as_its_sheets_show_it(encoding: str) -> None:
    assert texts("导出.xls", XML.format(encoding=encoding).encode(encoding)) == [
        "品种：玉露　价格：1,280.00　日期：2025/3/5",
        "品种：玉露　价格：96.50",
    ]


def test_broken_xml_of_excel_is_refused() -> None:
    with pytest.raises(DocumentError) as raised:
        texts("导出.xls", XML.format(encoding="UTF-8").encode()[:1500])
    assert raised.value.reason is Unreadable.DAMAGED


def test_hidden_rows_and_columns_of_xls_are_not_read() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("茶单")
    for row, values in enumerate(
        [("品种", "成本", "价格"), ("玉露", 700, 1280), ("样品", 1, 1), ("银针", 60, 96)]
    ):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    file = BytesIO()
    book.save(file)
    assert texts("茶单.xls", file.getvalue()) == ["品种：玉露　价格：1280", "品种：银针　价格：96"]


def test_workbooks_of_excel_95_are_refused_as_their_texts_would_be_garbled() -> None:
    book = xlwt.Workbook()
    book.add_sheet("茶单").write(0, 0, "玉露")
    file = BytesIO()
    book.save(file)
    name, size = ("Workbook\0".encode("utf-16-le").ljust(64, b"\0"), b"\x12\0")
    old = file.getvalue().replace(name + size, "Book".encode("utf-16-le").ljust(64, b"\0") + b"\x0a\0")
    for data in (old, b"\x09\x02\x06\x00\x00\x00\x10\x00\x00\x00" + bytes(100)):
        with pytest.raises(DocumentError, match=r"Excel 95.*\.xlsx"):
            texts("茶单.xls", data)
