"""Yes-or-no questions get what decides them, exception included, or nothing."""

import pytest

from retrieval.reader.answer_types.verdicts import asks_whether
from tests.retrieval.reader.answer_types.spans import possible

RULE = "会员可以携带一名同伴入场，但儿童专场除外。同伴须登记姓名。"


@pytest.mark.parametrize(
    "question",
    ["可以退票吗？谢谢！", "能不能改签", "是否收费", "有没有停车场", "能带狗进去不？", "可以退貨嗎"],
)
def test_a_yes_or_no_question_is_known(question: str) -> None:
    assert asks_whether(question)


@pytest.mark.parametrize("question", ["几天内可以退票吗", "怎么退票", "谁可以入场", "有没有什么优惠"])
def test_a_question_for_something_else_is_none(question: str) -> None:
    assert not asks_whether(question)


@pytest.mark.parametrize(
    ("question", "text", "found", "expected"),
    [
        ("会员可以带同伴吗？", RULE, "携带一名同伴", "会员可以携带一名同伴入场，但儿童专场除外"),
        ("儿童专场可以带同伴吗？", RULE, "携带一名同伴", "但儿童专场除外"),
        (
            "加班费月底能发吗？",
            "加班费次月发放；经主管同意提前发放的除外。",
            "次月发放",
            "加班费次月发放；经主管同意提前发放的除外",
        ),
        (
            "展厅能拍照吗？",
            "1. 展厅内可以拍照，不得使用闪光灯。",
            "可以拍照",
            "展厅内可以拍照",
        ),
        (
            "能不交现金吗？",
            "保证金：应以转账方式交纳，可以用保函代替现金，但须由本地银行开出，不计利息。",
            "可以用保函",
            "可以用保函代替现金，但须由本地银行开出",
        ),
        ("小狗能进吗", "谢绝入内，不可进园：宠物、自行车。", "宠物", "不可进园：宠物"),
        ("能带狗吗", "宠物：牵绳的小狗可以进园，猫不行。", "小狗可以", "牵绳的小狗可以进园"),
        ("九点以后能进吗", "检票时间：晚上9:00以后不能进园。", "不能进园", "晚上9:00以后不能进园"),
        ("修要钱吗", "一年内维修免费，摔坏的除外。", "摔坏的除外", "一年内维修免费，摔坏的除外"),
        (
            "换表要钱吗",
            "第九条\u3000更换水表不收费；自行损坏的除外。",
            "不收费",
            "更换水表不收费；自行损坏的除外",
        ),
        ("茶馆十点还有位吗", "名称：听雨茶馆\u3000营业：9点打烊\u3000座位：30个", "9点", "9点打烊"),
        (
            "可以带伞吗？",
            "入场前请排队安检并出示门票，长柄雨伞不得带入展厅，可以免费寄存在一楼服务台的柜子里。",
            "不得带入",
            "长柄雨伞不得带入展厅",
        ),
    ],
)
def test_a_rule_comes_with_its_exception(question: str, text: str, found: str, expected: str) -> None:
    assert possible(question, text, found) == [expected]


def test_something_that_the_sentence_does_not_speak_of_is_not_decided() -> None:
    text = "女员工享受158天产假，男员工享受15天陪产假。"
    assert possible("公司有没有育儿假？", text, "陪产假") == []
    assert possible("公司有没有陪产假？", text, "陪产假") == ["男员工享受15天陪产假"]


def test_characters_in_other_words_do_not_speak_of_it() -> None:
    text = "女员工生育享受158天产假。"
    assert possible("公司有没有育儿假？谢谢", text, "158天产假") == []
    assert possible("公司有没有产假？谢谢", text, "158天产假") == [text.rstrip("。")]
