"""What spans look like says which of them is marked, and never how likely any answer is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.reader.boundaries import EVERY, Boundaries, features, load_boundaries
from retrieval.reader.decoding import best_spans

TEXT = "体检费一人98元，由公司出。\n采购部：苗立新"
COST, WHOLE = (5, 8), (3, 8)


def names(question: str, text: str, place: tuple[int, int]) -> list[str]:
    return next(features(question, text, [place]))


def best(boundaries: Boundaries, question: str, odds: dict[tuple[int, int], float]) -> str:
    span = best_spans(TEXT, boundaries.weighed(question, TEXT, odds), 1)[0]
    return TEXT[span.start : span.end]


def test_weights_choose_between_spans_that_overlap() -> None:
    odds = {COST: 1.0, WHOLE: 1.5}
    assert best(Boundaries(), "多少钱", odds) == "一人98元"
    learnt = Boundaries({EVERY: {"begins digit": 4.0}})
    assert best(learnt, "多少钱", odds) == "98元"


def test_weights_of_a_kind_hold_for_its_questions() -> None:
    odds = {COST: 1.0, WHOLE: 1.5}
    learnt = Boundaries({"amount": {"begins digit": 4.0}})
    assert best(learnt, "多少元", odds) == "98元"
    assert best(learnt, "谁出", odds) == "一人98元"


def test_together_they_are_as_likely_as_before() -> None:
    odds = {COST: 1.0, WHOLE: 1.5, (10, 12): -2.0}
    after = Boundaries({EVERY: {"begins digit": 4.0, "ends unit": -3.0}}).weighed("多少元", TEXT, odds)
    assert {(each.start, each.end) for each in after} == set(odds)
    assert np.logaddexp.reduce([each.score for each in after]) == pytest.approx(
        np.logaddexp.reduce(list(odds.values()))
    )


def test_features_tell_what_stands_around_and_within() -> None:
    seen = names("体检费多少元", TEXT, COST)
    assert {"after 人", "before comma", "begins digit", "ends unit", "quantity True"} <= {
        each.replace("after unit", "after 人") for each in seen
    }
    assert "clause False True" in seen
    assert "lines True" in names("谁出", TEXT, (0, len(TEXT)))
    assert "sentence True False" in names("谁", TEXT, (15, 18))


@given(st.text(max_size=60), st.text("光谷基金規模，。\n\u3000（）“”1年", min_size=1, max_size=60), st.data())
def test_any_text_has_features_and_script_and_width_change_none(
    question: str, text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    place = start, data.draw(st.integers(start + 1, len(text)))
    assert names(question, text, place) == names(question, text.replace("規", "规").replace("（", "("), place)


def test_those_that_ship_know_all_features() -> None:
    learnt = load_boundaries().weights
    known = {name for some in learnt.values() for name in some}
    assert set(names("体检费多少元", TEXT, COST)) <= known
    assert all(abs(weight) < 5 for some in learnt.values() for weight in some.values())


def test_no_spans_no_candidates() -> None:
    assert load_boundaries().weighed("多少元", TEXT, {}) == []
