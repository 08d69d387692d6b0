"""Polite words, greetings and particles change nothing of a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.everyday.courtesy import without_courtesy
from retrieval.text import fold

CORES = [
    "松岭公园几点闭园",
    "年假有几天？",
    "可以请假吗",
    "《你好，旧时光》的作者是谁？",
    "急诊几点开门",
    "麻烦事怎么处理",
    "谢谢惠顾是什么意思",
    "QX-600多少钱",
    "增长了百分之几",
    "C++是什么？",
    "首期",
    "下周三几点开会",
    "求助电话是多少",
    "附近有没有酒吧",
]
LEADS = [
    "请问", "請問一下，", "请问一下", "麻烦问下，", "麻烦您，", "您好，", "你好！",
    "您好", "谢谢！", "帮我查一下", "我想知道", "我想问一下，", "能不能告诉我",
    "求助：", "急！！", "在线等，", "🙏", "……", "不好意思，打扰一下，", "Hi, ",
    "大家好，", "我想咨询一下", "求问",
]  # fmt: skip
TAILS = [
    "，谢谢", "谢谢您！", "，謝謝！", "呢", "啊", "呀", "！！！", "🙏🙏", "~", "，急",
    "，在线等", "，麻烦了", "，拜托", " thanks", "，求助", "。", "，请问",
    "😊，谢谢大家", "，辛苦了",
]  # fmt: skip


@given(
    st.sampled_from(CORES),
    st.lists(st.sampled_from(LEADS), max_size=4),
    st.lists(st.sampled_from(TAILS), max_size=4),
)
def test_courtesy_around_a_question_changes_nothing(core: str, leads: list[str], tails: list[str]) -> None:
    assert without_courtesy(core) == core
    assert without_courtesy("".join([*leads, core, *tails])) == core


@pytest.mark.parametrize("lead", ["能不能告诉我", "可否告知一下", "你知不知道"])
def test_a_yes_or_no_question_within_another_keeps_its_particle(lead: str) -> None:
    assert without_courtesy(f"{lead}可以请假吗") == "可以请假吗"
    assert without_courtesy(f"{lead}年假有几天吗？") == "年假有几天？"


@given(st.text(alphabet="请问谢您好麻烦急呢啊吗？！，🙏几年假 a5我想知道", max_size=30))
def test_what_is_left_stands_in_the_question_and_is_left_again(question: str) -> None:
    meant = without_courtesy(question)
    assert meant.removesuffix("？") in question
    assert without_courtesy(meant) == meant


@pytest.mark.parametrize(
    "courtesy", ["谢谢！", "您好", "你好，请问", "？？？", "🙏", "急！在线等", "麻煩您了，謝謝", ""]
)
def test_courtesy_alone_asks_nothing(courtesy: str) -> None:
    assert without_courtesy(courtesy) == ""


@pytest.mark.parametrize(
    "question",
    [
        "“请问”是什么词", "日语怎么说谢谢", "怎么求助", "什么是内急", "你好是什么意思",
        "谁知道门禁密码", "咨询电话是多少", "感谢信写给谁", "老师是谁",
        "我想请假怎么办", "什么是毛呢", "你要干嘛", "能帮我请假的是谁", "增长了50%",
        "各位领导怎么分工",
    ],
)  # fmt: skip
def test_words_that_carry_meaning_stay(question: str) -> None:
    assert without_courtesy(question) == question


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("你知道年假有几天吗？", "年假有几天？"),
        ("能告诉我年假有几天吗", "年假有几天"),
        ("請問一下，松嶺公園幾點閉園呢？謝謝您", "松嶺公園幾點閉園？"),
        ("请问下周三开会吗", "下周三开会吗"),
        ("你知道可以请假吗", "你知道可以请假吗"),
    ],
)
def test_a_question_in_a_question_is_meant(question: str, meant: str) -> None:
    assert without_courtesy(question) == meant


def test_scripts_are_the_same() -> None:
    assert fold(without_courtesy("請問謝謝惠顧怎麼兌獎呢")) == without_courtesy("请问谢谢惠顾怎么兑奖呢")
