"""List questions are answered with all items of one enumeration."""

import math

import pytest

from retrieval.reader.answer_types.enumerations import enumerations
from retrieval.reader.answer_types.lists import asks_for_list
from tests.retrieval.reader.answer_types.spans import fit, possible

MATERIALS = "二、入馆材料\n1. 借阅证原件；\n2. 单位介绍信；\n3. 一寸照片两张。"
NOTICE = (
    f"一、入馆时间\n周二至周日。\n{MATERIALS}\n三、寄存\n（一）大件行李\n（二）饮料\n四、咨询\n二楼前台。"
)
ITEMS = "借阅证原件；单位介绍信；一寸照片两张"


@pytest.mark.parametrize(
    "question",
    [
        "入馆材料有哪些？", "套餐包括什么", "去体检需要带什么？", "三位评委分别是谁",
        "開設了哪些課程", "有哪几种会员卡", "里头都有些啥", "两个副会长都是谁",
    ],
)  # fmt: skip
def test_a_list_question_is_known(question: str) -> None:
    assert asks_for_list(question)


@pytest.mark.parametrize(
    "question",
    ["有几种会员卡", "一共有多少项收费", "什么时候开门", "哪个窗口办理", "入口在什么地方", "要什么价"],
)
def test_a_question_that_counts_or_asks_for_one_thing_is_none(question: str) -> None:
    assert not asks_for_list(question)


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        (MATERIALS, "单位介绍信", ITEMS),
        (MATERIALS, "借阅证原件；\n2. 单位", ITEMS),
        (MATERIALS, "入馆材料", ITEMS),
        (NOTICE, "一寸照片", ITEMS),
        (NOTICE, "饮料", "大件行李；饮料"),
        ("请带：①户口簿；②结婚证；③押金50元。", "结婚证", "户口簿；结婚证；押金50元"),
        ("本店提供：（1）手冲咖啡；（2）热茶。", "手冲咖啡", "手冲咖啡；热茶"),
        ("奖品如下：\n- 台灯\n- 保温杯\n- 雨伞\n先到先得。", "保温杯", "台灯；保温杯；雨伞"),
        ("奖品如下：\n台灯\n保温杯\n雨伞", "雨伞", "台灯；保温杯；雨伞"),
        (
            "奖品包括：台灯一盏；保温杯一只；雨伞一把。凭票领取。",
            "保温杯一只",
            "台灯一盏；保温杯一只；雨伞一把",
        ),
        ("姓名：段青　组别：甲\n姓名：毕云　组别：乙\n姓名：罗衡　组别：乙", "毕云", "段青；毕云；罗衡"),
    ],
)
def test_all_items_of_the_enumeration_are_the_answer(text: str, found: str, expected: str) -> None:
    assert possible("有哪些？", text, found) == [expected]


def test_rows_that_a_question_names_are_meant_alone() -> None:
    text = "姓名：段青　组别：甲组\n姓名：毕云　组别：乙组\n姓名：罗衡　组别：乙组"
    assert possible("乙组有哪几位？", text, "毕云") == ["毕云；罗衡"]


def test_each_piece_is_verbatim_and_in_its_place() -> None:
    (span,) = fit("入馆材料有哪些？", MATERIALS, "单位介绍信", "借阅证原件")
    assert [MATERIALS[start:end] for start, end in span.pieces] == ITEMS.split("；")
    assert (span.start, span.end) == span.pieces[0]
    assert span.score == pytest.approx(math.log(math.exp(0.0) + math.exp(-1.0)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("学院开设钢琴、二胡、声乐三个方向。", "二胡"),
        ("学院开设钢琴、二胡、声乐三个方向。", "钢琴"),
        ("学院开设钢琴、二胡、声乐。", "钢琴、二胡"),
    ],
)
def test_a_run_within_a_sentence_is_one_span(text: str, found: str) -> None:
    (span,) = fit("开设了哪些方向？", text, found)
    assert (text[span.start : span.end], span.items) == ("钢琴、二胡、声乐", ())


@pytest.mark.parametrize("found", ["2号", "6号楼", "9号"])
@pytest.mark.parametrize("run", ["2号楼、6号楼、9号楼", "2号楼、6号楼和9号楼", "2号楼、6号楼至9号楼"])
def test_numbered_items_are_told_with_what_they_are(run: str, found: str) -> None:
    assert possible("几号楼修电梯", f"周五对东苑{run}检修电梯。", found) == [run]


def test_a_range_of_numbers_is_whole() -> None:
    assert possible("检修哪几栋", "检修1号楼至6号楼的电梯。", "1号楼") == ["1号楼至6号楼"]
    assert possible("哪些楼要修", "检修1至6号楼的电梯。", "6号楼") == ["1至6号楼"]


def test_what_stands_within_a_long_item_is_an_answer_of_its_own() -> None:
    text = (
        "1. 台灯有三档色温，分别是3000K、4000K和5000K，长按开关两秒即可切换。\n2. 台灯不防水，请勿放进浴室。"
    )
    assert possible("色温有哪些？", text, "3000K、4000K和5000K") == ["3000K、4000K和5000K"]


def test_other_questions_get_one_item() -> None:
    assert possible("介绍信由谁开？", MATERIALS, "单位介绍信") == ["单位介绍信"]


def test_headings_are_no_enumeration_and_nested_ones_are_apart() -> None:
    found = [[NOTICE[start:end] for start, end in each.items] for each in enumerations(NOTICE)]
    assert found == [ITEMS.split("；"), ["大件行李", "饮料"]]


@pytest.mark.parametrize(
    ("question", "title", "gains"),
    [
        ("入馆材料有哪些？", "云岭图书馆须知 · 二、入馆材料", True),
        ("入館材料有哪些？", "云岭图书馆须知 · （二）入馆材料", True),
        ("入馆材料有哪些？", "云岭图书馆须知 · 三、寄存", False),
        ("云岭图书馆有哪些规定？", "云岭图书馆须知 · 二、入馆材料", False),
    ],
)
def test_a_list_below_the_heading_that_is_asked_for_is_likelier(
    question: str, title: str, gains: bool
) -> None:
    items = "1. 借阅证原件；\n2. 单位介绍信；\n3. 一寸照片两张。"
    (headed,) = fit(question, items, "单位介绍信", title=title)
    (plain,) = fit(question, items, "单位介绍信")
    assert (headed.score > plain.score) is gains


@pytest.mark.parametrize("text", ["、身份证、照片。", "须知：、身份证、照片。", "、、照片。"])
def test_a_run_may_begin_with_nothing(text: str) -> None:
    (answer,) = possible("有哪些要求？", text, "照片")
    assert answer.endswith("照片")
