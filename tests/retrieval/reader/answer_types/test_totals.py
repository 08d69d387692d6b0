"""What no document states is not reckoned."""

import pytest

from tests.retrieval.reader.answer_types.spans import possible

PARKING = "小型车首小时收费6元，之后每小时4元，每天最高不超过40元。"


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("哪所学校的学生最多？", "云麓中学现有学生2100人。", "云麓中学"),
        ("哪种车收费最高？", PARKING, "小型车"),
        ("两所学校一共有多少学生？", "云麓中学现有学生2100人。", "2100人"),
        ("甲馆和乙馆相差多少平方米？", "甲馆面积300平方米，乙馆面积200平方米。", "300平方米"),
        ("小型车停三小時多少錢？", PARKING, "6元"),
        ("买5张票多少钱？", "门票每张20元。", "20元"),
    ],
)
def test_sums_and_comparisons_that_are_not_stated_are_ruled_out(question: str, text: str, found: str) -> None:
    assert possible(question, text, found) == []


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("哪所学校的学生最多？", "全县学生最多的是云麓中学。", "云麓中学"),
        ("两所学校一共有多少学生？", "两所学校共有学生3300人。", "3300人"),
        ("甲馆比乙馆大多少？", "甲馆比乙馆大100平方米。", "100平方米"),
        ("三小时多少钱？", "停车3小时10元。", "10元"),
        ("停1小时多少钱？", PARKING, "6元"),
        ("一共有多少人参加？", "参加人数为80人。", "80人"),
        ("2024年预算是多少钱？", "预算80万元。", "80万元"),
        ("最晚哪天报名？", "6月3日前报名。", "6月3日"),
    ],
)
def test_what_is_stated_is_answered(question: str, text: str, found: str) -> None:
    assert possible(question, text, found) == [found]
