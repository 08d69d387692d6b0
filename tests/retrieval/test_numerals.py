"""Numbers are found in text and have one value, however they are written."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.numerals import in_digits, numerals, same_unit, unit_at
from retrieval.text import fold


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("五号楼", "5"),
        ("两家", "2"),
        ("兩個", "2"),
        ("十年", "10"),
        ("十二点", "12"),
        ("二十一次", "21"),
        ("一百零五", "105"),
        ("三百五", "350"),
        ("两千四百", "2400"),
        ("一万二", "12000"),
        ("一万二千", "12000"),
        ("１２０００", "12000"),
        ("12,000", "12000"),
        ("1.2万", "12000"),
        ("1.20萬", "12000"),
        ("三点六万", "36000"),
        ("2亿3千万", "230000000"),
        ("三万亿", "3000000000000"),
        ("一亿零五十", "100000050"),
        ("叁仟贰佰", "3200"),
        ("參仟貳佰", "3200"),
        ("陆拾伍", "65"),
        ("二〇二一", "2021"),
        ("二○二一", "2021"),
        ("二零二一", "2021"),
        ("３.５０", "3.5"),
        ("07月", "7"),
        ("0386", "0386"),
        ("百分之五", "5%"),
        ("百分之三点五", "3.5%"),
        ("百分之百", "100%"),
        ("千分之二", "2‰"),
        ("三分之二", "2/3"),
    ],
)
def test_a_number_has_one_value(written: str, value: str) -> None:
    (numeral,) = numerals(fold(written))
    assert (numeral.start, numeral.value) == (0, value)


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("第三条和第十二条", "第3条和第12条"),
        ("二〇二一年七月一日", "2021年7月1日"),
        ("2021-07-01、2021/7/1", "2021年7月1日、2021年7月1日"),
        ("下午三点五十分，三点一刻，九点零五分", "下午3点50分,3点1刻,9点5分"),
        ("下午一点到三点半", "下午1点到3点半"),
        ("第二人民医院", "第2人民医院"),
        ("５％、百分之十", "5%、10%"),
        ("满一年不满十年", "满1年不满10年"),
        ("三十六个月", "36个月"),
        ("十几年、二十多人", "十几年、20多人"),
    ],
)
def test_text_is_written_in_digits(written: str, digits: str) -> None:
    assert in_digits(fold(written)) == digits.replace("，", ",")


@pytest.mark.parametrize(
    "text",
    [
        "一般", "统一", "万一", "一起", "一时", "三亚", "四川", "五台山", "七台河",
        "三星", "第一时间", "千万不要", "十分满意", "有一点", "三四天", "二三十人",
        "几十", "数十万", "一带一路", "五一", "周三", "星期一", "哪一年", "每一天",
        "大陆", "队伍", "收拾", "两岸", "百年", "千米", "h7n9", "1.2.3", "四季",
        "张三", "廿三",
    ],
)  # fmt: skip
def test_words_that_count_nothing_are_no_numbers(text: str) -> None:
    assert in_digits(text) == text


@given(st.integers(0, 99_999_999))
def test_a_number_read_aloud_is_the_number(number: int) -> None:
    assert in_digits(f"共{spoken(number)}元") == f"共{number if number else '零'}元"


@given(st.text(alphabet="零〇一二两三十百千万亿点分之第年0123,.%a参拾 ", max_size=40))
def test_places_are_in_order_and_values_are_numbers(text: str) -> None:
    end = 0
    for numeral in numerals(text):
        assert end <= numeral.start < numeral.end <= len(text)
        assert all(Decimal(part).is_finite() for part in numeral.value.rstrip("%‰‱").split("/"))
        end = numeral.end


@pytest.mark.parametrize(
    "text", ["一万" * 500 + "a", "万" * 1000 + "a", "1," * 500, "一点" * 500, "百分之" * 300]
)
def test_no_text_takes_long(text: str) -> None:
    started = time.process_time()
    in_digits(text)
    assert time.process_time() - started < 1


def test_units() -> None:
    assert unit_at("3个月", 1) == "个月"
    assert unit_at("3公里", 1) == "公里"
    assert unit_at("2018武汉", 4) == ""
    assert same_unit("号", "日")
    assert same_unit("分", "分钟")
    assert not same_unit("号", "天")
    assert same_unit("周年", "年")
    assert same_unit("个小时", "小时")
    assert same_unit("个", "名")
    assert same_unit("", "元")
    assert not same_unit("个月", "月")
    assert not same_unit("年", "天")
    assert not same_unit("周", "年")


def spoken(number: int) -> str:
    """Numerals of a whole number below a hundred million."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        nought = "零" if 0 < low < 1000 else ""
        return spoken(high) + "万" + nought + (spoken(low) if low else "")
    digits, parts, gap = f"{number:04}", "", False
    for digit, unit in zip(digits, ("千", "百", "十", ""), strict=True):
        if digit == "0":
            gap = bool(parts)
            continue
        parts += ("零" if gap else "") + "零一二三四五六七八九"[int(digit)] + unit
        gap = False
    return parts or "零"
