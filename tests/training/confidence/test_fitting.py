from pathlib import Path

import numpy as np
import pytest

from retrieval.confidence import FEATURES
from training.confidence.fitting import Mark, cross_marks, draw, fit, report, threshold
from training.confidence.trials import ANSWERABLE, KINDS, Trial


def made_up(count: int, seed: int = 0) -> list[Trial]:
    """Trials of one span that is right as often as a logistic model of `reading` and `names` says."""
    chance = np.random.default_rng(seed)
    trials = []
    for number in range(count):
        rows = np.zeros((1, len(FEATURES)))
        rows[0, 0] = chance.normal(0.0, 2.0)
        rows[0, FEATURES.index("names")] = chance.integers(0, 2)
        odds = rows[:, 0] - 2 * rows[:, FEATURES.index("names")]
        right = chance.random(1) < 1 / (1 + np.exp(-odds))
        kind = ANSWERABLE if right.any() or chance.random() < 0.3 else KINDS[number % len(KINDS)]
        trials.append(Trial(kind, int(chance.integers(0, 2)), rows, right))
    return trials


def test_what_makes_right_is_found_out() -> None:
    weights = dict(zip(FEATURES, fit(made_up(800))[1:], strict=True))
    assert weights["reading"] == pytest.approx(1, abs=0.3)
    assert weights["names"] == pytest.approx(-2, abs=0.6)
    assert weights["asked"] == pytest.approx(0)


def test_confidence_is_how_often_it_is_right() -> None:
    marks = cross_marks(made_up(3000))
    for low in (0.2, 0.5, 0.8):
        part = [mark for mark in marks if low <= mark.confidence < low + 0.2]
        right = np.average([mark.right for mark in part], weights=[mark.weight for mark in part])
        assert right == pytest.approx(low + 0.1, abs=0.08)


def test_every_trial_is_marked_once_even_where_nothing_came_back() -> None:
    nothing = Trial(KINDS[0], 0, np.zeros((0, len(FEATURES))), np.zeros(0, np.bool_))
    marks = cross_marks([*made_up(200), nothing])
    assert len(marks) == 201
    assert [(mark.kind, mark.right) for mark in marks if mark.confidence == 0] == [(KINDS[0], False)]


def test_kinds_count_alike_in_the_threshold() -> None:
    sure = [Mark(KINDS[0], 0.9, False, 1.0) for _ in range(10)]
    unsure = [Mark(KINDS[1], 0.1 + 0.001 * i, False, 10 / 1000) for i in range(1000)]
    marks = [*sure, *unsure, Mark(ANSWERABLE, 0.5, True, 20.0)]
    assert threshold(marks, 0.25) == pytest.approx(0.6, abs=0.01)
    assert threshold(marks, 0.75) == pytest.approx(0.9)


def test_the_report_says_what_is_declined(tmp_path: Path) -> None:
    marks = cross_marks(made_up(400))
    limit = threshold(marks, 0.8)
    text = report(marks, limit)
    assert all(f"{kind}, declined" in text for kind in KINDS)
    declined = [m.confidence < limit for m in marks if m.kind != ANSWERABLE]
    assert np.mean(declined) == pytest.approx(0.8, abs=0.05)
    draw(marks, limit, tmp_path / "curve.png")
    assert 1000 < (tmp_path / "curve.png").stat().st_size < 60_000
