"""The command line as a user meets it: a process of its own, its output and exit code."""

import gc
import json
import os
from collections.abc import Iterator
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command

from bot.cli.app import app
from bot.cli.context import open_engine
from bot.storage import State
from embeddings import YuanwenError
from retrieval.documents import Answer, Reply
from retrieval.ingestion.workers import Limits, ReadingPool
from retrieval.storage.store import Store
from tests.bot.cli.terminal import ROOT, Terminal
from tests.bot.storage.samples import turn
from tests.retrieval.ingestion.pdf import sheets

TEXT = "青石桥重新开放\n\n青石桥在停工两年之后于5月1日重新开放，修缮共花费三百二十万元。\n"


def processor_seconds() -> float:
    """What the processes that have ended took of the processor."""
    times = os.times()
    return times.children_user + times.children_system


def test_help_answers_in_half_a_second(terminal: Terminal) -> None:
    times = []
    for _ in range(3):
        before = processor_seconds()
        assert "ask" in terminal.start("--help").stdout
        times.append(processor_seconds() - before)
    assert min(times) < 1.5  # half a second of the processor, on a machine of middling speed


def test_a_question_imports_nothing_that_only_files_bots_or_other_models_need(terminal: Terminal) -> None:
    terminal.run("add", str(terminal.write("桥.txt", TEXT)))
    asked = terminal.start("ask", "青石桥修缮花费了多少？", PYTHONPROFILEIMPORTTIME="1")
    imported = {line.rpartition("|")[2].strip() for line in asked.stderr.splitlines()}
    assert asked.stdout.startswith("三百二十万元")
    assert {"onnxruntime", "faiss", "retrieval.engine"} <= imported
    assert not imported & {"torch", "transformers", "sentence_transformers", "telegram", "jieba"}
    assert not imported & {"sqlalchemy", "psycopg", "retrieval.storage.databases.postgres"}
    assert not imported & {"retrieval.ingestion.reflow", "bs4", "lxml", "markdown_it", "docx", "pypdfium2"}


def test_opening_leaves_the_garbage_collector_on(tmp_path: Path) -> None:
    context = typer.Context(get_command(app), obj=tmp_path / "home")
    open_engine(context).close()
    assert gc.isenabled()
    context.obj = tmp_path / "home" / "yuanwen.db"
    with pytest.raises(YuanwenError, match="cannot be used as a home"):
        open_engine(context)
    assert gc.isenabled()


def test_a_document_is_added_asked_listed_and_removed(terminal: Terminal) -> None:
    terminal.write("docs/桥.txt", TEXT)
    added = terminal.run("add", "docs")
    assert (added.returncode, added.stdout) == (0, "added     桥.txt: 1 passage\n")
    assert terminal.run("add", "docs").stdout == "unchanged 桥.txt\n"
    asked = terminal.run("ask", "青石桥修缮花费了多少？")
    assert asked.stdout.splitlines()[0] == "三百二十万元"
    assert "【三百二十万元】" in asked.stdout
    assert "《青石桥重新开放》 · 桥.txt" in asked.stdout
    (entry,) = json.loads(terminal.run("list", "--json").stdout)
    assert (entry["source"], entry["collection"], entry["passages"]) == ("桥.txt", "public", 1)
    assert json.loads(terminal.run("remove", "桥.txt", "--json").stdout)[0]["source"] == "桥.txt"
    again = terminal.run("ask", "--json", "青石桥修缮花费了多少？")
    assert "三百二十万元" not in again.stdout


