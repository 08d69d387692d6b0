"""What is said of the tier that the number of a question falls into."""

import math

import pytest

from retrieval.documents import Passage
from retrieval.reader.answer_types.tiers import in_tier, place_of_tier, tiers
from tests.retrieval.reader.answer_types.spans import possible, proposed

LEAVE = "职工工龄满1年不满10年的，年假5天；满10年不满20年的，年假10天；满20年的，年假15天。"
POOL = "身高1.2米以下免票；超过1.2米不超过1.4米的，半价30元；超过1.4米的，60元。"
DAYS = ("5天", "10天", "15天")


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        (LEAVE, [(1, 10), (10, 20), (20, math.inf)]),
        (POOL, [(-math.inf, 1.2), (1.2, 1.4), (1.4, math.inf)]),
        ("3至5天收20元，6天以上收30元。", [(3, 5), (6, math.inf)]),
        ("三万元以内由主管批，三万元以上由总监批。", [(-math.inf, 30000), (30000, math.inf)]),
        ("全馆藏书8万册，今年新增2000册。", []),
    ],
)
def test_tiers_are_found(text: str, bounds: list[tuple[float, float]]) -> None:
    found = [(tier.low, tier.high) for tier in tiers(text)]
    assert found == [pytest.approx(each, abs=1e-3) for each in bounds]


@pytest.mark.parametrize("found", ["5天", "年假10天", "15天"])
@pytest.mark.parametrize("question", ["年假几天", "年假有多少天？", "年假怎麼算"])
def test_a_question_that_names_no_tier_is_answered_with_all(question: str, found: str) -> None:
    assert possible(question, LEAVE, found) == [
        "职工工龄满1年不满10年的，年假5天；满10年不满20年的，年假10天；满20年的，年假15天"
    ]


@pytest.mark.parametrize("found", ["3天", "5天"])
def test_of_two_that_either_will_do_both_are_told(found: str) -> None:
    text = "缺勤一天扣两天工资；连续缺勤3天或者全年累计缺勤5天的，可以辞退。"
    assert possible("缺勤几天会被辞退", text, found) == ["连续缺勤3天或者全年累计缺勤5天"]
    assert possible("累计缺勤几天会被辞退", text, "5天") == ["5天"]


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("工龄俩年的年假几天", LEAVE, "5天"),
        ("年假最多几天", LEAVE, "15天"),
        ("婚假几天", f"{LEAVE}婚假13天。", "13天"),
        ("主观题放几天", "工龄满1年不满10年的年假5天，满10年的8天；考试假，主观题前放6天。", "6天"),
        ("预付多少", "合同50万元以上的预付20%，其余的货到付款。", "20%"),
    ],
)
def test_what_is_said_of_one_thing_stays(question: str, text: str, found: str) -> None:
    assert possible(question, text, found) == [found]


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("工龄三年的年假有几天？", "5天"),
        ("工龄满十年有几天年假？", "10天"),
        ("工龄12年有几天年假？", "10天"),
        ("工齡不滿十年有幾天年假？", "5天"),
        ("工龄25年有几天年假？", "15天"),
        ("工龄超过20年有几天年假？", "15天"),
    ],
)
def test_the_right_tier_comes_first(question: str, days: str) -> None:
    for first in DAYS:
        others = [each for each in DAYS if each != first]
        assert possible(question, LEAVE, first, *others)[0] == days


def test_a_span_ends_before_the_next_tier() -> None:
    span = "不满20年的，年假10天；满20年的，年假15天"
    assert possible("工龄满十年有几天年假？", LEAVE, span) == ["年假10天"]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("年假有几天？", LEAVE),
        ("一年有几天年假？", LEAVE),
        ("买3张票多少钱？", LEAVE),
        ("孩子1.3米要多少钱？", "身高1.2米以下免票。"),
        ("二十八万元由谁审批？", "经理审批20万元以内；总监审批20万元以上。"),
    ],
)
def test_without_a_number_that_falls_into_one_of_several_nothing_changes(question: str, text: str) -> None:
    spans = ("免票",) if "免票" in text else ("经理", "总监") if "经理" in text else DAYS
    for span in proposed(text, *spans):
        assert in_tier(Passage(text), place_of_tier(question, Passage(text)), span) == span
