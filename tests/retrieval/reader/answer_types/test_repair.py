"""Spans end where words, numbers and sentences end."""

import pytest

from tests.retrieval.reader.answer_types.spans import possible


@pytest.mark.parametrize(
    ("question", "text", "found", "expected"),
    [
        ("总价多少？", "合同总价为人民币186,500元整。", "民币186,500元", "人民币186,500元"),
        ("总价多少？", "合同总价为186,500元整。", "186,50", "186,500元"),
        ("多少钱？", "共花费三百二十万元。", "三百", "三百二十万元"),
        ("占地多少？", "占地3,600平方米。", "3,600", "3,600平方米"),
        ("占地多少平方米？", "占地3,600平方米。", "3,600", "3,600"),
        ("几点闭馆？", "每天十八点四十分闭馆。", "十八点", "十八点四十分"),
        ("电话多少？", "电话0999-8765432转12。", "8765432", "0999-8765432"),
        ("编号是什么？", "编号HT-2024-017。", "2024", "HT-2024-017"),
        ("从哪年开始？", "2019-2021年施工。", "2019", "2019"),
        ("哪一年？", "2023年5月1日开馆。", "2023年", "2023年"),
        ("终点在哪？", "终点是170公里外的北麓口岸。那里风大。", "北麓口岸。那里", "北麓口岸"),
        ("主演是谁？", "话剧《出发！》由段青主演。", "《出发！》由段青", "《出发！》由段青"),
        ("哪天上课？", "课程：急救　日期：5月7日　时段：下午", "5月7日　时段：下午", "5月7日"),
        ("谁退休了？", "校长周启明年底退休。", "周启明", "周启明"),
    ],
)  # fmt: skip
def test_a_span_is_whole(question: str, text: str, found: str, expected: str) -> None:
    assert possible(question, text, found) == [expected]


def test_punctuation_alone_is_nothing() -> None:
    assert possible("什么？", "甲。（）乙", "。（）") == []
