"""Who holds an office: neither a place, nor a deputy, nor who held it before."""

import pytest

from retrieval.documents import RULED_OUT
from retrieval.reader.answer_types.holders import asks_for_holder
from tests.retrieval.reader.answer_types.spans import fit, possible

SCHOOL = "云麓中学现有教师90人。校长为段怀瑾，副校长为毕云舒、罗子衡。"


@pytest.mark.parametrize(
    "question", ["青云镇的镇长是谁？", "基金的基金經理是誰", "云岭大学校长叫什么名字", "现任馆长目前是哪位？"]
)
def test_a_question_for_a_holder_is_known(question: str) -> None:
    assert asks_for_holder(question)


@pytest.mark.parametrize(
    "question", ["办法由谁发布？", "谁是最大的股东", "主任办公室在哪里", "校长什么时候上任"]
)
def test_other_questions_are_not(question: str) -> None:
    assert not asks_for_holder(question)


def test_places_and_organisations_hold_no_office() -> None:
    text = "星湖高新区管委会与云岭大学签约，主任方启明和校长陆大中出席。"
    names = ("星湖高新区", "星湖高新区管委会", "云岭大学", "方启明", "陆大中")
    assert possible("主任是谁？", text, *names) == ["方启明", "陆大中"]


@pytest.mark.parametrize("name", ["周建国", "李卫国", "郑九州", "張振會"])
def test_a_person_may_be_called_like_a_country(name: str) -> None:
    text = f"韩国、常州和董事会派人来了，局长{name}到场。"
    assert possible("局长是谁？", text, "韩国", "常州", "董事会", name) == [name]


@pytest.mark.parametrize(
    ("question", "text", "proposed", "expected"),
    [
        ("云麓中学的校长是谁？", SCHOOL, ("毕云舒", "罗子衡", "段怀瑾"), ["段怀瑾"]),
        ("雲麓中學的副校長是誰？", SCHOOL, ("段怀瑾", "毕云舒"), ["毕云舒"]),
        ("站长是谁？", "原站长柯明远调离，站长一职由祁冬接任。", ("柯明远", "祁冬"), ["祁冬"]),
        ("站长是谁？", "柯明远辞去站长职务，祁冬接任。", ("柯明远", "祁冬"), ["祁冬"]),
        ("原站长是谁？", "原站长柯明远调离，现任站长祁冬到任。", ("祁冬", "柯明远"), ["柯明远"]),
        ("馆长是谁？", "代理馆长苗青主持工作，名誉馆长为盛老。", ("苗青", "盛老"), []),
        ("馆长是谁？", "现任馆长为苗青，副馆长为盛意。", ("现任馆长", "苗青，副馆长为"), ["苗青"]),
        ("馆长是谁？", "馆长助理苗青接电话，目前馆长是盛一帆。", ("苗青", "盛一帆"), ["盛一帆"]),
        ("总经理是谁？", "姓名：路遥　职务：副总经理\n姓名：麦田　职务：总经理", ("路遥", "麦田"), ["麦田"]),
        ("主任的电话是多少？", "副主任电话8101，主任电话8100。", ("8101", "8100"), ["8100"]),
    ],
)
def test_a_deputy_or_a_former_holder_is_not_the_holder_and_the_other_way_round(
    question: str, text: str, proposed: tuple[str, ...], expected: list[str]
) -> None:
    assert possible(question, text, *proposed) == expected


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("园长此前担任什么职务？", "园长苏禾此前任分园副园长。", "分园副园长"),
        ("项目经理外出时由谁代理？", "项目经理外出时，由副经理沙文代理其职责。", "沙文"),
        ("前任会长因何卸任？", "会长齐越因出国卸任。", "出国"),
    ],
)
def test_what_is_asked_about_somebody_in_office_may_be_anything(
    question: str, text: str, answer: str
) -> None:
    assert possible(question, text, answer) == [answer]


def test_who_is_ruled_out_stays_a_candidate_behind_all_others() -> None:
    spans = fit("云麓中学的校长是谁？", SCHOOL, "毕云舒", "段怀瑾")
    assert [SCHOOL[span.start : span.end] for span in spans] == ["段怀瑾", "毕云舒"]
    assert spans[1].score == RULED_OUT


@pytest.mark.parametrize(
    ("text", "found", "whole"),
    [
        ("新任馆长为何静娴，四月到任。", "静娴", "何静娴"),
        ("馆长由任国强担任。", "国强", "任国强"),
        ("馆长曾任张三为顾问。", "张三", "张三"),
        ("馆长由静娴担任。", "静娴", "静娴"),
        ("馆长由原文化站副站长何静娴担任。", "原文化站副站长何静娴", "何静娴"),
    ],
)
def test_a_name_is_whole_and_without_an_office(text: str, found: str, whole: str) -> None:
    assert possible("馆长是谁？", text, found) == [whole]
