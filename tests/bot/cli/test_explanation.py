import io
from dataclasses import replace

import pytest
from rich.console import Console

from bot.cli.explanation import print_explanation
from retrieval.confidence import Decision
from retrieval.documents import Answer, Hit, Passage, Reply
from retrieval.explanation import Explanation
from retrieval.search.results import Scores, SearchResults
from retrieval.stopwatch import Step

pytestmark = pytest.mark.usefixtures("chinese")

READ = Passage("[b]基金总规模10亿元。[/b]", title="星湖设立基金", id=4)
SPARE = Passage("园区门票每人二十元。", title="生态园开园", id=9)
SPANS = (Answer("10亿元", 0.912, READ, 8, 13), Answer("总规模", 0.02, READ, 5, 8))
FINDINGS = SearchResults(
    hits=(Hit(READ, 1.0),),
    ranked=((READ, 1.0), (SPARE, 0.04)),
    scores=Scores({4: 1.0, 9: 0.04}, {4: 1.0}, {4: 0.8}, {4: 0.8, 9: 0.16}, trust=0.8),
)
DECISION = Decision(bias=0.0, weights=(), unsure=0.4, sure=0.6)
STEPS = (
    Step("words", 1.04),
    Step("vectors", 0.5),
    Step("fusion", 2),
    Step("reading", 8),
    Step("decision", 0.2),
)


def account(explanation: Explanation) -> list[str]:
    file = io.StringIO()
    print_explanation(explanation, Console(file=file, width=100))
    return file.getvalue().splitlines()


def explained(question: str, answer: Answer | None = None) -> Explanation:
    return Explanation(Reply(question, answer, SPANS, 12.34), DECISION, STEPS, FINDINGS, (SPANS,))


def test_a_line_for_each_passage_tells_how_it_was_found_and_what_was_read() -> None:
    head, first, second, _ = account(explained("基金规模多少？", SPANS[0]))
    assert head.split() == ["段落", "按词", "按向量", "合计", "缺少", "读到"]
    assert first.split() == ["1", READ.text, "0.80", "#1", "0.20", "#1", "1.00", "91%", "10亿元"]
    assert second.split() == ["2", SPARE.text, "0.00", "0.04", "0.04", "基金、规模", "未读"]


def test_the_time_of_each_step_and_what_is_left_of_it_are_told() -> None:
    assert account(explained("基金规模多少？"))[-1] == (
        "把握达到 40% 才作答，达到 60% 才算确定。"
        "用时 12.3 毫秒：准备 0.6、按词 1.0、按向量 0.5、合并 2.0、阅读 8.0、判断 0.2"
    )


def test_where_nothing_was_searched_there_is_no_table() -> None:
    (line,) = account(Explanation(Reply("？", None), DECISION, STEPS[3:], SearchResults(), ()))
    assert line.endswith("阅读 8.0、判断 0.2")


def test_a_passage_in_which_nothing_was_read_says_so() -> None:
    explanation = Explanation(Reply("基金规模？", None), DECISION, STEPS, FINDINGS, ((),))
    assert account(explanation)[1].split()[-1] == "—"


def test_what_was_searched_is_told_where_it_is_not_what_was_asked() -> None:
    reply = Reply("首期呢？", None, understood="基金首期规模多少")
    searched = replace(FINDINGS, question="基金首期规模多少")
    first, head, *_ = account(Explanation(reply, DECISION, STEPS, searched, ((),)))
    assert (first, head.split()[0]) == ("查找：基金首期规模多少", "段落")
