"""Format codes: what a workbook shows of a number or a day."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.ingestion.loaders.sheets.number_formats import format_of
from retrieval.ingestion.loaders.sheets.values import shown

MOMENT = datetime(2025, 3, 5, 14, 30)  # noqa: DTZ001  # a day of a sheet has no zone
MONEY = '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (42, "00000", "00042"),
        (87165430218, "0000-00000000", "0871-65430218"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (12, "#,##0", "12"),
        (-1234.5, "#,##0.00", "-1,234.50"),
        (-0.001, "0.00", "0.00"),
        (2.5, "0", "3"),
        (0, "0.0000000", "0.0000000"),
        (0.00000012, "0.00000000", "0.00000012"),
        (0.25, "#.##", ".25"),
        (0.305, "0.0%", "30.5%"),
        (5, '0"%"', "5%"),
        (-500, "#,##0_);(#,##0)", "(500)"),
        (-500, "0.00;[Red]-0.00", "-500.00"),
        (-1234.5, MONEY, "¥-1,234.50"),
        (0, MONEY, "¥-"),
        (7, '"第"0"号"', "第7号"),
        (12.5, "[$€-2] #,##0.00", "€ 12.50"),
        (1234, '#,##0"元/月"', "1,234元/月"),
        (12345, "#,##0,", "12"),
        (123456789012, "0.00E+00", "1.23E+11"),
        (0.5, "# ?/?", "1/2"),
        (2.25, "# ??/??", "2 1/4"),
        (95, '[>=90]"优"0;[>=60]"及"0;"差"0', "优95"),
        (40, '[>=90]"优"0;[>=60]"及"0;"差"0', "差40"),
        (0, "0;-0;", ""),
        (5, ";;;", ""),
        (MOMENT, "yyyy/m/d", "2025/3/5"),
        (MOMENT, "yyyy.mm.dd", "2025.03.05"),
        (MOMENT, 'm"月"d"日"', "3月5日"),
        (MOMENT, 'yyyy"年"m"月"d"日" h"时"mm"分"', "2025年3月5日 14时30分"),
        (MOMENT, "yy-m-d aaaa", "25-3-5 星期三"),
        (MOMENT, "d-mmm-yy", "5-Mar-25"),
        (MOMENT, "yyyy/m/d h:mm:ss", "2025/3/5 14:30:00"),
        (MOMENT, "h:mm AM/PM", "2:30 PM"),
        (MOMENT, "上午/下午h:mm", "下午2:30"),
        (45721, "aaa", "三"),
        (timedelta(hours=36), "[h]:mm", "36:00"),
        (2958465.4, "yyyy/m/d", "9999/12/31"),
        (2958465.9999999, "yyyy/m/d", "2958465.9999999"),
    ],
)
def test_a_value_is_read_as_it_is_shown(value: float | datetime | timedelta, code: str, text: str) -> None:
    assert shown(value, format_of(0, code)) == text


@pytest.mark.parametrize("code", ["General", "@", "", "[DBNum2]General", "0" * 300])
def test_what_a_code_does_not_tell_is_shown_in_general(code: str) -> None:
    assert shown(12.5, format_of(0, code)) == "12.5"


@given(
    st.text('0#?.,%/;[]"\\_*ymdhsae-+E@ 年元', max_size=20),
    st.floats(allow_nan=True) | st.integers() | st.datetimes(),
)
def test_any_code_is_read(code: str, value: float | datetime) -> None:
    assert isinstance(shown(value, format_of(0, code)), str)
