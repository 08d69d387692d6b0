"""Documents that state their day are dated; no other day is taken for theirs."""

from pathlib import Path

import pytest

from retrieval.ingestion.read import read_contents

RULES = "第一条 员工迟到一次扣款十元，由人事部执行。\n第二条 员工旷工一天扣款一百元，由人事部执行。\n"


def day_of(text: str, name: str = "考勤.txt") -> str | None:
    (article, *_) = read_contents(Path(name), name, text.encode()).articles
    return str(article.published) if article.published else None


@pytest.mark.parametrize(
    "line",
    [
        "发布日期：2024-03-05",
        "印发日期：2024年3月5日",
        "2024年3月5日印发",
        "（2024年3月5日公司办公会通过，2024年4月1日起施行）",
        "（2019年1月5日发布　2024年3月5日修订）",
        "发布机构：人事部　发布日期：2024年3月5日",
        "成文日期：2024年3月1日　发布日期：2024年3月5日",
        "二〇二四年三月五日发布",
    ],
)
def test_a_line_at_the_head_tells_the_day(line: str) -> None:
    assert day_of(f"考勤管理办法\n\n{line}\n\n{RULES}") == "2024-03-05"


def test_a_line_at_the_end_tells_the_day() -> None:
    assert day_of(f"考勤管理办法\n\n{RULES}\n青禾公司办公室　　2024年3月5日印发\n") == "2024-03-05"


def test_the_lines_stay_in_the_text() -> None:
    text = f"考勤管理办法\n\n{RULES}\n青禾公司办公室　　2024年3月5日印发\n"
    (article,) = read_contents(Path("a.txt"), "a.txt", text.encode()).articles
    assert article.paragraphs[-1].text == "青禾公司办公室　　2024年3月5日印发"


@pytest.mark.parametrize("name", ["考勤2024-03-05.txt", "20240305考勤.txt", "制度/考勤_2024年3月5日.txt"])
def test_the_name_of_a_file_tells_the_day(name: str) -> None:
    assert day_of(f"考勤管理办法\n\n{RULES}", name) == "2024-03-05"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"考勤管理办法\n\n生效日期：2024年3月5日\n\n{RULES}", "考勤.txt"),
        (f"考勤管理办法\n\n{RULES}", "考勤办法（2024版）.txt"),
        (f"考勤管理办法\n\n2024年3月5日，公司发布了新的工牌，旧工牌作废。\n{RULES}", "考勤.txt"),
        (f"考勤管理办法\n\n出生日期：1990年3月5日\n{RULES}", "考勤.txt"),
    ],
)
def test_another_day_is_not_taken(text: str, name: str) -> None:
    assert day_of(text, name) is None
