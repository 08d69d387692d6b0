"""The office questions: their form, and that the check finds what is wrong."""

import copy
from itertools import combinations
from typing import Any

import pytest

from training.data.examples import load_office
from training.office.check import PARTS, faults, load


@pytest.fixture(scope="module")
def documents() -> list[dict[str, Any]]:
    return [document for part in PARTS for document in load(part)]


def test_nothing_is_wrong(documents: list[dict[str, Any]]) -> None:
    assert list(faults(documents)) == []
    assert len(documents) == 876


def test_no_document_is_in_two_parts() -> None:
    titles = [{document["title"] for document in load(part)} for part in PARTS]
    assert all(one.isdisjoint(other) for one, other in combinations(titles, 2))


def test_a_misplaced_answer_and_a_copy_are_found(documents: list[dict[str, Any]]) -> None:
    moved = copy.deepcopy(documents[0])
    answered = next(qa for p in moved["paragraphs"] for qa in p["qas"] if qa["answers"])
    answered["answers"][0]["answer_start"] += 1
    found = list(faults([documents[0], moved]))
    assert any("does not stand at" in fault for fault in found)
    assert any("near copy" in fault for fault in found)


@pytest.mark.parametrize("part", PARTS)
def test_they_are_read_as_examples(part: str) -> None:
    examples = load_office(part)
    assert sum(bool(example.spans) for example in examples) == sum(bool(e.answers) for e in examples)
    assert all(example.title for example in examples)


def test_a_list_on_several_lines_is_learnt_item_by_item() -> None:
    apart = [example for example in load_office("train") if len(example.spans) > 1]
    assert apart
    for example in apart:
        assert all("\n" not in example.text[start:end] for start, end in example.spans)
