from pathlib import Path

from benchmarks.quick import (
    REFERENCES,
    Reference,
    fallen_figures,
    read_references,
    table,
    write_references,
)


def test_a_figure_may_fall_by_its_tolerance() -> None:
    references = {"EM": Reference(0.55, 0.02), "F1": Reference(0.75, 0.0)}
    assert fallen_figures({"EM": 0.53, "F1": 0.75}, references) == []
    assert fallen_figures({"EM": 0.52, "F1": 0.8}, references) == ["EM"]
    assert fallen_figures({"EM": 0.55, "F1": 0.74}, references) == ["F1"]


def test_a_figure_that_is_not_measured_has_fallen() -> None:
    assert fallen_figures({}, {"EM": Reference(0.55, 0.02)}) == ["EM"]


def test_the_table_marks_what_fell() -> None:
    lines = table(
        {"EM": 0.5, "F1": 0.76, "recall@1": 0.9}, {"EM": Reference(0.55, 0.02), "F1": Reference(0.75, 0.02)}
    )
    marked = [line for line in lines.splitlines() if "FELL" in line]
    assert len(marked) == 1
    assert marked[0].startswith("EM")
    assert "new" in lines.splitlines()[-1]


def test_written_references_keep_their_tolerances(tmp_path: Path) -> None:
    file = tmp_path / "references.json"
    write_references({"EM": 0.61234, "F1": 0.8}, {"EM": Reference(0.55, 0.03)}, file)
    found = read_references(file)
    assert found["EM"] == Reference(0.6123, 0.03)
    assert found["F1"].tolerance > 0
    assert read_references(tmp_path / "none.json") == {}


def test_the_references_are_shares() -> None:
    references = read_references(REFERENCES)
    assert references
    assert all(0 < reference.figure <= 1 for reference in references.values())
    assert all(0 <= reference.tolerance <= 0.05 for reference in references.values())
