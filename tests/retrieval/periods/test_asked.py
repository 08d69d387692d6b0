"""The time that a question speaks of, counted from a day that the test sets."""

from datetime import date

import pytest

from retrieval.periods.asked import time_asked

TODAY = date(2024, 6, 15)
"""A Saturday."""


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("2020年的营业收入是多少", "2020-01-01", "2020-12-31"),
        ("2020年度營業收入是多少", "2020-01-01", "2020-12-31"),
        ("二〇二三年三月的例会在哪开", "2023-03-01", "2023-03-31"),
        ("2023年3月5日发布的通知", "2023-03-05", "2023-03-05"),
        ("2023-03-05发布的通知", "2023-03-05", "2023-03-05"),
        ("2023版差旅办法的住宿标准", "2023-01-01", "2023-12-31"),
        ("2022年上半年开了几次会", "2022-01-01", "2022-06-30"),
        ("2022年第三季度的产量", "2022-07-01", "2022-09-30"),
        ("2022年前三季度的产量", "2022-01-01", "2022-09-30"),
        ("去年的考勤办法里迟到怎么扣", "2023-01-01", "2023-12-31"),
        ("前年谁当的班长", "2022-01-01", "2022-12-31"),
        ("今年3月发布的通知", "2024-03-01", "2024-03-31"),
        ("去年的7月涨了多少", "2023-07-01", "2023-07-31"),
        ("两年前的九月谁去了", "2022-09-01", "2022-09-30"),
        ("上个月谁值班", "2024-05-01", "2024-05-31"),
        ("三个月前谁值班", "2024-03-01", "2024-03-31"),
        ("昨天谁值班", "2024-06-14", "2024-06-14"),
        ("上周谁值班", "2024-06-03", "2024-06-09"),
        ("近三年的产量", "2021-06-01", "2024-06-15"),
        ("2023年以来发布的制度", "2023-01-01", str(date.max)),
        ("2020年以前建的楼", str(date.min), "2019-12-31"),
        ("2020年至2022年建的楼", "2020-01-01", "2022-12-31"),
        ("2020年到2022年以来", "2020-01-01", str(date.max)),
    ],
)
def test_a_period_is_understood(question: str, first: str, last: str) -> None:
    (period,) = time_asked(question, TODAY).periods
    assert (str(period.first), str(period.last)) == (first, last)


def test_several_periods_are_all_meant() -> None:
    years = [period.first.year for period in time_asked("2021年和2023年的产量各是多少", TODAY).periods]
    assert years == [2021, 2023]


@pytest.mark.parametrize("question", ["最新的报销办法里餐补多少", "现行标准是多少", "最近一次例会谁主持"])
def test_the_newest_is_wanted(question: str) -> None:
    assert time_asked(question, TODAY).newest


@pytest.mark.parametrize(
    "question",
    [
        "离公司最近的地铁站",
        "可以提前年假吗",
        "90年代的房子",
        "年前发奖金吗",
        "工号2023045是谁",
        "2023年2月30日",
    ],
)
def test_no_time_is_spoken_of(question: str) -> None:
    assert not time_asked(question, TODAY)
