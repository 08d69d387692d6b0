"""What a span tells beyond the quantity or the day that was asked for is left out."""

import pytest

from retrieval.documents import Passage, Span
from retrieval.reader.answer_types.narrowing import narrowed


@pytest.mark.parametrize(
    ("question", "span", "left"),
    [
        ("办十次的卡多久内有效？", "6个月，20次卡9个月", "6个月"),
        ("办20次的卡多久内有效？", "6个月，20次卡9个月", "9个月"),
        ("辦二十次的卡多久內有效？", "6個月，20次卡9個月", "9個月"),
        ("寄到省外运费多少", "10元，省外18元", "18元"),
        ("一张桌子多少钱", "1,350元，共5,400元", "1,350元"),
        ("夜班补贴调整后是多少？", "由60元涨到90元", "90元"),
        ("夜班补贴原来是多少？", "由60元涨到90元", "由60元涨到90元"),
        ("年会在几号？", "1月16日（周五）18:30", "1月16日（周五）"),
        ("年会几号几点开始？", "1月16日（周五）18:30", "1月16日（周五）18:30"),
        ("春节值班一天给多少？", "每天500元", "500元"),
        ("春节值班给多少？", "每天500元", "每天500元"),
        ("3号厅层高多少？", "4.8米外均为4.2米", "4.8米"),
        ("提前几天申请？", "3天在网上申请；连休的，提前8天", "3天"),
        ("怎么知道水满了？", "浮标升到红线，就表示水满", "浮标升到红线"),
        ("第三条规定了什么？", "第三条 访客须登记", "访客须登记"),
        ("换的零件谁出钱？", "由承租人", "承租人"),
        ("為什麼延期？", "因為連日大雨", "連日大雨"),
        ("停工的原因是什么？", "由于材料未到", "材料未到"),
        ("施工到哪天结束", "2025年9月8日至9月28日", "9月28日"),
        ("报名从几号开始", "3月1日至3月15日止", "3月1日"),
        ("登记处几点下班", "周一到周六，8:30—17:00", "17:00"),
        ("泳池几点开门？", "下午2点半到6点", "下午2点半"),
        ("开到几点", "每天9:00至21:30", "21:30"),
        ("今年要去哪几个城市？", "贵阳、昆明和南宁三城", "贵阳、昆明和南宁"),
        ("体检查哪几样？", "血压、视力两项", "血压、视力"),
        ("发布会在哪天？", "12月5日在", "12月5日"),
        ("装了新锁能退吗", "但拆封的锁不退", "拆封的锁不退"),
    ],
)
def test_only_what_was_asked_for_is_left(question: str, span: str, left: str) -> None:
    passage = Passage(text=f"说明：{span}。")
    found = narrowed(question, passage, Span(3, 3 + len(span), 1.0))
    assert found.cut(passage.text) == left


@pytest.mark.parametrize(
    ("question", "span"),
    [
        ("工资分别是多少？", "甲岗5000元，乙岗6000元"),
        ("月薪由哪几部分构成？", "底薪3000元，补贴500元"),
        ("注册资本多少？", "3,000万元"),
        ("面积和高度是多少？", "120平方米，高4米"),
        ("下午几点接孩子？", "4:15，大班4:30"),
        ("有哪几个城市？", "贵阳、昆明等三城"),
        ("多大的展厅？", "约1200平方米，是去年为展览新建的，有三层"),
        ("几点到几点开放？", "9:00—17:00"),
        ("施工从几号到几号", "9月8日至9月28日"),
        ("开放时间？", "9:00—17:00"),
        ("几点关门？", "夏季9:00—18:00，冬季9:00—17:00"),
    ],
)
def test_what_was_asked_for_as_a_whole_stays(question: str, span: str) -> None:
    passage = Passage(text=f"说明：{span}。")
    found = narrowed(question, passage, Span(3, 3 + len(span), 1.0))
    assert found.cut(passage.text) == span


def test_the_verb_of_a_measure_is_left_out() -> None:
    text = "病休期间的工资按基本工资的六成发放。"
    found = "基本工资的六成发放"
    span = narrowed("病休工资怎么发", Passage(text), Span(text.index(found), text.index("。"), 0.0))
    assert span.cut(text) == "基本工资的六成"
