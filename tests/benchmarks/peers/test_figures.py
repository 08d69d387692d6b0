from dataclasses import asdict, replace

import pytest

from benchmarks.peers.corpus import Asked
from benchmarks.peers.figures import ALL, Figures, Rate, Times, middle, number, quality, ratio


def figures(name: str, *, milliseconds: float = 1.0, recall: float = 0.9, size: int = 1000) -> Figures:
    found = {"n": 1000, "recall@1": recall, "recall@5": recall, "recall@20": recall, "mrr@10": recall}
    return Figures(
        name=name,
        version="1.0",
        passages=size,
        vectors_given=False,
        index_s=milliseconds,
        index_processor_s=milliseconds,
        base_mb=10.0,
        indexed_mb=20.0,
        quality={ALL: found, "甲": {**found, "n": 400}},
        clock=Times(milliseconds, 2 * milliseconds),
        processor=Times(milliseconds, 2 * milliseconds),
        one=Rate(1000 / milliseconds, 1000 / milliseconds),
        many=Rate(1000 / milliseconds, 1000 / milliseconds),
        peak_mb=30.0,
    )


def test_quality_by_group_and_of_all() -> None:
    questions = [Asked("", (0,), group) for group in ("甲", "甲", "乙", "乙")]
    found = quality(questions, [1, 0, 4, 15])
    assert found[ALL]["n"] == 4
    assert found[ALL]["recall@1"] == pytest.approx(0.25)
    assert found[ALL]["recall@5"] == pytest.approx(0.5)
    assert found[ALL]["recall@20"] == pytest.approx(0.75)
    assert found[ALL]["mrr@10"] == pytest.approx((1 + 0.25) / 4)
    assert found["乙"]["recall@20"] == pytest.approx(1)


def test_the_middle_of_several_rounds() -> None:
    runs = [figures("甲", milliseconds=value) for value in (1.0, 9.0, 2.0)]
    together = middle(runs)
    assert together.clock == Times(2.0, 4.0)
    assert together.index_s == pytest.approx(2.0)
    assert together.one.by_clock == pytest.approx(500)
    assert (together.name, together.passages) == ("甲", 1000)
    assert together.quality == runs[0].quality


def test_a_ratio_compares_within_rounds() -> None:
    quiet, busy = figures("甲", milliseconds=1), figures("甲", milliseconds=10)
    ours_quiet, ours_busy = figures("乙", milliseconds=2), figures("乙", milliseconds=20)
    assert ratio([quiet, busy], [ours_quiet, ours_busy], "clock.p50") == pytest.approx(0.5)
    assert ratio([quiet], [ours_quiet, ours_busy], "index_s") == pytest.approx(0.5)


def test_json_and_back() -> None:
    one = replace(figures("甲"), vectors_given=True)
    assert Figures.from_json(asdict(one)) == one
    assert number(one, "processor.p95") == pytest.approx(2)
