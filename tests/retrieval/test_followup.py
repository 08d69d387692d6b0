"""Follow-ups are understood with the question before them.

`follow_ups.json` holds ours: half of them were looked at while the rules were made, half were written
before and measured at the end. A reading is right when it is one of those listed, particles aside.
What a tester asked is `seen`; the pairs of the same kinds in `instead` were written before the rules for
them, which then told 19 of 50, those in `later_instead` after: 18 of 38 before, 35 at first sight,
and `last_instead` at the end: 9 of 20 before, 15 at first sight. `roles_and_acts` were written before the
rules for roles, acts and whole things: 23 of 50 were right then; of `later_roles_and_acts` 8 of 26 before, 22
at first sight; of `last_roles_and_acts` 13 of 36 before, 28 at first sight. `objects_and_terms` were
written before the rules for objects of verbs, acts that are asked for with 谁 and bare terms: 13 of 34 were
right then; of `later_objects_and_terms` 11 of 25 before, 23 at first sight; of the last 15 of 25 before,
21 at first sight.
"""

import json
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.followup import addressed, is_fragment, is_of_other, is_talk, readings, understood
from retrieval.followup.understanding import LONGEST
from retrieval.text import fold

PARTICLES = "的是了呢吗由在有"
QUESTION = "光谷基金总规模是多少？"

Case = tuple[str, str, str, list[str]]


@cache
def cases() -> dict[str, list[Case]]:
    text = Path(__file__).with_name("follow_ups.json").read_text(encoding="utf-8")
    return {part: [(p, a, f, r) for p, a, f, r in listed] for part, listed in json.loads(text).items()}


def plain(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum() and c not in PARTICLES)


def is_right(made: str, readings: list[str]) -> bool:
    return plain(made) in {plain(reading) for reading in readings}


@cache
def to_traditional() -> Any:
    from opencc import OpenCC  # noqa: PLC0415

    return OpenCC("s2t")


@pytest.mark.parametrize(
    ("part", "share"),
    [
        ("develop", 0.95),
        ("held_out", 0.80),
        ("seen", 0.97),
        ("instead", 0.95),
        ("later_instead", 0.95),
        ("last_instead", 0.85),
        ("roles_and_acts", 0.97),
        ("later_roles_and_acts", 0.95),
        ("last_roles_and_acts", 0.80),
        ("objects_and_terms", 0.97),
        ("later_objects_and_terms", 0.95),
        ("last_objects_and_terms", 0.90),
    ],
)
def test_most_follow_ups_are_understood(part: str, share: float) -> None:
    right = [is_right(understood(p, a, f), readings) for p, a, f, readings in cases()[part]]
    assert sum(right) / len(right) >= share


@pytest.mark.parametrize(("ways", "share"), [((1, 1), 0.9), ((1, 0), 0.9), ((0, 1), 0.9)])
def test_the_script_of_either_does_not_matter(ways: tuple[int, int], share: float) -> None:
    def written(text: str, traditional: int) -> str:
        return str(to_traditional().convert(text)) if traditional else text

    right = [
        is_right(understood(written(p, ways[0]), a, written(f, ways[1])), readings)
        for p, a, f, readings in cases()["develop"]
    ]
    assert sum(right) / len(right) >= share


def test_the_words_stay_as_they_were_written() -> None:
    assert understood("城東污水處理廠的廠長是誰？", "林志強", "副廠長呢") == "城東污水處理廠的副廠長是誰"


def test_follow_ups_lean_on_each_other() -> None:
    first = understood(QUESTION, "10亿元", "首期呢？")
    assert first == "光谷基金首期规模是多少"
    assert understood(first, "2亿元", "由谁出资？") == "光谷基金由谁出资"


@pytest.mark.parametrize(
    ("previous", "follow_up", "made"),
    [
        ("质保期多久？", "那违约金呢？", "违约金是多少"),
        ("甲方是谁？", "押金呢？", "押金是多少"),
        ("租期多久", "押金呢", "押金是多少"),
        ("押金多少", "租金呢", "租金多少"),
        ("光谷基金总规模多少", "首期呢", "光谷基金首期规模多少"),
        ("年假几天", "新员工呢", "年假新员工几天"),
    ],
)
def test_an_amount_after_a_term_is_asked_for_itself(previous: str, follow_up: str, made: str) -> None:
    assert understood(previous, "", follow_up) == made


