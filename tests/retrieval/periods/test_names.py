"""Names of documents tell their time, and which documents are editions of one."""

import pytest

from retrieval.documents import Passage
from retrieval.periods.editions import groups
from retrieval.periods.names import document_keys, named_periods


@pytest.mark.parametrize(
    ("title", "source", "first"),
    [
        ("考勤办法（2024版）", "a.txt", "2024-01-01"),
        ("考勤办法", "考勤办法2023修订.docx", "2023-01-01"),
        ("2023年度差旅办法", "20240305.txt", "2023-01-01"),
        ("周报", "周报/20240305.txt", "2024-03-05"),
        ("周报", "2024/03/周报.txt", "2024-01-01"),
        ("手册 · 2021年3月大事记", "手册2022.txt", "2021-03-01"),
    ],
)
def test_the_innermost_name_tells(title: str, source: str, first: str) -> None:
    assert str(named_periods(title, source)[0].first) == first


@pytest.mark.parametrize(
    ("title", "source"), [("采购合同", "采购.txt"), ("", "编号20231.txt"), ("2号楼", "")]
)
def test_other_numbers_are_no_time(title: str, source: str) -> None:
    assert named_periods(title, source) == ()


def test_editions_are_called_the_same() -> None:
    names = ("考勤办法（2024版）", "2022年度考勤办法", "考勤办法（试行）", "考勤办法2023年3月修订")
    assert {document_keys(name, "") for name in names} == {frozenset({"考勤办法"})}
    assert document_keys("2024", "2023.txt") == frozenset()


def edition(year: int, text: str, name: str = "考勤办法") -> Passage:
    return Passage(text, title=f"{name}（{year}版）", path=f"/{name}{year}.txt", paragraph=len(text))


def test_passages_that_say_the_same_in_several_editions_are_a_group() -> None:
    passages = [
        edition(2022, "员工迟到一次扣款十元。"),
        edition(2023, "食堂每天十一点半开门，周末不开。"),
        edition(2023, "员工迟到一次扣款十五元。"),
        edition(2023, "员工迟到一次扣款二十元。", "学生守则"),
        Passage("员工迟到一次扣款十元。", title="考勤办法", path="/无日期.txt"),
    ]
    assert groups(passages) == [[0, 2]]
    assert groups(passages[2:]) == []
