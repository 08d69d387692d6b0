"""Workbooks: sheets, captions, headers, values as they are shown."""

from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO
from struct import Struct
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

from retrieval.documents import Passage
from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.loaders.sheets import grid, styles
from retrieval.ingestion.passages import split
from tests.retrieval.ingestion.reading import document_of

ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><office:automatic-styles>'
    '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    "</office:automatic-styles><office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)

MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/"'
    ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)


def passages(name: str, data: bytes) -> list[Passage]:
    return list(split(document_of(name, data)))


def texts(name: str, data: bytes) -> list[str]:
    return [passage.text for passage in passages(name, data)]


def workbook(*fill: Callable[[Worksheet], object], names: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for place, put in enumerate(fill):
        put(book.create_sheet(names[place] if place < len(names) else None))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def rows(*values: tuple[object, ...]) -> Callable[[Worksheet], None]:
    def put(sheet: Worksheet) -> None:
        for row in values:
            sheet.append(row)

    return put


def ods(*values: tuple[str, ...], attributes: str = "") -> bytes:
    cells = (
        "".join(
            f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p>'
            "</table:table-cell>"
            if text
            else "<table:table-cell/>"
            for text in row
        )
        for row in values
    )
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    return ods_of(f'<table:table table:name="值班">{table}</table:table>')


def ods_of(tables: str) -> bytes:
    """A file of OpenDocument; tables of the style h are hidden."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", ODS.format(tables))
    return file.getvalue()


STAFF = (("姓名", "部门", "分机"), ("何静娴", "流通部", 8068.0), ("罗志强", "保安队", 8070.0))


def test_a_row_is_a_passage_with_its_headers_under_file_sheet_and_caption() -> None:
    data = workbook(rows(("2025年通讯录",), *STAFF), names=("总馆",))

    found = passages("图书馆.xlsx", data)

    assert [p.text for p in found] == [
        "姓名：何静娴　部门：流通部　分机：8068",
        "姓名：罗志强　部门：保安队　分机：8070",
    ]
    assert {p.title for p in found} == {"图书馆 · 总馆 · 2025年通讯录"}


def test_values_are_as_the_sheet_shows_them() -> None:
    def put(sheet: Worksheet) -> None:
        sheet.append(("项目", "完成率", "金额", "日期", "签订日", "时间", "单价"))
        for number in range(3):
            sheet.append(
                (f"甲{number}", 0.305, 1234.5, date(2025, 3, 1), date(2025, 3, 1), time(8, 30), 12.0)
            )
            line = sheet[sheet.max_row]
            line[1].number_format, line[2].number_format = "0.0%", '"¥"#,##0.00'
            line[3].number_format, line[4].number_format = "yyyy-mm-dd", 'yyyy"年"m"月"d"日"'
        sheet.append(("乙", 0.1 + 0.2, 3, datetime(2025, 3, 1, 9, 5), None, None, 1e15))  # noqa: DTZ001

    found = texts("账.xlsx", workbook(put))

    assert found[0] == (
        "项目：甲0　完成率：30.5%　金额：¥1,234.50　日期：2025-03-01　签订日：2025年3月1日"
        "　时间：8:30:00　单价：12"
    )
    assert found[-1] == "项目：乙　完成率：0.3　金额：3　日期：2025-03-01 9:05:00　单价：1000000000000000"


def test_a_header_of_two_lines_with_merged_cells() -> None:
    def put(sheet: Worksheet) -> None:
        rows(
            ("各部门预算表", None, None, None, None),
            ("部门", "一季度", None, "二季度", None),
            (None, "收入", "支出", "收入", "支出"),
            ("馆办", 12, 8, 14, 9),
            (None, 3, 2, 5, 4),
        )(sheet)
        for merged in ("A1:E1", "A2:A3", "B2:C2", "D2:E2", "A4:A5"):
            sheet.merge_cells(merged)

    found = passages("预算.xlsx", workbook(put))

    assert [p.text for p in found] == [
        "部门：馆办　一季度收入：12　一季度支出：8　二季度收入：14　二季度支出：9",
        "部门：馆办　一季度收入：3　一季度支出：2　二季度收入：5　二季度支出：4",
    ]
    assert found[0].title == "预算 · 各部门预算表"


def test_several_tables_of_a_sheet_are_parted_by_empty_rows() -> None:
    found = passages(
        "馆.xlsx",
        workbook(
            rows(
                ("值班表",),
                *STAFF,
                (),
                ("藏书统计",),
                ("类别", "册数", "借出数量"),
                ("文学", 300, 20),
                ("历史", 200, 10),
                (),
                ("科技", 100, 5),
                ("注：不含期刊",),
            )
        ),
    )

    assert [(p.title.rpartition(" · ")[2], p.text) for p in found[2:]] == [
        ("藏书统计", "类别：文学　册数：300　借出数量：20"),
        ("藏书统计", "类别：历史　册数：200　借出数量：10"),
        ("藏书统计", "类别：科技　册数：100　借出数量：5"),
        ("藏书统计", "注：不含期刊"),
    ]
    assert found[0].title == "馆 · 值班表"


def test_words_that_no_list_of_headers_knows_are_headers_by_their_place() -> None:
    data = workbook(rows(("品种", "产地", "口感"), ("玉露", "恩施", "鲜爽"), ("毛尖", "都匀", "清甜")))
    assert texts("茶.xlsx", data)[0] == "品种：玉露　产地：恩施　口感：鲜爽"


def test_a_note_below_leaves_the_rows_their_headers() -> None:
    fill = rows(
        ("青荷宠物店价目", None, None),
        ("洗护", "小型犬（10kg以下）", "猫"),
        ("基础洗澡", 68, 88),
        ("精细洗护", 108, 138),
        ("备注：充值1000元享9折。", None, None),
    )
    found = texts("价目.xlsx", workbook(fill))
    assert found[:2] == [
        "洗护：基础洗澡　小型犬（10kg以下）：68　猫：88",
        "洗护：精细洗护　小型犬（10kg以下）：108　猫：138",
    ]
    assert found[-1] == "备注：充值1000元享9折。"


def test_a_form_has_no_header() -> None:
    form = (
        ("姓名", "高维桢", "性别", "男"),
        ("学历", "本科", "民族", "汉"),
        ("部门", "测绘队", "职务", "队长"),
    )
    assert texts("表.xlsx", workbook(rows(*form)))[0].startswith("姓名")
    assert not any("姓名：学历" in text for text in texts("表.xlsx", workbook(rows(*form))))


def test_hidden_sheets_are_not_read() -> None:
    def hide(sheet: Worksheet) -> None:
        rows(("密码", "级别", "备注"), ("暗号甲", "绝密", "无"))(sheet)
        sheet.sheet_state = "hidden"

    assert not any("暗号甲" in text for text in texts("馆.xlsx", workbook(rows(*STAFF), hide)))


def xls() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("值班")
    for line, row in enumerate(STAFF):
        for column, value in enumerate(row):
            sheet.write(line, column, value)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_xls_and_ods() -> None:
    expected = ["姓名：何静娴　部门：流通部　分机：8068", "姓名：罗志强　部门：保安队　分机：8070"]
    assert texts("馆.xls", xls()) == expected
    words = [tuple(str(value).removesuffix(".0") for value in row) for row in STAFF]
    found = passages("馆.ods", ods(*words))
    assert [p.text for p in found] == expected
    assert found[0].title == "馆 · 值班"


def test_xls_shows_values_in_their_formats() -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("指标")
    formats = ("0.0%", '"¥"#,##0.00', 'yyyy"年"m"月"d"日"')
    for column, name in enumerate(("项目", "占比", "金额", "日期")):
        sheet.write(0, column, name)
    for line in (1, 2):
        sheet.write(line, 0, f"项目{line}")
        for column, value in enumerate((0.305, 1234.5, date(2025, 3, line)), 1):
            sheet.write(line, column, value, xlwt.easyxf(num_format_str=formats[column - 1]))
    file = BytesIO()
    book.save(file)
    assert texts("指标.xls", file.getvalue()) == [
        "项目：项目1　占比：30.5%　金额：¥1,234.50　日期：2025年3月1日",
        "项目：项目2　占比：30.5%　金额：¥1,234.50　日期：2025年3月2日",
    ]


def cell(text: str, note: str = "", **attributes: str) -> str:
    named = "".join(f' {name.replace("_", ":", 1)}="{value}"' for name, value in attributes.items())
    note = note and f"<office:annotation><text:p>{note}</text:p></office:annotation>"
    return f"<table:table-cell{named}>{note}{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"


def test_ods_shows_texts_merged_cells_and_visible_sheets() -> None:
    rows = (
        cell("科室") + cell("占比") + cell("床位"),
        cell("内科", **{"table_number-rows-spanned": "2"})
        + cell("30.5%", "待核", office_value="0.305")
        + cell("40"),
        "<table:covered-table-cell/>" + cell("", office_value="12") + cell("20"),
        cell("外科") + cell("甲<text:s/>乙") + cell("30"),
    )
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    hidden = '<table:table table:name="底稿" table:style-name="h">' + table.replace("内科", "旧科")
    assert texts(
        "科室.ods", ods_of(f'<table:table table:name="今年">{table}</table:table>{hidden}</table:table>')
    ) == [
        "科室：内科　占比：30.5%　床位：40",
        "科室：内科　占比：12　床位：20",
        "科室：外科　占比：甲 乙　床位：30",
    ]


def test_an_ods_that_a_password_locks_is_told() -> None:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("META-INF/manifest.xml", "<manifest><encryption-data/></manifest>")
        archive.writestr("content.xml", bytes(range(200)))
    with pytest.raises(DocumentError) as raised:
        texts("a.ods", file.getvalue())
    assert raised.value.reason is Unreadable.LOCKED


def test_an_ods_whose_manifest_is_damaged_is_damaged() -> None:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", "<office:")
    data = bytearray(file.getvalue())
    at = data.index(b"manifest.xml") + len("manifest.xml")
    data[at : at + 20] = b"\xff" * 20
    with pytest.raises(DocumentError, match="not a workbook, or it is damaged"):
        texts("a.ods", bytes(data))


def test_a_file_named_xls_that_is_a_page_or_text_is_read_as_that() -> None:
    page = "<html><table><tr><th>姓名<th>分机<tr><td>何静娴<td>8068<tr><td>罗志强<td>8070</table>"
    assert texts("导出.xls", page.encode())[0] == "姓名：何静娴　分机：8068"
    text = "\n".join("\t".join(map(str, row)) for row in STAFF)
    assert texts("导出.xls", text.encode("utf-16"))[0] == "姓名：何静娴　部门：流通部　分机：8068.0"


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods", "a.xls"])
@pytest.mark.parametrize(
    "data", [b"PK\x03\x04 broken", b"PK\x05\x06" + bytes(18), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_damaged_workbooks_are_refused(name: str, data: bytes) -> None:
    with pytest.raises(DocumentError) as raised:
        texts(name, data)
    assert raised.value.reason is Unreadable.DAMAGED


@pytest.mark.parametrize("size", [600, 2_000, 3_844])
def test_a_workbook_that_breaks_off_is_damaged(size: int) -> None:
    with pytest.raises(DocumentError) as raised:
        texts("馆.xls", xls()[:size])
    assert raised.value.reason is Unreadable.DAMAGED


@pytest.mark.parametrize("table", ["of sectors", "of small sectors", "of tables"])
def test_a_workbook_whose_sectors_lead_in_a_circle_is_damaged(table: str) -> None:
    data, number = bytearray(xls()), Struct("<I")
    head = sector = 512
    last = (len(data) - head) // sector
    listed, first = (number.unpack_from(data, place)[0] for place in (48, 76))
    directory = head + sector * listed
    places = {
        "of sectors": {head + sector * first + number.size * listed: listed},
        "of small sectors": {60: last, 64: 1, directory + 116: 0, directory + 120: sector},
        "of tables": {68: last},
    }[table]
    data += number.pack(0 if table == "of small sectors" else last) * (sector // number.size)
    for place, value in places.items():
        number.pack_into(data, place, value)
    with pytest.raises(DocumentError, match="not a workbook, or it is damaged"):
        texts("馆.xls", bytes(data))


def test_a_workbook_that_a_password_locks_is_told() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(DocumentError) as raised:
        texts("a.xlsx", locked)
    assert raised.value.reason is Unreadable.LOCKED


def far_apart(sheet: Worksheet) -> None:
    sheet["A1"], sheet["XFD1048576"] = "首", "尾"


@pytest.mark.parametrize(
    "data",
    [
        workbook(far_apart),
        ods(("值",), attributes='table:number-columns-repeated="1000000000"'),
    ],
    ids=["far apart", "repeated"],
)
def test_a_workbook_that_would_fill_the_memory_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError) as raised:
        texts("a.xlsx", data)
    assert raised.value.reason is Unreadable.TOO_LARGE


def test_cells_and_characters_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("_MOST_CELLS", "_MOST_CHARACTERS"):
        with monkeypatch.context() as patch:
            patch.setattr(grid, limit, 5)
            with pytest.raises(DocumentError) as raised:
                texts("馆.xlsx", workbook(rows(*STAFF)))
        assert raised.value.reason is Unreadable.TOO_LARGE
    assert styles.LARGEST > grid._MOST_CELLS


def test_hidden_sheets_do_not_count() -> None:
    def hide(sheet: Worksheet) -> None:
        rows(*STAFF)(sheet)
        sheet.sheet_state = "hidden"
        sheet.cell(1_000_000, 100).value = "远"

    assert len(texts("账.xlsx", workbook(rows(*STAFF), hide))) == 2


def test_hidden_rows_and_columns_are_not_read() -> None:
    def put(sheet: Worksheet) -> None:
        for row in (
            ("部门", "暂存", "人数"),
            ("一部", "甲", 3),
            ("二部", "乙", 4),
            ("三部", "丙", 5),
            ("", "丁", 6),
        ):
            sheet.append(row)
        sheet.merge_cells("A4:A5")
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    read = ["部门：一部　人数：3", "部门：三部　人数：5", "部门：三部　人数：6"]

    assert texts("a.xlsx", workbook(put)) == read


def test_hidden_rows_and_columns_of_an_opendocument_file_are_not_read() -> None:
    def line(cells: tuple[str, ...], more: str = "") -> str:
        written = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in cells)
        return f"<table:table-row {more}>{written}</table:table-row>"

    columns = '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
    content = columns + line(("部门", "暂存", "人数")) + line(("一部", "甲", "3"))
    content += line(("二部", "乙", "4"), 'table:visibility="filter"') + line(("三部", "丙", "5"))

    assert texts("a.ods", ods_of(f"<table:table>{content}</table:table>")) == [
        "部门：一部　人数：3",
        "部门：三部　人数：5",
    ]


def test_rows_of_totals_and_of_fields_below_a_table() -> None:
    table = (
        ("部门", "预算", "实际"),
        ("一部", 10, 9.5),
        ("合计", 10, 9.5),
        ("制表人：易冬", None, "审核人：卓文"),
    )

    assert texts("a.xlsx", workbook(rows(("部门预算表",), ("单位：万元",), *table))) == [
        "部门：一部　预算：10　实际：9.5",
        "部门：合计　预算：10　实际：9.5",
        "制表人：易冬　审核人：卓文",
    ]


def test_a_line_below_a_table_does_not_take_its_headers() -> None:
    put = rows(*STAFF, (), ("制表日期", "2025年12月31日"))
    assert texts("馆.xlsx", workbook(put))[-1] == "制表日期：2025年12月31日"