def test_pages_that_could_not_be_read_are_named(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    without_recognition = partial(ReadingPool, Limits(pages=0))
    monkeypatch.setattr("retrieval.ingestion.workers.ReadingPool", without_recognition)
    data = sheets.pdf(sheets.Sheet().lines(72, 740, TEXT.split()), sheets.Sheet().picture())
    terminal.write("桥.pdf", "").write_bytes(data)

    added = terminal.run("add", "桥.pdf")
    assert (added.returncode, added.stdout) == (0, "added     桥.pdf: 1 passage\n")
    assert "桥.pdf: pages that are pictures, and were not read: 2." in added.stderr


def test_questions_from_standard_input_give_an_object_a_line(terminal: Terminal) -> None:
    terminal.write("桥.txt", TEXT)
    terminal.run("add", "桥.txt")
    done = terminal.run(
        "ask", "--json", stdin="青石桥修缮花费了多少？\n\n青石橋什麼時候重新開放？\n火星上有水吗\n"
    )
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert [reply["answer"] for reply in replies] == ["三百二十万元", "5月1日", None]
    for reply in replies:
        for answer in reply["answers"]:
            assert answer["passage"][answer["start"] : answer["end"]] == answer["text"]
    assert done.returncode == 0


def test_how_an_answer_was_found_is_shown_where_it_is_asked_for(terminal: Terminal) -> None:
    terminal.write("桥.txt", TEXT)
    terminal.run("add", "桥.txt")
    explained = terminal.run("ask", "--explain", "青石桥修缮花费了多少？").stdout.splitlines()
    plain = terminal.run("ask", "青石桥修缮花费了多少？").stdout.splitlines()
    assert explained[: len(plain)] == plain
    assert explained[len(plain)].split() == ["passage", "words", "vectors", "total", "lacks", "read"]
    assert "1.00 #1" in explained[len(plain) + 1]
    assert "三百二十万元" in explained[len(plain) + 1]
    assert "ms: getting ready" in explained[-1]
    done = terminal.run("ask", "--explain", "--json", stdin="青石桥修缮花费了多少？\n火星上有水吗\n")
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert [reply["answer"] for reply in replies] == ["三百二十万元", None]
    assert done.stderr.count("ms: getting ready") == 2


def test_a_failed_file_fails_the_command_and_keeps_the_others(terminal: Terminal) -> None:
    terminal.write("桥.txt", TEXT)
    done = terminal.run("add", "--json", "桥.txt", "missing.txt")
    assert done.returncode == 1
    assert [outcome["change"] for outcome in json.loads(done.stdout)] == ["added", "failed"]
    assert len(json.loads(terminal.run("list", "--json").stdout)) == 1


def test_answers_come_from_the_collection_asked_for(terminal: Terminal) -> None:
    terminal.write("桥.txt", TEXT)
    terminal.run("add", "-c", "bridges", "桥.txt")
    assert json.loads(terminal.run("ask", "--json", "-c", "bridges", "青石桥修缮花费多少").stdout)["answer"]
    unknown = terminal.run("ask", "-c", "other", "青石桥修缮花费多少")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "'other'; there are: bridges" in unknown.stderr


def test_eval_measures_every_task(terminal: Terminal) -> None:
    context = "青石桥在停工两年之后于5月1日重新开放，修缮共花费三百二十万元。"
    qa = {"id": "1", "question": "修缮花费多少？", "answers": [{"text": "三百二十万元", "answer_start": 24}]}
    gold = {"data": [{"paragraphs": [{"context": context, "qas": [qa]}]}]}
    other = {"data": [{"paragraphs": [{"context": "望江生态园占地两千四百亩。", "qas": []}]}]}
    terminal.write("gold.json", json.dumps(gold))
    terminal.write("a.json", json.dumps(other))
    terminal.write("b.json", json.dumps(other).replace("2400", "2"))
    reading = json.loads(terminal.run("eval", "gold.json", "--task", "reading", "--json").stdout)
    assert list(reading) == ["task", "n", "em", "f1", "answerable", "unanswerable", "latency_ms"]
    command = ["eval", "gold.json", "--task", "retrieval", "--distractors", "a.json", "b.json", "--json"]
    retrieval = json.loads(terminal.run(*command).stdout)
    keys = ["task", "n", "passages", "recall@1", "recall@5", "recall@20", "mrr@10", "latency_ms"]
    assert list(retrieval) == keys
    assert (retrieval["n"], retrieval["passages"], retrieval["recall@1"]) == (1, 2, 1.0)
    answering = json.loads(terminal.run("eval", "gold.json", "--json").stdout)
    assert answering["passages"] == 1
    assert "recall@1" in terminal.run("eval", "gold.json", "--task", "retrieval").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["remove", "没有.txt"], "没有.txt"),
        (["eval", "missing.json"], "missing.json"),
        (["bot"], "TELEGRAM_BOT_TOKEN"),
        (["add", "-c", "sample", "x.txt"], "sample"),
    ],
)
def test_an_error_is_one_line_on_standard_error(terminal: Terminal, arguments: list[str], said: str) -> None:
    done = terminal.run(*arguments)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_chat_understands_a_follow_up(terminal: Terminal) -> None:
    question = "星湖科创投资基金总规模是多少？"
    done = terminal.run("chat", stdin=f"{question}\n谢谢！\n首期呢？\n")
    assert "Understood as: 星湖科创投资基金首期规模是多少" in done.stdout
    assert done.stdout.count("Understood as") == 1
    assert "8亿元" in done.stdout


