"""A reprint is told from a newer edition."""

import pytest

from retrieval.storage.copies import says_the_same
from retrieval.storage.copies.alignment import Effort, EffortSpentError, steps
from retrieval.storage.copies.comparison import Text, is_reprint
from tests.retrieval.storage.copies.texts import FUND, REPRINT, RULES

MUCH = 1_000_000


def are_copies(one: str, other: str, titles: tuple[str, str] = ("", "")) -> bool:
    first, second = Text(titles[0], one), Text(titles[1], other)
    found = is_reprint(first, second, Effort(MUCH))
    assert found == is_reprint(second, first, Effort(MUCH))
    return found


def test_a_reprint_with_another_headline_and_byline_is_a_copy() -> None:
    assert are_copies(FUND, REPRINT, ("柳湾设立科创母基金", "48亿！柳湾大手笔"))


def test_a_text_with_a_paragraph_more_is_a_copy_and_one_with_half_of_it_is_none() -> None:
    more = f"{FUND}\n另据了解，柳湾新区去年新增高新技术企业二十一家，园区二期计划于年底开工。"
    assert are_copies(FUND, more)
    assert not are_copies(FUND, f"{FUND[:60]}。园区二期计划于年底开工，食堂和班车也将一并开通。")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("48亿元", "60亿元"),
        ("48亿元", "48.5亿元"),
        ("3月5日", "4月8日"),
        ("三百亿元", "五百亿元"),
        ("百分之十", "百分之二十"),
    ],
)
def test_another_number_in_the_same_place_is_no_copy(old: str, new: str) -> None:
    assert not are_copies(FUND, FUND.replace(old, new))


def test_numbers_may_be_written_otherwise() -> None:
    assert are_copies(FUND, FUND.replace("五年", "5年").replace("48亿", "４８亿"))


@pytest.mark.parametrize(
    "titles",
    [
        ("差旅费管理办法（2023年）", "差旅费管理办法（2024年）"),
        ("2022年度考核通知", "关于2023年度考核的通知"),
        ("基金周报第12期", "基金周报第13期"),
        ("员工手册 v1.2", "员工手册 v2.0"),
    ],
)
def test_editions_are_no_copies_whatever_they_say(titles: tuple[str, str]) -> None:
    assert not are_copies(FUND, FUND, titles)


def test_headlines_may_name_different_numbers() -> None:
    assert are_copies(FUND, REPRINT, ("总规模48亿元的母基金来了", "柳湾：五年带动三百亿元"))


def test_of_numbered_clauses_every_difference_counts() -> None:
    assert are_copies(RULES, f"{RULES}\n")
    assert not are_copies(RULES, RULES.replace("财务处负责解释", "行政处负责解释"))
    assert not are_copies(RULES, RULES.replace("不另外报销餐费", "不另外报销餐费。市内交通费包干使用"))


def test_passages_say_the_same_where_nothing_in_them_is_another_word() -> None:
    one, reprint = FUND.split("\n")[0], REPRINT.split("\n")[0]
    assert says_the_same(one, reprint)
    assert says_the_same(reprint, one)
    assert not says_the_same(one, one.replace("国资公司", "城投集团"))
    assert not says_the_same(one, one.replace("48", "60"))
    approved = "员工出差乘坐飞机的费用，予以报销，须事先申请。"
    assert not says_the_same(approved, approved.replace("予以", "不予以"))
    assert not says_the_same(one, FUND.split("\n")[1])


def test_hostile_texts_take_no_long_time() -> None:
    forwards = "".join(f"第{number}位读者借走了一些书。" for number in range(4000))
    backwards = "".join(f"第{number}位读者借走了一些书。" for number in reversed(range(4000)))
    assert not are_copies(forwards, backwards)
    assert are_copies(forwards, forwards)
    assert not are_copies("借还" * 20_000, "还借书" * 15_000)


def test_what_cannot_be_told_with_the_effort_that_is_left_is_no_copy() -> None:
    assert is_reprint(Text("", FUND), Text("", REPRINT), Effort(MUCH))
    assert not is_reprint(Text("", FUND), Text("", REPRINT), Effort(10))


def test_effort_is_spent_before_work_is_done_and_by_all_together() -> None:
    effort = Effort(2_000)

    assert [kind for kind, *_ in steps("甲乙丙丁", "甲丙丁", effort)] == ["equal", "delete", "equal"]
    with pytest.raises(EffortSpentError):
        steps("甲" * 1_000, "甲" * 1_000, effort)
    assert len([steps("甲", "甲", effort) for _ in range(900)]) == 900
    with pytest.raises(EffortSpentError):
        steps("甲乙丙丁" * 10, "甲乙丙丁" * 10, effort)
