"""The models that ship, on documents as offices write them, which none of them was trained on."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.engine import Engine
from retrieval.evaluation.metric import exact_match, f1
from retrieval.library import File

FOLDER = Path(__file__).with_name("office")
pytestmark = pytest.mark.slow  # `test_engine` shows the same on the sample page

QUESTIONS = json.loads((FOLDER / "questions.json").read_text(encoding="utf-8"))
FOREIGN = json.loads(Path(__file__).with_name("foreign_questions.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = Engine.open(tmp_path_factory.mktemp("home"))
    for file in sorted(FOLDER.iterdir()):
        if file.suffix != ".json":
            engine.library.add(File(file, file.name))
    engine.retriever.sync()
    yield engine
    engine.close()


def test_questions_are_answered_and_near_misses_declined(engine: Engine) -> None:
    exact, overlap, declined = [], [], []
    for asked in QUESTIONS:
        reply = engine.ask(asked["question"])
        if asked["answers"]:
            given = reply.answer.text if reply.answer else ""
            exact.append(exact_match(given, asked["answers"]))
            overlap.append(f1(given, asked["answers"]))
        else:
            declined.append(reply.answer is None)
    assert sum(exact) >= 0.3 * len(exact)
    assert sum(overlap) >= 0.45 * len(overlap)
    assert sum(declined) >= 0.6 * len(declined)


def test_what_no_document_speaks_of_is_declined(tmp_path: Path) -> None:
    engine = Engine.open(tmp_path / "home")
    engine.retriever.sync()
    declined = [engine.ask(question).answer is None for question in FOREIGN]
    engine.close()
    assert sum(declined) >= len(FOREIGN) - 4
