"""The figures of one system among one corpus, and how they stand to those of another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from statistics import fmean, median, quantiles
from typing import Any, Self

from benchmarks.peers.corpus import Asked

ALL = "all"
"""Name of the questions of all groups together."""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of a question: half of all stay under the first, 95 of 100 under the other.

    Attributes:
        p50: The middle.
        p95: What 95 of 100 stay under.
    """

    p50: float
    p95: float

    @classmethod
    def of(cls, milliseconds: Sequence[float]) -> Self:
        """From the times of all questions, at least two."""
        cuts = quantiles(milliseconds, n=20, method="inclusive")
        return cls(cuts[9], cuts[18])


@dataclass(frozen=True, slots=True)
class Rate:
    """How many questions some callers get answered together.

    Attributes:
        by_clock: A second.
        by_processor: A second of processor time; other work on the machine counts less in it.
    """

    by_clock: float
    by_processor: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of one system.

    Attributes:
        name: Of the contender.
        version: Of its library, "" for this project.
        passages: Size of the corpus.
        vectors_given: Whether the vectors of passages were made before.
        index_s: Seconds of indexing, by the clock.
        index_processor_s: Seconds of processor time of indexing.
        base_mb: Most memory before it was made: interpreter, libraries and corpus.
        indexed_mb: Most memory until it had indexed.
        quality: By group, and `ALL`: n, recall@1, recall@5, recall@20, mrr@10.
        clock: Of questions one after the other, by the clock.
        processor: Of the same questions, processor time.
        one: With one caller.
        many: With sixteen callers.
        peak_mb: Most memory in the end.
    """

    name: str
    version: str
    passages: int
    vectors_given: bool
    index_s: float
    index_processor_s: float
    base_mb: float
    indexed_mb: float
    quality: dict[str, dict[str, float]]
    clock: Times
    processor: Times
    one: Rate
    many: Rate
    peak_mb: float

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """Read what a worker wrote."""
        times = {name: Times(**content[name]) for name in ("clock", "processor")}
        rates = {name: Rate(**content[name]) for name in ("one", "many")}
        return cls(**{**content, **times, **rates})


def quality(questions: Sequence[Asked], places: Sequence[int]) -> dict[str, dict[str, float]]:
    """Recall and reciprocal rank by group, and of all.

    Args:
        questions: What was asked.
        places: For each the place of the first right passage, from 1, or 0.
    """
    groups: dict[str, list[int]] = {ALL: list(places)}
    for question, place in zip(questions, places, strict=True):
        groups.setdefault(question.group, []).append(place)
    return {name: _quality(found) for name, found in groups.items()}


def _quality(places: Sequence[int]) -> dict[str, float]:
    recalls = {f"recall@{k}": fmean(0 < place <= k for place in places) for k in (1, 5, 20)}
    ranks = fmean(1 / place if 0 < place <= 10 else 0.0 for place in places)
    return {"n": len(places), **recalls, "mrr@10": ranks}


def middle(runs: Sequence[Figures]) -> Figures:
    """Several runs of one system as one: of each time and memory the median, quality as the first has it."""
    return replace(runs[0], **_medians(runs))


def _medians(parts: Sequence[Any]) -> dict[str, Any]:
    """Of several `Figures`, or parts of them, the medians of their numbers."""
    found: dict[str, Any] = {}
    for field in fields(parts[0]):
        values: list[Any] = [getattr(part, field.name) for part in parts]
        if isinstance(values[0], Times | Rate):
            found[field.name] = replace(values[0], **_medians(values))
        elif isinstance(values[0], int | float):
            found[field.name] = median(values)
    return found


def ratio(runs: Sequence[Figures], others: Sequence[Figures], value: str) -> float:
    """The median, over rounds, of how many times another system's value the one of this system is.

    Args:
        runs: Of this system, one a round.
        others: Of the other, in the same rounds.
        value: Name of a number of `Figures`, or of a part of it: "clock.p50".
    """
    return median(
        number(run, value) / max(number(other, value), 1e-9) for run, other in zip(runs, others, strict=False)
    )


def number(figures: Figures, value: str) -> float:
    """A number of these figures by its name; see `ratio`."""
    owner: Any = figures
    for name in value.split("."):
        owner = getattr(owner, name)
    return float(owner)
