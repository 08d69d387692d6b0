from collections.abc import Sequence

import pytest

from retrieval.confidence import Decision
from retrieval.documents import Passage, Span
from retrieval.evaluation.measures import (
    Corpus,
    Latency,
    measure_answering,
    measure_reading,
    measure_retrieval,
)
from retrieval.evaluation.squad import Context, Question, Reference
from tests.retrieval.letters import LetterEncoder

BRIDGE = "青石桥修缮工程共花费三百二十万元。"
PARK = "望江生态园占地两千四百亩，绿化率达到六成。"


class AmountReader:
    """Knows one kind of answer: from 共花费 to the full stop, or nothing."""

    name = "amounts"

    def read(self, question: str, passages: Sequence[Passage]) -> list[tuple[Span, ...]]:
        spans: list[tuple[Span, ...]] = []
        for passage in passages:
            start = passage.text.find("共花费")
            found = Span(start + 3, len(passage.text) - 1, 4.0) if start >= 0 else Span(0, 2, -4.0)
            spans.append((found,))
        return spans


def context(text: str, *questions: tuple[str, str | None]) -> Context:
    return Context(
        text,
        "",
        tuple(
            Question(str(i), question, (Reference(answer, text.find(answer)),) if answer else ())
            for i, (question, answer) in enumerate(questions)
        ),
    )


CONTEXTS = [
    context(BRIDGE, ("青石桥修缮花费多少？", "三百二十万元"), ("青石桥修缮工程谁设计？", None)),
    context(PARK, ("生态园占地多少？", "两千四百亩")),
]


def test_reading_scores_each_kind_of_question() -> None:
    summary = measure_reading(CONTEXTS, AmountReader()).summary()
    assert summary["answerable"] == {"n": 2, "em": 0.5, "f1": 0.5}
    assert summary["unanswerable"] == {"n": 1, "declined": 0.0}
    assert (summary["task"], summary["n"]) == ("reading", 3)
    assert "passages" not in summary


def test_declining_is_counted_only_where_it_is_allowed() -> None:
    contexts = [context(PARK, ("青石桥花费多少？", None), ("占地？", "两千四百亩"))]
    assert measure_reading(contexts, AmountReader()).summary()["em"] == 0
    declining = measure_reading(contexts, AmountReader(), declining=True).summary()
    assert declining["unanswerable"] == {"n": 1, "declined": 1.0}
    assert declining["em"] == 0.5


def test_retrieval_counts_the_place_of_the_right_passage() -> None:
    corpus = Corpus([*CONTEXTS, *CONTEXTS, context("无关的一段文字。")], LetterEncoder())
    summary = measure_retrieval(CONTEXTS, corpus).summary()
    assert (summary["n"], summary["passages"]) == (3, 3)
    assert summary["recall@1"] == summary["recall@5"] == summary["mrr@10"] == 1.0


def test_answering_goes_through_the_whole_corpus() -> None:
    corpus = Corpus([*CONTEXTS, context("无关的一段文字。")], LetterEncoder())
    decision = Decision(0.0, (1.0, 0.0, 0.0, 0.0, 0.0), 0.5)
    steps = []
    measured = measure_answering(
        CONTEXTS, corpus, AmountReader(), decision, declining=True, step=lambda: steps.append(1)
    )
    summary = measured.summary()
    shared = 2 * 1 / 11  # the bridge's amount is given for the park's area: one character is the same
    assert summary["answerable"] == {"n": 2, "em": 0.5, "f1": pytest.approx((1 + shared) / 2)}
    assert (summary["task"], summary["passages"], len(steps)) == ("answering", 3, 3)


def test_latency_is_the_middle_and_the_slow_end() -> None:
    latency = Latency.of([float(i) for i in range(101)])
    assert (latency.p50, latency.p95) == pytest.approx((50, 95))
    assert Latency.of([7.0]) == Latency(7.0, 7.0)
    assert Latency.of([]) == Latency(0.0, 0.0)