@pytest.mark.parametrize(
    ("previous", "follow_up", "made"),
    [
        ("私域小组组长是谁", "那组员呢", "私域小组组员是谁"),
        ("私域小组長是誰", "組員呢", "私域組員是誰"),
        ("小组长是谁", "组员呢", "组员是谁"),
        ("研发部工程师是谁", "会计呢", "研发部会计是谁"),
        ("合同甲方是谁", "乙方呢", "合同乙方是谁"),
        ("甲方电话多少", "负责人呢", "甲方负责人是谁"),
        ("豪华间包括什么", "中型犬精致洗护呢", "中型犬精致洗护包括什么"),
        ("健身房年卡多少钱", "季卡呢", "健身房季卡多少钱"),
        ("小型犬洗澡多少钱", "那剪指甲呢", "小型犬剪指甲多少钱"),
        ("小型犬洗澡多少钱", "中型犬呢", "中型犬洗澡多少钱"),
        ("会员停卡手续费多少", "补卡呢", "会员补卡手续费多少"),
        ("单人间带空调吗", "四人学生公寓呢", "四人学生公寓带空调吗"),
        ("单人间带空调吗", "热水器呢", "单人间带热水器吗"),
        ("会员请假要扣钱吗", "退课呢", "会员退课要扣钱吗"),
    ],
)
def test_a_role_an_act_or_a_whole_thing_stands_instead_of_its_like(
    previous: str, follow_up: str, made: str
) -> None:
    assert understood(previous, "", follow_up) == made


@pytest.mark.parametrize(
    ("previous", "follow_up", "made"),
    [
        ("大型犬洗护贵不贵", "那猫呢", "猫洗护贵不贵"),
        ("图书馆周末开门吗？", "游泳馆呢", "游泳馆周末开门吗"),
        ("图书馆周末开门吗", "节假日呢", "图书馆节假日开门吗"),
        ("可以带宠物吗", "小孩呢", "可以带小孩吗"),
        ("可以養狗嗎", "貓呢", "可以養貓嗎"),
        ("能带手机不", "相机呢", "能带相机不"),
        ("孕妇可以泡温泉吗", "老人呢", "老人可以泡温泉吗"),
        ("要交押金吗", "老用户呢", "老用户要交押金吗"),
        ("年假能折现吗", "病假呢", "病假能折现吗"),
        ("怎么退货", "换货呢", "怎么换货"),
    ],
)
def test_what_yes_or_no_answers_is_asked_of_what_is_named(previous: str, follow_up: str, made: str) -> None:
    assert understood(previous, "", follow_up) == made


@pytest.mark.parametrize(
    ("previous", "follow_up", "made"),
    [
        ("可以养猫吗", "那狗呢", "可以养狗吗"),
        ("可以养狗吗", "养猫呢", "可以养猫吗"),
        ("可以养猫吗", "转租呢", "可以转租吗"),
        ("可以養貓嗎", "那狗呢", "可以養狗嗎"),
        ("可以带水吗", "吃的呢", "可以带吃的吗"),
        ("可以带充电宝吗", "打火机呢", "可以带打火机吗"),
        ("要不要带饭", "水呢", "要不要带水"),
        ("可以抽烟吗", "阳台呢", "阳台可以抽烟吗"),
        ("可以做饭吗", "长沙呢", "长沙可以做饭吗"),
        ("能用微波炉吗", "宿舍呢", "宿舍能用微波炉吗"),
        ("能停车吗", "访客呢", "访客能停车吗"),
        ("能停车吗", "月卡呢", "月卡能停车吗"),
        ("养猫要谁同意", "狗呢", "养狗要谁同意"),
        ("养猫要交押金吗", "养狗呢", "养狗要交押金吗"),
        ("停水几点到几点", "电梯呢", "电梯停几点到几点"),
        ("停水几点到几点", "那电呢", "停电几点到几点"),
        ("停水几点到几点", "3号楼呢", "停水3号楼几点到几点"),
    ],
)
def test_an_object_stands_instead_of_the_object_of_the_verb(previous: str, follow_up: str, made: str) -> None:
    assert readings(previous, "", follow_up) == (made,)


@pytest.mark.parametrize(
    ("previous", "follow_up", "made"),
    [
        ("养猫要谁同意", "那转租呢", "转租要谁同意"),
        ("请假找谁批", "那调休呢", "调休找谁批"),
        ("报销要谁签字", "请假呢", "请假要谁签字"),
        ("请假要谁签字", "报销呢", "报销要谁签字"),
        ("装修需要谁同意", "那养狗呢", "养狗需要谁同意"),
    ],
)
def test_an_act_stands_instead_of_the_act_that_is_asked_about(
    previous: str, follow_up: str, made: str
) -> None:
    assert understood(previous, "", follow_up) == made


