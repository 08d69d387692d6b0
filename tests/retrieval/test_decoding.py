"""Trimming of spans and the choice among them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.reader.decoding import best_spans, trim

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


@given(text=st.text(alphabet="一2" + BRACKETS + "，。 ", max_size=24), data=st.data())
def test_trimming_ends_and_is_done_once(text: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, len(text)))
    start, end = trim(text, first, last)
    assert 0 <= start <= end <= len(text)
    assert trim(text, start, end) == (start, end)
    assert start == end or any(character.isalnum() for character in text[start:end])


def test_best_spans_do_not_overlap_and_come_best_first() -> None:
    odds = np.full((6, 3), -19.0, np.float32)
    odds[1, 1], odds[2, 0], odds[4, 1], odds[5, 0] = 3.0, -8.0, 2.0, -9.0
    first, second = best_spans("甲乙丙丁戊己", [(0, odds)], 2)
    assert [(span.start, span.end) for span in (first, second)] == [(1, 3), (4, 6)]
    assert [first.score, second.score] == pytest.approx([3.0, 2.0], abs=1e-3)


def test_a_span_that_many_agree_with_comes_before_the_likeliest() -> None:
    odds = np.full((9, 4), -19.0, np.float32)
    odds[0, 0] = 1.0
    odds[4, 1], odds[4, 2], odds[4, 3] = 0.7, 0.9, 0.8
    (span,) = best_spans("甲乙丙丁戊己庚辛壬", [(0, odds)], 1)
    assert (span.start, span.end) == (4, 7)
    # 0.9's own odds, and those of a shorter and a longer span that share most of it.
    assert span.score == pytest.approx(
        np.log(np.exp(0.9) + np.exp(0.7) * 4 / 5 + np.exp(0.8) * 6 / 7), abs=1e-3
    )


@given(row=st.integers(0, 399), column=st.integers(0, 7), seed=st.integers(0, 9))
def test_the_best_span_of_a_long_text_is_found_wherever_it_stands(row: int, column: int, seed: int) -> None:
    odds = np.random.default_rng(seed).normal(-15, 1, (400, 8)).astype(np.float32)
    row = min(row, 400 - column - 1)
    odds[row, column] = 5.0
    (span,) = best_spans("字" * 400, [(0, odds)], 1)
    assert (span.start, span.end) == (row, row + column + 1)


def test_windows_are_read_as_one_text() -> None:
    first, second = np.full((4, 2), -19.0, np.float32), np.full((4, 2), -19.0, np.float32)
    first[3, 0], second[1, 0] = 1.0, 2.0
    spans = best_spans("甲乙丙丁戊己", [(0, first), (2, second)], 1)
    assert [(span.start, span.end) for span in spans] == [(3, 4)]
    assert spans[0].score == pytest.approx(2.0, abs=1e-3)


def test_no_span_leaves_the_text() -> None:
    odds = np.zeros((3, 5), np.float32)
    spans = best_spans("甲乙丙", [(0, odds)], 9)
    assert spans
    assert all(0 <= span.start < span.end <= 3 for span in spans)


def test_nothing_in_nothing_out() -> None:
    assert best_spans("", [], 5) == ()
    assert best_spans("。！", [(0, np.zeros((2, 4), np.float32))], 5) == ()
