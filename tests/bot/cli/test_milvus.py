"""The command line over an index in Milvus: the same commands, the same output."""

from pathlib import Path

import pytest

from tests.bot.cli.terminal import Terminal

pytest.importorskip("milvus_lite")

NOTICE = "图书馆\n\n市图书馆周一闭馆，借书证工本费五元。\n"


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setattr("tests.bot.cli.terminal._UNSET", ())
    monkeypatch.setenv("YUANWEN_INDEX", "milvus:./index.db")
    return Terminal(tmp_path)


def test_documents_come_answer_and_go(terminal: Terminal) -> None:
    terminal.write("notice.txt", NOTICE)
    added = terminal.start("add", "notice.txt", YUANWEN_INDEX="milvus:./index.db")
    assert (added.returncode, added.stderr) == (0, "")
    assert "notice.txt" in added.stdout
    assert (terminal.folder / "index.db").is_dir()
    assert not (terminal.home / "lexical").exists()

    answered = terminal.run("ask", "借书证工本费多少钱？")
    assert (answered.returncode, answered.stderr) == (0, "")
    assert answered.stdout.startswith("五元")

    healthy = terminal.run("doctor")
    assert healthy.returncode == 0
    assert f"Milvus at {terminal.folder / 'index.db'}" in healthy.stdout

    assert terminal.run("remove", "notice.txt").returncode == 0
    unanswered = terminal.run("ask", "借书证工本费多少钱？")
    assert "五元" not in unanswered.stdout
    assert unanswered.stderr == ""


@pytest.mark.parametrize("language", ["en", "zh", "zh-Hant"])
def test_what_cannot_be_opened_is_one_sentence(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("YUANWEN_INDEX", "milvus:./taken.db")
    terminal.write("taken.db", "mine")
    ended = terminal.run("--language", language, "ask", "借书证？")
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert "taken.db" in ended.stderr
    assert "Milvus" in ended.stderr
