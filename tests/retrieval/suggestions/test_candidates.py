"""Questions made from what a text says."""

import pytest

from retrieval.documents import Passage
from retrieval.suggestions.candidate import Candidate
from retrieval.suggestions.candidates import candidates


def made(text: str, title: str = "") -> dict[str, str]:
    """The questions for a passage, each with the answer that it was made from."""
    return {each.question: each.answer for each in candidates([Passage(text, title, id=1)])}


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("甲方：沈怀瑾", "甲方是谁？", "沈怀瑾"),
        ("联系电话：0571-66123456", "联系电话是多少？", "0571-66123456"),
        ("报名邮箱：bm@qinglan.example", "报名邮箱是什么？", "bm@qinglan.example"),
        ("会议地点：行政楼三楼", "会议地点在哪里？", "行政楼三楼"),
        ("试用期：三个月，表现好的可以提前转正", "试用期是多久？", "三个月"),
        ("营业时间：9:00—21:00", "营业时间是几点到几点？", "9:00—21:00"),
        ("（一）收款账号：6222000012345678。", "收款账号是多少？", "6222000012345678"),
        ("保安室：0571-6612-3456", "保安室的电话是多少？", "0571-6612-3456"),
        ("灯具整机保修期为三年。", "灯具整机保修期是多久？", "三年"),
        ("本书包邮，押金2000元，退租时归还。", "押金是多少？", "2000元"),
        ("单笔捐款额不超过五万元。", "单笔捐款额最高是多少？", "五万元"),
        ("成人门票80元。", "成人门票多少钱？", "80元"),
        ("迟到一次扣20元。", "迟到一次扣多少钱？", "20元"),
        ("小客车每天15元。", "小客车每天多少钱？", "15元"),
        ("新冷库占地3200平方米。", "新冷库占地多少平方米？", "3200平方米"),
        ("研讨会定于2026年3月5日下午2点在三楼会议室召开。", "研讨会什么时候召开？", "2026年3月5日下午2点"),
        ("学校定于10月16日在东操场举行秋季运动会。", "学校什么时候举行秋季运动会？", "10月16日"),
        ("本办法自2026年1月1日起施行。", "本办法从什么时候开始施行？", "2026年1月1日"),
        ("申报材料须于3月15日前提交。", "申报材料最晚什么时候提交？", "3月15日"),
        ("中心选址星湖路9号。", "中心在哪里？", "星湖路9号"),
        ("管委会主任为叶澜清。", "管委会主任是谁？", "叶澜清"),
        ("联盟首任理事长由茶叶合作社负责人沈春生担任。", "联盟首任理事长是谁？", "沈春生"),
        ("来回运费由买家承担。", "来回运费由谁承担？", "买家"),
        ("课程内容包括急救常识、消防演练和心理辅导。", "课程内容包括哪些？", "急救常识、消防演练和心理辅导"),
    ],
)
def test_a_question_is_made_for_what_a_text_states(text: str, question: str, answer: str) -> None:
    assert made(text).get(question) == answer


def test_rows_of_tables_are_asked_by_their_first_cell() -> None:
    row = "序号：2　部门：人事部　负责人：程砚秋　分机：8068　人数：12"
    assert made(row) == {"人事部的负责人是谁？": "程砚秋", "人事部的分机是多少？": "8068"}
    assert made("部门：合计　分机：8068") == {}


def test_lists_are_asked_by_what_leads_to_them_or_by_their_heading() -> None:
    items = "1. 身份证复印件；\n2. 学历证明；\n3. 一寸照片。"
    assert list(made(f"报名人员需提供以下材料：\n{items}")) == ["报名人员需要提供哪些材料？"]
    assert list(made(items, "入职指南 · 二、入职材料")) == ["入职材料有哪些？"]
    assert list(made(items, "报销办法 · 报销流程")) == ["报销流程是什么？"]
    assert made(items, "第二节") == {}


def test_the_questions_of_an_faq_come_first_as_they_stand() -> None:
    faq = [
        Passage("问：可以带猫狗入住吗？\n答：十公斤以下的可以，每晚收清洁费50元。", "须知", id=1),
        Passage("有车位吗？\n院内有六个免费车位。", "须知", id=2),
    ]
    first, *others = [(each.question, each.answer) for each in candidates(faq)]
    assert first == ("可以带猫狗入住吗？", "十公斤以下的可以，每晚收清洁费50元。")
    assert ("有车位吗？", "院内有六个免费车位。") in others


def test_a_field_without_a_subject_gets_that_of_its_heading() -> None:
    assert made("时间：2026年10月16日", "关于举办秋季运动会的通知") == {
        "秋季运动会的时间是什么时候？": "2026年10月16日"
    }
    assert made("时间：2026年10月16日") == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "签字：________",
        "其中的费用为30元。",  # what costs that is not said
        "由他负责。",
        "进场前付押金两万元。",
        "如果超过三天，每天扣50元。",
        "今天天气很好，大家都很高兴。",
        "The deadline is 3 May.",
    ],
)
def test_nothing_is_made_of_what_makes_no_good_question(text: str) -> None:
    assert made(text) == {}


def test_questions_are_in_the_script_of_the_document() -> None:
    assert made("甲方：沈懷瑾\n押金為六千元，會議定於2026年3月5日召開。") == {
        "甲方是誰？": "沈懷瑾",
        "押金是多少？": "六千元",
        "會議什麼時候召開？": "2026年3月5日",
    }


def test_what_two_passages_answer_differently_is_not_asked() -> None:
    texts = ("押金为2000元。", "押金为3000元。", "工期为90天。")
    passages = [Passage(text, id=id_) for id_, text in enumerate(texts)]
    assert [each.question for each in candidates(passages)] == ["工期是多久？"]


def test_kinds_take_turns() -> None:
    passages = [
        Passage("定金为800元，租赁押金为2000元。", id=1),
        Passage("施工工期为90天。", id=2),
        Passage("班主任：程砚秋", id=3),
    ]
    kinds = [each.kind for each in candidates(passages)]
    assert len(kinds) == 4
    assert len(set(kinds[:3])) == 3


def test_what_was_recognised_badly_is_not_asked_about() -> None:
    assert candidates([Passage("押金为2000元。", id=1, recognised=0.3)]) == []


def test_an_answer_stands_where_it_says() -> None:
    passage = Passage("会议地点：行政楼三楼\n主持人：程砚秋", id=1)
    found: list[Candidate] = candidates([passage])
    assert len(found) == 2
    assert all(passage.text[each.start : each.end] == each.answer for each in found)
