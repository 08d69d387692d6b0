from pathlib import Path

import pytest

from benchmarks.peers.contenders import CONTENDERS, FUSED, WORDS
from benchmarks.peers.plots import draw
from benchmarks.peers.report import SPEEDS, better, by_name, quality_table, report, speed_table
from tests.benchmarks.peers.test_figures import figures

QUICK, SLOW = "bm25s, jieba", "rank_bm25, jieba"
RUNS = [
    figures(WORDS, milliseconds=2, recall=0.95),
    figures(FUSED, milliseconds=20, recall=0.97),
    figures(QUICK, milliseconds=0.5, recall=0.94),
    figures(SLOW, milliseconds=8, recall=0.999),
]


def test_the_best_is_bold() -> None:
    lines = quality_table(by_name(RUNS)).splitlines()
    assert next(line for line in lines if line.startswith(f"| {SLOW}")).count("**") == 8
    assert sum("**" in line for line in lines) == 1


def test_times_beside_ours() -> None:
    lines = speed_table(by_name(RUNS), SPEEDS).splitlines()
    quick = next(line for line in lines if line.startswith(f"| {QUICK}"))
    assert "0.50 (× 0.25)" in quick
    ours = next(line for line in lines if line.startswith(f"| {WORDS}"))
    assert "×" not in ours


def test_where_others_are_better() -> None:
    text = better(by_name(RUNS), 1000)
    assert f"- recall@1: {SLOW}" in text
    assert f"- p50 ms: {QUICK} 0.50 (ours 2.00)" in text
    assert f"- 16 callers: {QUICK}" in text
    assert "- peak" not in text


def test_little_more_is_no_better() -> None:
    runs = [figures(WORDS, recall=0.95), figures(SLOW, recall=0.955, milliseconds=0.98)]
    assert "none in any figure" in better(by_name(runs), 1000)


def test_what_finds_nothing_is_not_better_for_being_quick() -> None:
    plain = next(who.name for who in CONTENDERS if who.plain)
    runs = [figures(WORDS), figures(plain, milliseconds=0.001, recall=0.1)]
    assert "none in any figure" in better(by_name(runs), 1000)


def test_the_page_tells_every_size_and_no_day() -> None:
    runs = [*RUNS, figures(WORDS, size=10_000), figures(QUICK, size=10_000)]
    page = report(runs, [figures(FUSED, size=200)])
    assert "## 1,000 passages" in page
    assert "## 10,000 passages" in page
    assert "## Indexing with embedding" in page
    assert "{" not in page
    assert "- 1,000 passages: 4 systems, 1 round; not *" in page
    assert "- 100,000 passages: nothing" in page


def test_plots(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    draw([*RUNS, figures(WORDS, size=10_000)], tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {"costs.png", "quality.png"}
