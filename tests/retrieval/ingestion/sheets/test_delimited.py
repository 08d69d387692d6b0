"""Delimited text: encodings, delimiters, quotation marks, headers of two lines."""

import pytest

from tests.retrieval.ingestion.sheets.test_workbooks import passages, texts

TABLE = (("姓名", "部门", "分机"), ("何静娴", "流通部", "8068"), ("罗志强", "保安队", "8070"))


def delimited(delimiter: str, end: str = "\r\n") -> str:
    return end.join(delimiter.join(row) for row in TABLE) + end


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_encodings(encoding: str) -> None:
    assert texts("通讯录.csv", delimited(",").encode(encoding)) == [
        "姓名：何静娴　部门：流通部　分机：8068",
        "姓名：罗志强　部门：保安队　分机：8070",
    ]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_delimiters(delimiter: str) -> None:
    assert texts("a.csv", delimited(delimiter).encode())[0] == "姓名：何静娴　部门：流通部　分机：8068"


def test_a_delimiter_that_the_file_names() -> None:
    assert texts("a.csv", f"sep=;\n{delimited(';')}".encode())[0] == "姓名：何静娴　部门：流通部　分机：8068"


def test_commas_within_cells_do_not_part_them() -> None:
    lines = "\n".join(f"条目{n}\t甲,乙,丙{n}\t丁,戊{n}" for n in range(4))
    found = texts("a.tsv", f"名称\t内容\t备注\n{lines}".encode())
    assert found[0] == "名称：条目0　内容：甲,乙,丙0　备注：丁,戊0"


def test_quoted_cells_may_hold_delimiters_and_lines() -> None:
    data = '名称,内容,备注\n章程,"第一,\n第二",无\n细则,"他说""可""",无\n'.encode()
    assert texts("a.csv", data) == [
        "名称：章程　内容：第一, 第二　备注：无",
        '名称：细则　内容：他说"可"　备注：无',
    ]


def test_a_quotation_mark_without_a_second_is_a_letter() -> None:
    data = '名称,内容,备注\n章程,12",无\n细则,"半,无\n'.encode()
    assert texts("a.csv", data)[1] == '名称：细则　内容："半　备注：无'


def test_a_caption_and_a_header_of_two_lines() -> None:
    header = "各部门预算表,,,,\n部门,一季度,,二季度,\n,收入,支出,收入,支出\n"
    found = passages("预算.csv", f"{header}馆办,12,8,14,9\n流通部,3,2,5,4\n".encode())
    assert [p.text for p in found] == [
        "部门：馆办　一季度收入：12　一季度支出：8　二季度收入：14　二季度支出：9",
        "部门：流通部　一季度收入：3　一季度支出：2　二季度收入：5　二季度支出：4",
    ]
    assert found[0].title == "预算 · 各部门预算表"


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-8"])
def test_a_short_table_without_common_words(encoding: str) -> None:
    table = (
        "訂單號,商品,金額\n00017,茶杯,59.80\n"
        if encoding == "big5"
        else "订单号,商品,金额\n00017,茶杯,59.80\n"
    )
    expected = (
        "訂單號：00017　商品：茶杯　金額：59.80"
        if encoding == "big5"
        else "订单号：00017　商品：茶杯　金额：59.80"
    )
    assert texts("订单.csv", table.encode(encoding)) == [expected]


def test_cells_that_are_kept_from_being_numbers() -> None:
    data = '订单号,商品\n="00017",茶杯\n="00018","=""甲"""\n'.encode()
    assert texts("订单.csv", data) == ["订单号：00017　商品：茶杯", "订单号：00018　商品：甲"]


def test_quotation_marks_behind_backslashes() -> None:
    data = '订单号,商品,备注\n"001","茶杯","易碎\\"轻放\\""\n"002","玉露","礼盒"\n'.encode()
    assert texts("订单.csv", data) == [
        '订单号：001　商品：茶杯　备注：易碎"轻放"',
        "订单号：002　商品：玉露　备注：礼盒",
    ]


def test_a_faulty_line_leaves_the_others_as_they_are() -> None:
    data = '订单号,商品,备注\n"001","茶杯"大,无\n"002","玉露，特级","礼盒"\n'.encode()
    assert texts("订单.csv", data)[1] == "订单号：002　商品：玉露，特级　备注：礼盒"


@pytest.mark.parametrize("corner", ["", " ", '""'])
def test_the_corner_may_be_empty(corner: str) -> None:
    data = f"{corner},工作日,周末\n一楼,9:00,10:00\n二楼,8:00,11:00\n".encode()
    assert texts("a.csv", data) == ["一楼　工作日：9:00　周末：10:00", "二楼　工作日：8:00　周末：11:00"]
