import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from retrieval.errors import EvaluationError
from retrieval.evaluation.squad import read_squad

CONTEXT = "青石桥建于1987年，1987年以前这里只有渡口。"


def squad(tmp_path: Path, *qas: Mapping[str, object]) -> Path:
    path = tmp_path / "data.json"
    content = {"data": [{"title": "青石桥", "paragraphs": [{"context": CONTEXT, "qas": list(qas)}]}]}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_contexts_come_with_title_questions_and_references(tmp_path: Path) -> None:
    qa = {"id": "1", "question": "建于哪年？", "answers": [{"text": "1987年", "answer_start": 5}]}
    (context,) = read_squad(squad(tmp_path, qa))
    assert (context.text, context.title) == (CONTEXT, "青石桥")
    (question,) = context.questions
    assert [(r.text, r.start) for r in question.references] == [("1987年", 5)]


@pytest.mark.parametrize(("start", "found"), [(5, 5), (4, 5), (9, 11), (12, 11), (-3, 5), (99, 11)])
def test_a_wrong_offset_is_found_again_nearby(tmp_path: Path, start: int, found: int) -> None:
    qa = {"id": "1", "question": "建于哪年？", "answers": [{"text": "1987年", "answer_start": start}]}
    (context,) = read_squad(squad(tmp_path, qa))
    assert context.questions[0].references[0].start == found


def test_an_impossible_question_has_no_references(tmp_path: Path) -> None:
    qa = {"question": "谁造的？", "answers": [{"text": "青石", "answer_start": 0}], "is_impossible": True}
    (context,) = read_squad(squad(tmp_path, qa))
    assert context.questions[0].references == ()


@pytest.mark.parametrize("content", ["", "[]", '{"data": [{}]}', '{"data": 3}', "{"])
def test_another_file_is_refused_by_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "data.json"
    path.write_text(content)
    with pytest.raises(EvaluationError, match=r"data\.json is not SQuAD JSON"):
        read_squad(path)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"missing\.json cannot be read"):
        read_squad(tmp_path / "missing.json")