@pytest.mark.parametrize(
    ("previous", "follow_up", "made"),
    [
        ("租几年", "那押金呢", "押金是多少"),
        ("住几晚", "房费呢", "房费是多少"),
        ("租多长时间", "房租呢", "房租是多少"),
        ("租几年", "车位呢", "车位几年"),
        ("婚假几天", "病假呢", "病假几天"),
    ],
)
def test_money_is_not_asked_how_long_it_lasts(previous: str, follow_up: str, made: str) -> None:
    assert understood(previous, "", follow_up) == made


@pytest.mark.parametrize(
    ("previous", "follow_up", "made"),
    [
        ("物業費誰付", "那水電呢", "水電誰付"),
        ("押金多少", "那房租呢", "房租多少"),
        ("大人多少钱", "小孩呢", "小孩多少钱"),
        ("门票多少钱", "小孩呢", "门票小孩多少钱"),
        ("快递费多少", "新疆呢", "快递费新疆多少"),
    ],
)
def test_one_common_thing_is_asked_for_instead_of_another(previous: str, follow_up: str, made: str) -> None:
    assert understood(previous, "", follow_up) == made


@pytest.mark.parametrize(
    ("previous", "follow_up", "made"),
    [
        ("整机保修多久", "拖布呢", ("拖布保修多久", "整机拖布保修多久")),
        ("快递费多少", "新疆呢", ("快递费新疆多少", "新疆多少")),
        ("公司几点上班", "食堂呢", ("公司食堂几点上班", "食堂几点上班")),
        ("光谷基金总规模多少", "首期呢", ("光谷基金首期规模多少",)),
        ("白鹭湾大桥多长", "主塔呢", ("白鹭湾大桥主塔多长",)),
        ("年假几天", "病假呢", ("病假几天",)),
        ("补卡每月几次", "超过了呢", ("超过了呢",)),
    ],
)
def test_what_words_do_not_tell_is_read_in_two_ways_but_a_name_stays(
    previous: str, follow_up: str, made: tuple[str, ...]
) -> None:
    assert readings(previous, "", follow_up) == made


@pytest.mark.parametrize(
    ("previous", "follow_up", "made"),
    [
        ("房东是谁", "能养鱼吗", ("能养鱼吗", "房东能养鱼吗")),
        ("能养鱼吗", "租期多久", ("租期多久", "能养鱼吗租期多久")),
        ("望江小区物业费多少", "能养狗吗", ("望江小区能养狗吗", "能养狗吗")),
        ("望江小区在哪里", "物业费谁付", ("望江小区物业费谁付", "物业费谁付")),
        ("望江生态园占地多大", "门票多少钱", ("望江生态园门票多少钱",)),
        ("年假几天", "谁批", ("年假谁批",)),
        ("报名表什么时候交", "交给谁", ("报名表交给谁",)),
    ],
)
def test_what_may_be_whole_is_asked_as_it_is_too(
    previous: str, follow_up: str, made: tuple[str, ...]
) -> None:
    assert readings(previous, "", follow_up) == made


@pytest.mark.parametrize(
    ("previous", "follow_up", "made"),
    [
        ("一线城市餐费多少", "其他城市呢", "其他城市餐费多少"),
        ("东门几点开", "其它门呢", "其它门几点开"),
        ("研发部门几点下班", "其余部门呢", "其余部门几点下班"),
        ("谁可以参加", "其他人呢", "其他人呢"),
    ],
)
def test_others_are_no_pronoun(previous: str, follow_up: str, made: str) -> None:
    assert understood(previous, "", follow_up) == made


@pytest.mark.parametrize(
    ("said", "names"),
    [("首期呢", True), ("那其他城市呢？", True), ("由谁管理", False), ("能退吗", False), ("还有呢", False)],
)
def test_what_names_something_else_is_told_from_what_asks(said: str, names: bool) -> None:
    assert is_of_other(QUESTION, said) is names


@pytest.mark.parametrize(
    "follow_up",
    [
        "合肥有多少家科技企业？",
        "青石桥什么时候重新开放？",
        "谁是云岭大学的校长？",
        "光谷基金的存续期是几年？",
        "谢谢！",
        "好的",
        "？？",
        "🙂",
        "今天天气不错，我们去东湖边走走，然后再看看基金的情况。",
    ],
)
def test_what_is_complete_or_asks_nothing_stays(follow_up: str) -> None:
    assert understood(QUESTION, "10亿元", follow_up) == follow_up