def test_chat_answers_until_the_input_ends(terminal: Terminal) -> None:
    terminal.write("桥.txt", TEXT)
    terminal.run("add", "桥.txt")
    done = terminal.start("chat", stdin="青石桥修缮花费了多少？\n".encode())
    assert done.returncode == 0
    assert "三百二十万元" in done.stdout


def test_a_question_in_another_encoding_is_refused_and_does_not_end_the_others(terminal: Terminal) -> None:
    terminal.write("桥.txt", TEXT)
    terminal.run("add", "桥.txt")
    questions = "修缮花费？\n".encode("gb18030") + "青石桥修缮花费了多少？\n".encode()
    done = terminal.start("ask", "--json", stdin=questions)
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, [reply["answer"] for reply in replies]) == (1, ["三百二十万元"])
    assert done.stderr.startswith("Error: Line 1 is not text in UTF-8")
    assert done.stderr.count("\n") == 1


@pytest.mark.slow
def test_a_terminal_that_knows_ascii_alone_ends_nothing(terminal: Terminal) -> None:
    for command in (["ask", "基金总规模多少"], ["list"]):
        done = terminal.start(*command, PYTHONIOENCODING="ascii")
        assert (done.returncode, done.stderr) == (0, "")


def test_feedback_of_a_home_without_a_bot_is_told_plainly(terminal: Terminal) -> None:
    done = terminal.run("feedback", "export", "said.json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ")
    assert "no bot has run in this home" in done.stderr
    assert not (terminal.folder / "said.json").exists()


def test_every_command_and_option_is_documented() -> None:
    docs = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for name, command in commands(get_command(app)):
        assert f"## `yuanwen {name}" in docs, name
        section = docs.split(f"## `yuanwen {name}", 1)[1].split("\n## ", 1)[0]
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--") and option != "--help":
                    assert f"`{option}" in section, f"{name} {option}"


def commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command by its name, those below others by their whole name."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


async def test_a_removed_document_leaves_the_bot_and_its_feedback(terminal: Terminal) -> None:
    terminal.write("桥.txt", TEXT)
    terminal.run("add", "桥.txt")
    home = terminal.folder / "home"
    store = Store(home / "yuanwen.db")
    (passage,) = store.passages(store.passage_ids()).values()
    store.close()
    given = Answer(passage.text, 0.9, passage, 0, len(passage.text))
    for folder in (home, home / "playground"):
        state = State.open(folder)
        asked = turn("花费多少？", reply=Reply("花费多少？", given, (given,), 1.0))
        await state.turns.put(asked)
        await state.votes.cast(asked.id, 1, useful=True)
        await state.close()
    assert terminal.start("remove", "桥.txt").returncode == 0  # no loop runs in that process
    assert len(contents := [file.read_bytes() for file in home.rglob("bot.db*")]) >= 2
    assert not any("三百二十万元".encode() in content for content in contents)
    exported = terminal.start("feedback", "export", "f.json", "--json")
    assert json.loads(exported.stdout)["answerable"] == 0
    assert "三百二十万元" not in (terminal.folder / "f.json").read_text(encoding="utf-8")


def test_the_version_is_told(terminal: Terminal) -> None:
    done = terminal.start("--version")
    assert done.stdout == f"yuanwen {version('yuanwen')}\n"
    assert done.returncode == 0
