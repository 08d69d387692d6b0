"""Readers that read together."""

import pytest

from retrieval.documents import Passage
from retrieval.reader.decoding import Candidate
from retrieval.reader.joint import JointReader, Share

TEXT = "青石桥五月一日开放，花费三百万元。"
DAY, COST = TEXT.index("五月一日"), TEXT.index("三百万元")


class Sure:
    """Considers what it is told."""

    def __init__(self, *considered: Candidate) -> None:
        self._considered = considered

    def candidates(self, question: str, passage: Passage) -> tuple[Candidate, ...]:
        """All of it."""
        return self._considered


def together(one: Sure, other: Sure) -> JointReader:
    return JointReader(Share(one, 0.5), Share(other, 0.5))


def test_the_mean_of_both_counts() -> None:
    one = Sure(Candidate(3.0, DAY, DAY + 4), Candidate(1.0, COST, COST + 4))
    other = Sure(Candidate(-3.0, DAY, DAY + 4), Candidate(2.0, COST, COST + 4))
    (spans,) = together(one, other).read("花费多少？", [Passage(text=TEXT)])
    assert [TEXT[span.start : span.end] for span in spans] == ["三百万元", "五月一日"]
    assert [span.score for span in spans] == pytest.approx([1.5, 0.0], abs=1e-3)


def test_what_only_one_considers_is_less_likely_than_all_that_the_other_does() -> None:
    one = Sure(Candidate(4.0, DAY, DAY + 4))
    other = Sure(Candidate(-1.0, COST, COST + 4))
    (spans,) = together(one, other).read("花费多少？", [Passage(text=TEXT)])
    scores = {TEXT[span.start : span.end]: span.score for span in spans}
    assert scores["五月一日"] == pytest.approx((4.0 - 3.0) / 2, abs=1e-3)
    assert scores["三百万元"] == pytest.approx((2.0 - 1.0) / 2, abs=1e-3)


def test_spans_that_differ_in_punctuation_are_one() -> None:
    one, other = Sure(Candidate(2.0, DAY, DAY + 4)), Sure(Candidate(2.0, DAY, DAY + 7 - 2))
    bare = together(one, Sure(Candidate(2.0, DAY, DAY + 4))).read("哪天？", [Passage(text=TEXT)])
    assert bare[0][0].score == pytest.approx(2.0, abs=1e-3)
    (spans,) = together(one, other).read("哪天？", [Passage(text=TEXT)])
    assert TEXT[spans[0].start : spans[0].end].startswith("五月一日")


def test_nothing_considered_nothing_proposed() -> None:
    assert together(Sure(), Sure()).read("谁？", [Passage(text=TEXT)]) == [()]


def test_shares_say_how_much_each_counts() -> None:
    one, other = Sure(Candidate(4.0, DAY, DAY + 4)), Sure(Candidate(-4.0, DAY, DAY + 4))
    (spans,) = JointReader(Share(one, 0.75), Share(other, 0.25)).read("哪天？", [Passage(text=TEXT)])
    assert spans[0].score == pytest.approx(2.0, abs=1e-3)
