"""What stands beside something else than the question names is worth less."""

import time

import pytest

from retrieval.documents import Passage, Span
from retrieval.reader.answer_types.rivals import Rivals
from retrieval.reader.answer_types.rivals.names import named
from tests.retrieval.reader.answer_types.spans import possible, proposed

SHOPS = "云桥店六月三日盘点，由贺新民负责。云桥二店六月五日盘点，由温玉珍负责。"
PRINTERS = "星河K7售价899元，星河K7 Pro售价1299元。"
BUDGET = "2024年支出为18万元。2025年预算为21万元，其中培训9万元。"
LEAVE = "满1年不满10年的，年假5天；满10年不满20年的，年假10天；满20年的，年假15天。"
RANKS = "一级技师每月补贴300元，二级技师每月补贴500元。"


def beside(question: str, text: str, span: str, title: str = "", source: str = "") -> int:
    """The rivals beside a span, where it stands first in the text."""
    (found,) = proposed(text, span)
    return Rivals(question, Passage(text, title, source)).beside(found)


@pytest.mark.parametrize(
    ("question", "text", "right", "wrong"),
    [
        ("云桥店哪天盘点？", SHOPS, "六月三日", "六月五日"),
        ("雲橋二店哪天盤點？", SHOPS, "六月五日", "六月三日"),
        ("K7多少钱？", PRINTERS, "899元", "1299元"),
        ("K7 pro多少钱？", PRINTERS, "1299元", "899元"),
        ("2024年支出多少？", BUDGET, "18万元", "21万元"),
        ("二〇二五年培训花多少？", BUDGET, "9万元", "18万元"),
        ("工作满十年年假几天？", LEAVE, "10天", "15天"),
        ("工作满二十年年假几天？", LEAVE, "15天", "10天"),
        ("二级技师补贴多少？", RANKS, "500元", "300元"),
        ("休息日加班给几倍？", "平日加班给1.5倍，休息日给2倍。", "2倍", "1.5倍"),
        ("客房组组员是谁？", "客房组组长为葛岚，组员为尹小满。", "尹小满", "葛岚"),
        ("第二条规定了什么？", "第一条 门票免费。第二条 团队须预约。", "团队须预约", "门票免费"),
    ],
)  # fmt: skip
def test_what_the_question_names_is_told_from_its_like(
    question: str, text: str, right: str, wrong: str
) -> None:
    assert beside(question, text, right) == 0
    assert beside(question, text, wrong) == 1


def test_a_range_that_a_number_is_not_in_is_told_from_the_one_that_it_is_in() -> None:
    first, second = "楼栋：1—3幢　清洗日期：6月3日", "楼栋：10—12幢　清洗日期：6月9日"
    assert [beside("2幢哪天清洗？", text, text[-4:]) for text in (first, second)] == [0, 1]
    assert [beside("十一幢哪天清洗？", text, text[-4:]) for text in (first, second)] == [1, 0]


def test_what_stands_on_another_line_is_not_beside() -> None:
    assert beside("三号柜放什么？", "1. 二号柜锁好\n2. 放药品", "药品") == 0


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("北塘大学的校长是谁", "北塘中学简介"),
        ("北塘中学校长是谁", "北塘职业中学简介"),
        ("北塘中学校长是谁", "北塘中学附属小学简介"),
    ],
)
def test_a_name_that_is_nowhere_counts_twice(question: str, title: str) -> None:
    text = "学校现任校长为陆思远，师生共九百人。"
    assert beside(question, text, "陆思远", title) == 2
    assert beside(question, text, "陆思远", "", f"{title}.txt") == 2


def test_a_thing_that_is_nowhere_counts_twice() -> None:
    assert beside("育儿假几天？", "女员工生育可休产假158天。", "158天") == 2
    assert beside("年假几天？", "年休假10天。", "10天") == 0
    assert beside("年休假几天？", "年假10天。", "10天") == 0


@pytest.mark.parametrize(
    ("question", "text", "span"),
    [
        ("五十岁赔几倍？", "18至40岁：160%，41至60岁：140%。", "140%"),
        ("2024年7月8日在哪里比赛？", "2024年7月8日，临汾市举办了为期6天的比赛，共31个队。", "临汾市"),
        ("武汉市市长是谁？", "武汉大学校长出席，市长程永明致辞。", "程永明"),
        ("往返缆车票多少钱？", "山上有缆车，单程票四十五元，往返票八十元。", "八十元"),
        ("谁参加？", "全体员工。", "全体员工"),
        ("北塘中学的校长是谁", "现任校长为陆思远。", "陆思远"),
    ],
)
def test_where_nothing_tells_another_there_is_no_rival(question: str, text: str, span: str) -> None:
    assert beside(question, text, span) == 0


def test_what_is_beside_the_name_comes_first() -> None:
    assert possible("云桥店由谁负责？", SHOPS, "温玉珍", "贺新民")[0] == "贺新民"


def test_a_span_of_nothing_is_looked_at() -> None:
    assert Rivals("K7多少钱？", Passage("")).beside(Span(0, 0, 0.0)) == 0


@pytest.mark.parametrize(
    "question",
    ["".join(f"{number}张" for number in range(10, 99)), "三张" * 150, "北塘中学" * 70, "K7 " * 100],
)
def test_of_very_many_names_few_are_looked_for(question: str) -> None:
    assert 0 < len(named(question)) <= 8


def test_a_name_that_is_said_twice_counts_once() -> None:
    assert beside("云桥店哪天盘点，云桥店？", SHOPS, "六月五日") == 1


@pytest.mark.parametrize("repeated", ["一天", "三天至", "12天"])
def test_very_many_numbers_of_a_passage_are_soon_looked_at(repeated: str) -> None:
    passage, began = Passage((repeated * 240)[:480]), time.process_time()

    Rivals("三天四天五天六天七天八天九天二天几点？", passage)

    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "text",
    ["十二万三千四百五十六至十三万人住四号楼。", "价格是一二三123456元—130000元。", "第九到十二幢，7—9幢。"],
)
def test_a_range_is_found_without_the_text_before_it(text: str) -> None:
    long = "东林中学有十二万三千册书，" * 20 + text
    question = "12.5万人 128000元 8幢 11幢"
    assert [m.said for n in named(question) for m in n.mentions(long)] == [
        m.said for n in named(question) for m in n.mentions(text)
    ]