@pytest.mark.parametrize("follow_up", ["2）呢？", "2)", "5(", "三天(呢？", "20*", "3..呢", "3\\呢"])
def test_marks_after_a_number_are_no_pattern(follow_up: str) -> None:
    before = "3号楼的年假有几天？"
    assert all("号楼" in made or made[0] == follow_up[0] for made in readings(before, "", follow_up))


@pytest.mark.parametrize("previous", ["", "  ", "？", "谁？", "What is RAG?"])
def test_without_a_topic_before_it_a_follow_up_stays(previous: str) -> None:
    assert understood(previous, "", "首期呢？") == "首期呢？"


def test_a_pronoun_is_the_person_that_was_the_answer_or_the_topic() -> None:
    assert understood("《静夜思》的作者是谁", "李白", "他出生在哪里") == "李白出生在哪里"
    assert understood("《静夜思》的作者是谁", "李白", "它写于哪一年") == "《静夜思》写于哪一年"


def test_a_long_answer_is_not_put_in_place_of_a_pronoun() -> None:
    long = "由市发展改革委牵头，" * 10
    assert long not in understood("城东的项目由谁管理？", long, "他们在哪里？")


texts = st.text(max_size=400) | st.text(
    alphabet="光谷基金规模多少首期呢谁他它的是那什么时候第一年？2023", max_size=30
)


@settings(max_examples=150, deadline=None)
@given(previous=texts, answer=texts, follow_up=texts)
def test_any_text_makes_a_question_of_bounded_length(previous: str, answer: str, follow_up: str) -> None:
    made = understood(previous, answer, follow_up)
    assert len(made) <= LONGEST
    assert made or not follow_up.strip()


@pytest.mark.parametrize("more", ["还有呢", "还有呢！？", "还有什么呢？！"])
def test_whoever_asks_for_more_is_understood_to_ask_again(more: str) -> None:
    assert understood("青云中学有多少名学生？", "2300名", more) == "青云中学有多少名学生"


@pytest.mark.parametrize(
    "said", ["谢谢！", "謝謝您", "好的，谢谢", "你好", "ok", "Hello!", "辛苦了。", "哈" * 2000]
)
def test_talk_asks_nothing(said: str) -> None:
    assert is_talk(said)


@pytest.mark.parametrize(
    "said", ["谢谢是谁发明的", "感谢信写给谁", "首期呢", "好的标准是什么", "？", "", "哈" * 2000 + "?什么"]
)
def test_what_asks_is_no_talk(said: str) -> None:
    assert not is_talk(said)


@st.composite
def conversations(draw: st.DrawFn) -> Any:
    return draw(st.sampled_from([case[:3] for part in cases().values() for case in part]))


@settings(max_examples=50, deadline=None)
@given(
    case=conversations(), space=st.sampled_from(["", " ", "　"]), end=st.sampled_from(["", "？", "?", "！？"])
)
def test_spaces_and_marks_around_change_nothing(case: tuple[str, str, str], space: str, end: str) -> None:
    previous, answer, follow_up = case
    bare = follow_up.rstrip("？")
    assert plain(understood(previous, answer, space + bare + end)) == plain(
        understood(previous, answer, bare)
    )


@pytest.mark.parametrize(
    "said",
    [
        "谢谢你好" * 40 + "甲",
        "你这里" * 22 + "甲",
        "你们这边" * 22 + "甲",
        "!" * 4090 + "多谢",
        "好的" * 2000 + "甲",
        "现在都" * 1300,
    ],
)
def test_nothing_that_is_said_takes_long(said: str) -> None:
    began = time.perf_counter()

    is_talk(said), is_fragment(said), addressed(said)

    assert time.perf_counter() - began < 2  # before: no end


@pytest.mark.parametrize("said", ["谢谢你好", "谢谢您！", "好的好的", "thank you", "Thanks!", "你好，谢谢"])
def test_thanks_and_greetings_in_a_row_are_talk(said: str) -> None:
    assert is_talk(said)


@pytest.mark.parametrize(
    ("previous", "asked"),
    [("最晚几点接", "谁来看管"), ("100米谁负责", "拔河谁负责"), ("明天几点开门", "谁值班")],
)
def test_what_only_says_when_or_how_much_is_no_topic(previous: str, asked: str) -> None:
    assert understood(previous, "", asked) == asked


def test_a_verb_may_be_a_topic() -> None:
    assert understood("报名要带什么", "", "谁批") == "报名谁批"
