"""What a reader scores on passages nothing was trained on: `python -m training.reader.figures --data DATA`.

By source, and by what is asked for.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.documents import Passage
from retrieval.evaluation.metric import exact_match, f1
from retrieval.reader import Reader, load_reader
from retrieval.reader.kinds import Kind, kind_of_question
from training.data.examples import SOURCES, Example, load_examples, split

CHOOSING = "dureader_checklist_dev"
"""The file that decisions about the recipe are made on; nothing is trained on it."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a reader scores on some questions.

    Attributes:
        answered: Number of questions that have an answer.
        exact, overlap: Exact match and F1 of its best span on these, 0 to 1.
        unanswered: Number of questions without one.
        telling: The chance that an answered question's best span scores above an unanswered one's (area
            under the ROC curve), or None where there are no unanswered ones.
        milliseconds: Mean time of a question.
    """

    answered: int
    exact: float
    overlap: float
    unanswered: int
    telling: float | None
    milliseconds: float

    def __str__(self) -> str:
        telling = "–" if self.telling is None else f"{self.telling:.3f}"
        return (
            f"{self.answered} | {self.exact:.3f} | {self.overlap:.3f} | {self.unanswered} | {telling} | "
            f"{self.milliseconds:.1f}"
        )


def measure(reader: Reader, examples: Sequence[Example], *, titles: bool = True) -> Figures:
    """Ask a reader all questions, each about its own passage.

    Args:
        reader: The reader.
        examples: Not empty.
        titles: Whether the reader is given the title of the passage's article.
    """
    exact: list[float] = []
    overlap: list[float] = []
    scores: dict[bool, list[float]] = {True: [], False: []}
    started = time.perf_counter()
    for example in examples:
        passage = Passage(text=example.text, title=example.title if titles else "")
        (spans,) = reader.read(example.question, [passage])
        scores[bool(example.answers)].append(spans[0].score if spans else -np.inf)
        if example.answers:
            text = example.text[spans[0].start : spans[0].end] if spans else ""
            exact.append(exact_match(text, example.answers))
            overlap.append(f1(text, example.answers))
    took = (time.perf_counter() - started) * 1000 / len(examples)
    above = np.greater.outer(scores[True], scores[False])
    return Figures(
        answered=len(exact),
        exact=float(np.mean(exact)) if exact else 0.0,
        overlap=float(np.mean(overlap)) if exact else 0.0,
        unanswered=len(scores[False]),
        telling=float(above.mean()) if above.size else None,
        milliseconds=took,
    )


def main() -> None:
    """Read the command line and print two tables: by source, and by what is asked for."""
    parser = argparse.ArgumentParser(description="Measure a reader on held-out questions.")
    parser.add_argument("--data", type=Path, required=True, help="folder with qa/")
    parser.add_argument("--folder", type=Path, help="the reader; without it the one that ships")
    parser.add_argument("--no-titles", action="store_true", help="give the reader no titles")
    arguments = parser.parse_args()
    reader = load_reader(arguments.folder)
    _, held_out = split(arguments.data)
    groups = {source.name: [e for e in held_out if e.source == source.name] for source in SOURCES}
    groups[CHOOSING] = load_examples(arguments.data, CHOOSING)
    titles = not arguments.no_titles
    print("| questions | answered | EM | F1 | unanswered | AUC | ms |\n|---|---|---|---|---|---|---|")
    for name, examples in groups.items():
        print(f"| {name} | {measure(reader, examples, titles=titles)} |", flush=True)
    print("\n| asked for | answered | EM | F1 | unanswered | AUC | ms |\n|---|---|---|---|---|---|---|")
    for kind, examples in by_kind(held_out).items():
        print(f"| {kind} | {measure(reader, examples, titles=titles)} |", flush=True)


def by_kind(examples: Sequence[Example]) -> dict[Kind, list[Example]]:
    """Examples by what their question asks for, in the order of Kind, without empty kinds."""
    groups: dict[Kind, list[Example]] = {kind: [] for kind in Kind}
    for example in examples:
        groups[kind_of_question(example.question)].append(example)
    return {kind: group for kind, group in groups.items() if group}


if __name__ == "__main__":
    main()
