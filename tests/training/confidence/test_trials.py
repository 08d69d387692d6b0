from collections.abc import Sequence

import pytest

from retrieval.documents import Passage, Span
from retrieval.evaluation.squad import Context, Question, Reference
from training.confidence.trials import ABSENT, ANSWERABLE, KINDS, UNANSWERED, Trial, run_trials

CITIES = {"武汉": "12座", "成都": "34座", "北京": "56座", "苏州": "78座"}


class CountingReader:
    """Proposes whatever stands between 共有 and 桥."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[tuple[Span, ...]]:
        return [(Span(passage.text.index("有") + 1, passage.text.index("桥"), 2.0),) for passage in passages]


@pytest.fixture(scope="module")
def trials() -> list[Trial]:
    contexts = [
        Context(
            text=f"{city}共有{count}桥。",
            title=f"{city}的桥",
            questions=(
                Question("", f"{city}共有几座桥？", (Reference(count, 4),)),
                Question("", f"{city}的隧道是谁修的？", ()),
            ),
        )
        for city, count in CITIES.items()
    ]
    return run_trials({"bridges": contexts}, CountingReader(), workers=2)


def of(kind: str, trials: Sequence[Trial]) -> list[Trial]:
    return [trial for trial in trials if trial.kind == kind]


def test_every_question_is_asked_with_and_without_its_passage(trials: list[Trial]) -> None:
    for kind in (ANSWERABLE, ABSENT, UNANSWERED):
        assert len(of(kind, trials)) == len(CITIES)
    assert {trial.kind for trial in trials} <= {ANSWERABLE, *KINDS}


def test_only_the_answer_to_the_question_as_it_is_is_right(trials: list[Trial]) -> None:
    assert all(trial.right.sum() == 1 for trial in of(ANSWERABLE, trials))
    assert not any(trial.right.any() for kind in KINDS for trial in of(kind, trials))


def test_the_passage_that_is_taken_away_leaves_the_others(trials: list[Trial]) -> None:
    assert {len(trial.rows) for trial in of(ANSWERABLE, trials)} == {len(CITIES)}
    assert {len(trial.rows) for trial in of(ABSENT, trials)} == {len(CITIES) - 1}


def test_a_swapped_question_asks_for_what_its_passage_lacks(trials: list[Trial]) -> None:
    swapped = [trial for trial in trials if trial.kind.endswith("swapped")]
    assert len(swapped) == len(CITIES)
    assert {trial.kind for trial in swapped} <= set(KINDS)
