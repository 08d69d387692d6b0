"""Trimming of spans and the choice among them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.reader import decoding
from retrieval.reader.decoding import LONGEST_SPAN, Array, Candidate, best_spans, candidates, trim

BRACKETS = "（）()《》“”「」"


@pytest.mark.parametrize(
    ("text", "piece", "expected"),
    [
        ("规模为10亿元，首期", "10亿元，", "10亿元"),
        ("规模为 10亿元 。", " 10亿元 。", "10亿元"),
        ("印发《数据条例》全文", "数据条例》", "《数据条例》"),
        ("印发《数据条例》全文", "《数据条例", "《数据条例》"),
        ("印发《数据条例》全文", "发《数据", "发《数据"),
        ("称为“光谷”的地方", "“光谷”", "“光谷”"),
        ("在武汉（光谷）举行", "武汉（光谷", "武汉（光谷）"),
        ("（光谷举行", "（光谷", "光谷"),
        ("共有3）和", "3）", "3"),
        ("他说：……", "：……", ""),
    ],
)
def test_trim(text: str, piece: str, expected: str) -> None:
    first = text.index(piece)
    start, end = trim(text, first, first + len(piece))
    assert text[start:end] == expected


def test_trimming_brackets_alone_takes_no_long_time() -> None:
    text = "《" * 500 + "一"
    assert trim(text, 0, len(text)) == (500, 501)
    nested = "《（" * 200 + "一" + "）》" * 200
    assert trim(nested, 0, len(nested)) == (0, len(nested))


@pytest.mark.parametrize("sort", ["（", "）", "（“", "”）", "）（"])
def test_brackets_are_looked_for_once(sort: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[tuple[int, int]] = []

    def lone_brackets(text: str, start: int, end: int) -> list[int]:
        looked.append((start, end))
        return found(text, start, end)

    found = decoding._lone_brackets
    monkeypatch.setattr(decoding, "_lone_brackets", lone_brackets)
    text = sort * 250 + "一" + sort * 250
    start, end = trim(text, 0, len(text))
    assert text[start:end].strip(sort) == "一"
    assert len(looked) == 1


@given(text=st.text(alphabet="一2" + BRACKETS + "，。 ", max_size=24), data=st.data())
def test_trimming_ends_and_is_done_once(text: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, len(text)))
    start, end = trim(text, first, last)
    assert 0 <= start <= end <= len(text)
    assert trim(text, start, end) == (start, end)
    assert start == end or any(character.isalnum() for character in text[start:end])


def places(count: int) -> Array:
    """Pieces of one character each."""
    return np.stack([np.arange(count), np.arange(1, count + 1)], axis=1)


def test_candidates_are_the_likeliest_spans() -> None:
    starts, ends = np.full(200, -9.0), np.full(200, -9.0)
    starts[3], ends[5], ends[150] = 4.0, 2.0, 3.0
    found = candidates(starts, ends, places(200) * 2)
    assert max(found) == Candidate(6.0, 6, 12)
    assert len(found) < 100
    assert all(0 < end - start <= LONGEST_SPAN for _, start, end in found)


def test_a_candidate_ends_after_it_starts() -> None:
    found = candidates(np.array([0.0, 5.0]), np.array([5.0, 0.0]), places(2))
    assert sorted((start, end) for _, start, end in found) == [(0, 1), (0, 2), (1, 2)]
    assert candidates(np.zeros(0), np.zeros(0), np.zeros((0, 2), np.int64)) == []


def test_best_spans_do_not_overlap_and_come_best_first() -> None:
    proposed = [Candidate(3.0, 1, 3), Candidate(-8.0, 2, 3), Candidate(2.0, 4, 6), Candidate(-9.0, 5, 6)]
    first, second = best_spans("甲乙丙丁戊己", proposed, 2)
    assert [(span.start, span.end) for span in (first, second)] == [(1, 3), (4, 6)]
    assert [first.score, second.score] == pytest.approx([3.0, 2.0], abs=1e-3)


def test_a_span_that_many_agree_with_comes_before_the_likeliest() -> None:
    proposed = [
        Candidate(1.0, 0, 1),
        *(Candidate(odds, 4, end) for odds, end in ((0.7, 6), (0.9, 7), (0.8, 8))),
    ]
    (span,) = best_spans("甲乙丙丁戊己庚辛壬", proposed, 1)
    assert (span.start, span.end) == (4, 7)
    # 0.9's own odds, and those of a shorter and a longer span that share most of it.
    assert span.score == pytest.approx(
        np.log(np.exp(0.9) + np.exp(0.7) * 4 / 5 + np.exp(0.8) * 6 / 7), abs=1e-3
    )


@given(first=st.integers(0, 399), length=st.integers(1, 8), seed=st.integers(0, 9))
def test_the_best_span_of_a_long_text_is_found_wherever_it_stands(first: int, length: int, seed: int) -> None:
    starts, ends = np.random.default_rng(seed).normal(-15, 1, (2, 400))
    last = min(first + length - 1, 399)
    starts[first], ends[last] = 5.0, 5.0
    (span,) = best_spans("字" * 400, candidates(starts, ends, places(400)), 1)
    assert (span.start, span.end) == (first, last + 1)


def test_of_a_span_that_two_windows_hold_the_higher_odds_count() -> None:
    (span,) = best_spans("甲乙丙丁戊己", [Candidate(1.0, 3, 4), Candidate(2.0, 3, 4)], 5)
    assert (span.start, span.end) == (3, 4)
    assert span.score == pytest.approx(2.0, abs=1e-3)


def test_nothing_in_nothing_out() -> None:
    assert best_spans("", [], 5) == ()
    assert best_spans("。！", [Candidate(0.0, 0, 2)], 5) == ()
