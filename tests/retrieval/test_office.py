"""Questions for who holds an office."""

import pytest

from retrieval.documents import Passage, Span
from retrieval.office import asks_for_holder, people


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
    spans = [Span(text.index(name), text.index(name) + len(name), 1.0) for name in names]
    found = people(Passage(text, "签约", "a.txt"), spans)
    assert [text[span.start : span.end] for span in found] == ["方启明", "陆大中"]
