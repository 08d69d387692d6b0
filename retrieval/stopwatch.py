"""How long each step on the way to an answer takes."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

StepName = Literal["words", "vectors", "fusion", "reading", "decision"]


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way to an answer.

    Attributes:
        name: What was done.
        ms: How long it took, in milliseconds.
    """

    name: StepName
    ms: float


class Stopwatch:
    """Measures steps: started when it is made, each lap ends one step and begins the next."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._steps: list[Step] = []

    def lap(self, name: StepName) -> None:
        """End a step."""
        now = time.perf_counter()
        self._steps.append(Step(name, (now - self._began) * 1000))
        self._began = now

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps so far, in the order in which they were done."""
        return tuple(self._steps)


def together(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Steps of which each name comes once, with the time of all of that name, in the order of their first."""
    whole: dict[StepName, float] = {}
    for step in steps:
        whole[step.name] = whole.get(step.name, 0.0) + step.ms
    return tuple(Step(name, ms) for name, ms in whole.items())
