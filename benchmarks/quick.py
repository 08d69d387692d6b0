"""Whether quality fell: retrieval, reading and answering on the office benchmark, in two minutes.

    python -m benchmarks.quick           # fails where a figure is below its reference and tolerance
    python -m benchmarks.quick --write   # these figures become the references

All it needs is part of the project: training/office/test.json is asked, dev.json stands in the way. The
tolerances are those of benchmarks/quick.json; docs/measuring.md says where they come from.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from embeddings.loading import load_encoder
from retrieval.confidence import Decision
from retrieval.evaluation.measures import (
    Corpus,
    Reading,
    measure_answering,
    measure_reading,
    measure_retrieval,
)
from retrieval.evaluation.squad import Context, read_squad
from retrieval.reader import load_reader
from retrieval.search.passage_index import Way

OFFICE = Path(__file__).parents[1] / "training" / "office"
REFERENCES = Path(__file__).with_suffix(".json")
WAYS: dict[str, Way] = {"words": "lexical", "vectors": "vectors", "fused": "fused"}
SHOWN = ("recall@1", "recall@5", "mrr@10")

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a figure should be.

    Attributes:
        figure: A share, 0 to 1.
        tolerance: How far below it a figure may be.
    """

    figure: float
    tolerance: float

    def holds(self, figure: float) -> bool:
        """Whether a figure is not below this by more than chance."""
        return figure >= self.figure - self.tolerance - 1e-9


def main() -> None:
    """Print a table; the exit status is 1 where a figure fell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="make these figures the references")
    options = parser.parse_args()
    began = time.perf_counter()
    figures, references = measure(), read_references()
    if options.write:
        write_references(figures, references)
        return
    print(table(figures, references))
    fallen = fallen_figures(figures, references)
    print(
        f"{time.perf_counter() - began:.0f} s. "
        + ("Fallen: " + ", ".join(fallen) if fallen else "None fell.")
    )
    sys.exit(bool(fallen))


def measure() -> Figures:
    """All figures by their names."""
    asked = read_squad(OFFICE / "test.json")
    answerable = [_answerable(context) for context in asked]
    corpus = Corpus([*asked, *read_squad(OFFICE / "dev.json")], load_encoder())
    reader, decision = load_reader(), Decision.of(None)
    found: Figures = {}
    for name, way in WAYS.items():
        summary = measure_retrieval(answerable, corpus, way=way).summary()
        found |= {f"{name} {measure}": float(str(summary[measure])) for measure in SHOWN}
    found |= _shares("reading", measure_reading(asked, reader))
    answering = measure_answering(asked[::2], corpus, reader, decision, declining=True)  # takes the longest
    return found | _shares("answering", answering) | {"answering declined": _mean(answering.declined)}


def _answerable(context: Context) -> Context:
    """A passage with the questions that it answers."""
    return replace(context, questions=tuple(question for question in context.questions if question.answers))


def _shares(name: str, reading: Reading) -> Figures:
    """Exact match and F1 of the questions that have an answer."""
    exact, partial = zip(*reading.answerable, strict=True)
    return {f"{name} EM": _mean(exact), f"{name} F1": _mean(partial)}


def _mean(values: tuple[float, ...] | tuple[bool, ...]) -> float:
    return sum(values) / len(values)


def read_references(path: Path = REFERENCES) -> dict[str, Reference]:
    """The references by name."""
    content = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {name: Reference(**values) for name, values in content.items()}


def write_references(figures: Figures, references: Mapping[str, Reference], path: Path = REFERENCES) -> None:
    """Make figures the references; each keeps its tolerance, a new one gets one in a hundred."""
    content = {
        name: {
            "figure": round(figure, 4),
            "tolerance": references[name].tolerance if name in references else 0.01,
        }
        for name, figure in figures.items()
    }
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def fallen_figures(figures: Figures, references: Mapping[str, Reference]) -> list[str]:
    """Names of the references whose figure is below them by more than chance, or is not there."""
    return [name for name, reference in references.items() if not reference.holds(figures.get(name, -1.0))]


def table(figures: Figures, references: Mapping[str, Reference]) -> str:
    """Each figure beside its reference."""
    lines = [f"{'':20} {'now':>6} {'was':>6} {'change':>7}  at least"]
    for name, figure in figures.items():
        reference = references.get(name)
        if reference is None:
            lines.append(f"{name:20} {figure:6.3f}    new")
            continue
        least = reference.figure - reference.tolerance
        mark = "" if reference.holds(figure) else "  FELL"
        change = figure - reference.figure
        lines.append(f"{name:20} {figure:6.3f} {reference.figure:6.3f} {change:+7.3f}  {least:.3f}{mark}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
