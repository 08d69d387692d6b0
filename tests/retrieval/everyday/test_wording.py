"""Questions are put in the words of the documents that they find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import Passage
from retrieval.everyday import as_documents_write

HOURS = Passage("门店：星湖店　营业时间：9:30—21:00", "星湖书店门店")


@pytest.mark.parametrize(
    ("question", "text", "worded"),
    [
        ("星湖店几点关门", HOURS.text, "星湖店营业时间到几点"),
        ("星湖店幾點開門？", HOURS.text, "星湖店营业时间从几点开始?"),
        ("小孩能去吗", "身高不足一米的儿童不得参加漂流。", "儿童能参加吗"),
        ("烫头发多久", "烫发：两个半小时", "烫发多久"),
        ("几号发工资", "工资发放日为每月12日。", "几号工资发放"),
    ],
)
def test_what_people_say_becomes_what_a_document_writes(question: str, text: str, worded: str) -> None:
    assert list(as_documents_write(question, [Passage(text)])) == [worded]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("星湖店几点关门", "星湖店几点关门？晚上九点。"),
        ("星湖店几点关门", "星湖店在青石街12号。"),
        ("找开门见山的文章", "开放时间：每天"),
        ("基金规模多少", HOURS.text),
        ("", HOURS.text),
    ],
)
def test_else_a_question_stays(question: str, text: str) -> None:
    assert list(as_documents_write(question, [Passage(text)])) == []


def test_the_title_counts_and_each_wording_comes_once() -> None:
    passages = [HOURS, HOURS, Passage("每天九点起。", "图书馆开放时间"), Passage("无")]
    assert list(as_documents_write("几点开门", passages)) == ["营业时间从几点开始", "开放时间从几点开始"]


@given(st.text(max_size=40), st.text(max_size=80))
def test_any_question_and_text(question: str, text: str) -> None:
    assert all(worded != question for worded in as_documents_write(question, [Passage(text)]))
