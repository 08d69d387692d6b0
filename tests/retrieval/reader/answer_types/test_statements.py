"""The day below a notice is not the day of what it tells, and a question is no answer."""

import pytest

from retrieval.documents import Passage
from retrieval.reader.answer_types import is_asked, without_question
from retrieval.reader.answer_types.statements import clause_asked_for
from tests.retrieval.reader.answer_types.spans import fit, possible

NOTICE = "电梯定于3月8日检修，请走楼梯。\n东苑物业服务中心\n2026年3月4日"


def best(question: str, text: str) -> str:
    span = fit(question, text, "2026年3月4日", *(["3月8日"] if "3月8日" in text else []))[0]
    return text[span.start : span.end]


@pytest.mark.parametrize("question", ["哪天修电梯", "電梯什麼時候檢修？", "几号检修"])
def test_the_day_of_the_event_comes_before_that_of_the_signature(question: str) -> None:
    assert best(question, NOTICE) == "3月8日"


@pytest.mark.parametrize("question", ["通知哪天发的", "这份通知是什么时候写的", "公告落款是哪天"])
def test_who_asks_for_the_notice_gets_its_day(question: str) -> None:
    assert best(question, NOTICE) == "2026年3月4日"


def test_a_passage_that_is_a_signature_is_hardly_an_answer() -> None:
    (alone,) = fit("哪天修电梯", "2026年3月4日", "2026年3月4日")
    (labelled,) = fit("哪天修电梯", "检修日期：2026年3月4日", "2026年3月4日")
    assert alone.score < labelled.score


@pytest.mark.parametrize(
    "text",
    [
        "问：可以带猫狗入住吗？答：十公斤以下的可以，每晚收清洁费50元。",
        "Q3: 可以带猫狗入住吗?\nA3: 十公斤以下的可以，每晚收清洁费50元。",
        "可以带猫狗入住吗？\n十公斤以下的可以，每晚收清洁费50元。",
        "3. 问：可以带猫狗入住吗\n答：十公斤以下的可以，每晚收清洁费50元。",
    ],
)
def test_the_question_of_an_faq_is_no_answer(text: str) -> None:
    assert possible("带狗要多少钱", text, "可以带猫狗入住", "50元") == ["50元"]
    assert all(
        "吗" not in each for each in possible("可以带猫狗入住吗", text, "可以带猫狗入住", "十公斤以下的可以")
    )


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("问：可以带猫狗吗？\n答：十公斤以下的可以。", "可以带猫狗吗？", "十公斤以下的可以。"),
        ("问：可以带猫狗吗？答：十公斤以下的可以。", "可以带猫狗吗？", "十公斤以下的可以。"),
        ("Q2: 可以带猫狗吗?\nA2: 十公斤以下的可以。", "可以带猫狗吗?", "十公斤以下的可以。"),
        ("可以带猫狗吗？\n十公斤以下的可以。", "可以带猫狗吗？", "十公斤以下的可以。"),
    ],
)
def test_what_is_read_of_an_faq_is_the_answer(text: str, question: str, answer: str) -> None:
    read, start = without_question(Passage(text, "入住须知"))
    assert (read.text, text[start:]) == (answer, answer)
    assert read.title == f"入住须知 · {question}"


def test_the_question_of_a_passage_is_known_whatever_its_script_and_punctuation() -> None:
    read, _ = without_question(Passage("问：可以带猫狗吗？答：十公斤以下的可以。", "入住须知"))
    assert is_asked("可以帶貓狗嗎", read)
    assert not is_asked("可以带猫吗", read)
    assert not is_asked("", Passage("十公斤"))


@pytest.mark.parametrize("text", ["十公斤以下的可以。", "可以带猫狗吗？", "他问：走吗？我说：走。", ""])
def test_other_passages_are_read_whole(text: str) -> None:
    assert without_question(Passage(text)) == (Passage(text), 0)


def test_a_question_within_a_text_may_hold_an_answer() -> None:
    text = "会上讨论了经费。5月16日前能给答复吗？"
    assert possible("哪天前答复", text, "5月16日前") == ["5月16日前"]


@pytest.mark.parametrize("question", ["郊游要带什么", "郊遊帶哪些東西", "需要准备什么"])
def test_what_may_not_be_taken_is_not_what_to_take(question: str) -> None:
    text = "请自备午餐和饮水，请勿携带手机和贵重物品。"
    assert possible(question, text, "手机和贵重物品", "午餐和饮水") == ["午餐和饮水"]


def test_who_asks_what_may_not_be_taken_gets_it() -> None:
    assert possible("不能带什么", "请勿携带手机。", "手机") == ["手机"]


RULES = "第二条 钥匙由值班员保管。\n第三条　外来人员须登记，由所访者陪同。\n第十三条 本规定自发布之日起施行。"


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("第三条规定了什么？", "外来人员须登记，由所访者陪同"),
        ("第十三條的內容是什麼", "本规定自发布之日起施行"),
        ("钥匙管理规定第2条说了啥", "钥匙由值班员保管"),
    ],
)
def test_a_clause_that_is_asked_for_by_its_number_is_given_whole(question: str, clause: str) -> None:
    (span, *_) = fit(question, RULES, "值班员")
    assert RULES[span.start : span.end] == clause


def test_a_section_whose_title_has_the_number_is_given_whole() -> None:
    passage = Passage("外来人员须登记。晚十点后不得入内。", title="门卫守则 · 第三条 来访")
    found = clause_asked_for("第三条规定了什么", passage)
    assert found
    assert found.cut(passage.text) == passage.text.rstrip("。")


@pytest.mark.parametrize("question", ["第三条什么时候施行", "第五条规定了什么", "第三条由谁解释"])
def test_who_asks_for_something_else_gets_no_clause(question: str) -> None:
    assert clause_asked_for(question, Passage(RULES)) is None
