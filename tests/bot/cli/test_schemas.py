"""What `--json` prints has the form of docs/schema."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from typer.main import get_command

from bot.cli.app import app
from bot.storage import State
from tests.bot.cli.terminal import ROOT, Ended, Terminal
from tests.bot.storage.samples import turn
from tests.retrieval.ingestion.pdf import sheets

SCHEMAS = {
    file.stem: json.loads(file.read_text(encoding="utf-8")) for file in ROOT.glob("docs/schema/*.json")
}
TEXT = "青石桥重新开放\n\n青石桥在停工两年之后于5月1日重新开放，修缮共花费三百二十万元。\n"
GOLD = {
    "data": [
        {
            "paragraphs": [
                {
                    "context": "青石桥于5月1日重新开放，修缮共花费三百二十万元。",
                    "qas": [
                        {
                            "id": "1",
                            "question": "修缮花费多少？",
                            "answers": [{"text": "三百二十万元", "answer_start": 18}],
                        },
                        {"id": "2", "question": "桥有多高？", "answers": [], "is_impossible": True},
                    ],
                }
            ]
        }
    ]
}


def fits(name: str, done: Ended) -> Any:
    """The one line of JSON that a command printed, held against its schema."""
    (line,) = done.stdout.splitlines()
    content = json.loads(line)
    Draft202012Validator(SCHEMAS[name]).validate(content)
    return content


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_and_says_what_it_is_for(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert "--json" in SCHEMAS[name]["title"]


def test_every_command_with_json_has_a_schema() -> None:
    assert set(SCHEMAS) == {*with_json(get_command(app)), "add-watch"}


def with_json(group: Any, before: str = "") -> Iterator[str]:
    """Every command that takes `--json`, those below others by their whole name."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from with_json(command, f"{before}{name}-")
        elif any("--json" in parameter.opts for parameter in command.params):
            yield f"{before}{name}"


def test_documents(terminal: Terminal) -> None:
    terminal.write("桥.txt", TEXT)
    terminal.write("空.txt", "")
    picture = sheets.pdf(sheets.Sheet().lines(72, 740, TEXT.split()), sheets.Sheet().picture())
    terminal.write("页.pdf", "").write_bytes(picture)
    changes = [
        outcome["change"]
        for outcome in fits("add", terminal.run("add", "--json", "桥.txt", "空.txt", "页.pdf"))
    ]
    assert changes == ["added", "failed", "added"]
    assert len(fits("list", terminal.run("list", "--json"))) == 2
    asked = fits("ask", terminal.run("ask", "--json", "青石桥修缮花费了多少？"))
    assert asked["band"] == "sure"
    assert fits("ask", terminal.run("ask", "--json", "火星上有水吗"))["band"] == "none"
    assert all(finding["healthy"] for finding in fits("doctor", terminal.run("doctor", "--json")))
    fits("backup", terminal.run("backup", "b.zip", "--json"))
    assert fits("restore", terminal.run("restore", "b.zip", "--force", "--json"))["documents"] == 2
    assert len(fits("remove", terminal.run("remove", "--json", "桥.txt", "页.pdf"))) == 2


def test_a_sick_home_is_told_in_form_too(terminal: Terminal) -> None:
    terminal.run("ask", "基金总规模是多少？")
    (terminal.home / "vectors" / "manifest.json").write_bytes(b"no index")
    done = terminal.run("doctor", "--json")
    assert done.returncode == 1
    assert [finding["name"] for finding in fits("doctor", done) if not finding["healthy"]] == ["index"]


@pytest.mark.parametrize("task", ["reading", "retrieval", "answering"])
def test_measurements(terminal: Terminal, task: str) -> None:
    terminal.write("gold.json", json.dumps(GOLD))
    assert fits("eval", terminal.run("eval", "gold.json", "--task", task, "--json"))["task"] == task


def test_faq(terminal: Terminal) -> None:
    terminal.write("faq.csv", "question,answer,date\n食堂几点开门？,七点半。,2026-03-02\n")
    assert fits("faq-import", terminal.run("faq", "import", "faq.csv", "--json"))["added"] == 1
    assert len(fits("faq-list", terminal.run("faq", "list", "--json"))) == 1


async def test_feedback(terminal: Terminal) -> None:
    state = State.open(terminal.home)
    await state.turns.put(turn("花费多少？"))
    await state.close()
    exported = fits("feedback-export", terminal.start("feedback", "export", "f.json", "--json"))
    assert Path(exported["path"]) == terminal.folder / "f.json"


def test_an_answer_that_is_not_vouched_for_is_none() -> None:
    reply = {
        "question": "？",
        "answer": "三",
        "confidence": 0.1,
        "band": "none",
        "answers": [],
        "took_ms": 1.0,
    }
    with pytest.raises(ValidationError):
        Draft202012Validator(SCHEMAS["ask"]).validate(reply)
    Draft202012Validator(SCHEMAS["ask"]).validate({**reply, "answer": None})
