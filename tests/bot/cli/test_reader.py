"""`YUANWEN_READER`, from the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.app import app
from embeddings import ModelError
from tests.retrieval.models import LESSONS, write_bert

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of ten documents, one for each lesson."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YUANWEN_HOME", str(tmp_path / "home"))
    for name in ("TELEGRAM_BOT_TOKEN", "YUANWEN_READER", "YUANWEN_THRESHOLD", "YUANWEN_ENCODER"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "documents").mkdir()
    for lesson in LESSONS:
        file = tmp_path / "documents" / f"{lesson.title}.txt"
        file.write_text(f"{lesson.title}\n\n{lesson.text}\n", encoding="utf-8")
    assert CliRunner().invoke(app, ["add", "documents"]).exit_code == 0
    return tmp_path


def test_the_reader_that_is_named_answers(trained_reader: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUANWEN_READER", str(trained_reader))
    questions = "\n".join([*(lesson.question for lesson in LESSONS), "海东市的市长是谁？"])
    done = CliRunner().invoke(app, ["ask", "--json"], input=questions)
    assert done.exit_code == 0
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert [reply["answer"] for reply in replies] == [*(lesson.answer for lesson in LESSONS), None]


@pytest.mark.slow
def test_eval_measures_the_reader_that_is_named(
    trained_reader: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUANWEN_READER", str(trained_reader))
    paragraphs = [
        {
            "context": lesson.text,
            "qas": [
                {
                    "id": str(number),
                    "question": lesson.question,
                    "answers": [{"text": lesson.answer, "answer_start": lesson.text.index(lesson.answer)}],
                }
            ],
        }
        for number, lesson in enumerate(LESSONS)
    ]
    data = {
        "data": [
            {"title": lesson.title, "paragraphs": [p]} for lesson, p in zip(LESSONS, paragraphs, strict=True)
        ]
    }
    (home / "gold.json").write_text(json.dumps(data), encoding="utf-8")
    for task in ("reading", "answering"):
        done = CliRunner().invoke(app, ["eval", "gold.json", "--task", task, "--declining", "--json"])
        assert json.loads(done.stdout)["em"] == 1.0


def test_doctor_says_which_reader_is_in_use(trained_reader: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "reader   the one that ships" in CliRunner().invoke(app, ["doctor"]).stdout
    monkeypatch.setenv("YUANWEN_READER", str(trained_reader))
    done = CliRunner().invoke(app, ["doctor"])
    assert done.exit_code == 0
    assert f"ok   reader   {trained_reader}, answers from" in done.stdout
    assert "fitted for the one that ships" in done.stdout


@pytest.mark.slow
def test_doctor_takes_the_decision_beside_a_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from retrieval.confidence import FEATURES  # noqa: PLC0415

    folder = write_bert(tmp_path / "reader", "甲乙丙")
    content = {"bias": 0, "weights": dict.fromkeys(FEATURES, 1), "threshold": 0.37}
    (folder / "decision.json").write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setenv("YUANWEN_READER", str(folder))
    done = CliRunner().invoke(app, ["doctor"])
    assert "a confidence of 0.37, sure from 0.60\n" in done.stdout


def test_a_reader_that_cannot_be_had_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUANWEN_READER", "/no/such/reader")
    doctor = CliRunner().invoke(app, ["doctor"])
    assert doctor.exit_code == 1
    assert "BAD  reader   /no/such/reader is no folder" in doctor.stdout
    asked = CliRunner().invoke(app, ["ask", "青石桥修缮花费多少？"])
    assert isinstance(asked.exception, ModelError)


def test_documents_are_added_without_the_reader(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUANWEN_READER", "/no/such/reader")
    (home / "new.txt").write_text("桥讯\n\n桥又开放了。\n", encoding="utf-8")
    assert CliRunner().invoke(app, ["add", "new.txt"]).exit_code == 0
