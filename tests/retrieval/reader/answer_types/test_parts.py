"""A figure of a part is no figure of the whole that stands beside it."""

import pytest

from retrieval.documents import Passage, Span
from retrieval.reader.answer_types.parts import is_of_a_part

FUND = "星湖基金总规模30亿元，首期规模8亿元，存续期10年。"
DEPOSIT = "房租每年24000元，押金2000元。"


def is_part(question: str, text: str, found: str) -> bool:
    start = text.index(found)
    return is_of_a_part(question, Passage(text), Span(start, start + len(found), 0.0))


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("基金规模多少", FUND, "8亿元"),
        ("基金規模是多少億元？", FUND, "8亿元"),
        ("一年房租多少钱", DEPOSIT, "2000元"),
        ("押书期几天", "押书期20天，可续借一次，续期10天。", "10天"),
        ("陪产假有几天", "女职工产假158天，男职工陪产假15天。", "158天"),
        ("年票多少钱", "年票600元，半年票350元，日票20元。", "350元"),
        ("请年假提前几天说", "请年假提前2天报告；连休6天以上的，提前8天报告。", "8天"),
        ("请年假提前几天说", "员工提前2天报告，连休6天以上的，提前8天报告。", "8天"),
        ("停借最多停几天", "每次停借不少于10天，累计不超过60天。", "10天"),
        ("货款多少元", "货款共5000元，定金500元，发货前付清。", "500元"),
    ],
)
def test_a_part_that_was_not_asked_for_gives_way(question: str, text: str, found: str) -> None:
    assert is_part(question, text, found)


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("首期规模多少", FUND, "8亿元"),
        ("基金规模多少", FUND, "30亿元"),
        ("连休7天提前几天说", "请年假提前2天报告；连休6天以上的，提前8天报告。", "8天"),
        ("押金多少", DEPOSIT, "2000元"),
        ("基金规模多少", "星湖基金首期规模8亿元，存续期10年。", "8亿元"),
        ("谁管理基金", FUND, "8亿元"),
        ("发明专利多少项", "有效专利163项，其中发明专利47项。", "47项"),
    ],
)
def test_what_was_asked_for_stays(question: str, text: str, found: str) -> None:
    assert not is_part(question, text, found)
