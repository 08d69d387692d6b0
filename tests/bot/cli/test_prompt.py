"""The prompt of `ask` and `chat` on a terminal."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from select import select

import pytest

from bot.cli.prompt import HISTORY, Prompt
from tests.bot.cli.terminal import Terminal, process_environment

readline = pytest.importorskip("readline", reason="the platform has no readline")

QUESTION = "星湖科创投资基金总规模是多少？"
UP = "\x1b[A"
END_OF_INPUT = "\x04"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Lines that are typed on a terminal, one after the other; then Ctrl-D."""
    lines: list[str] = []

    def ask(_prompt: str = "") -> str:
        if not lines:
            raise EOFError
        readline.add_history(lines[0])  # as on a terminal
        return lines.pop(0)

    monkeypatch.setattr("builtins.input", ask)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    yield lines
    readline.clear_history()


def test_lines_are_kept_for_the_owner_alone(tmp_path: Path, typed: list[str]) -> None:
    typed += ["一", "  ", " 二 "]
    assert list(Prompt(tmp_path, "> ").lines()) == ["一", "二"]
    history = tmp_path / HISTORY
    assert stat.S_IMODE(history.stat().st_mode) == 0o600
    assert "二" in history.read_text(encoding="utf-8")
    typed += ["三"]
    assert list(Prompt(tmp_path, "> ").lines()) == ["三"]
    assert [readline.get_history_item(number).strip() for number in (1, 2, 3)] == ["一", "二", "三"]


def test_history_is_bounded(tmp_path: Path, typed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.prompt.MOST_LINES", 3)
    typed += list("一二三四五")
    list(Prompt(tmp_path, "> ").lines())
    assert (tmp_path / HISTORY).read_text(encoding="utf-8").split() == ["三", "四", "五"]
    readline.set_history_length(-1)


def test_a_home_that_cannot_be_written_to_can_be_asked(tmp_path: Path, typed: list[str]) -> None:
    typed += ["一", "exit", "二"]
    assert list(Prompt(tmp_path / "none", "> ").lines()) == ["一"]
    assert not (tmp_path / "none").exists()


def test_questions_of_a_pipe_are_not_kept(terminal: Terminal) -> None:
    assert "8" in terminal.run("chat", stdin=f"{QUESTION}\n").stdout
    assert not (terminal.home / HISTORY).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
def test_a_terminal_without_a_question_is_asked_for_one_after_the_other(terminal: Terminal) -> None:
    ours, theirs = os.openpty()
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "bot", "--home", str(terminal.home), "ask", "--json"],
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        env={**process_environment(), "TERM": "xterm"},
        cwd=terminal.folder,
    ) as process:
        os.close(theirs)
        try:
            until(ours, answers=0)
            os.write(ours, f"{QUESTION}\n".encode())
            until(ours, answers=1)
            os.write(ours, f"{UP}\n".encode())
            assert f'"question": "{QUESTION}"' in until(ours, answers=1)
            os.write(ours, END_OF_INPUT.encode())
            assert process.wait(timeout=60) == 0
        finally:
            process.kill()
            os.close(ours)
    kept = terminal.home / HISTORY
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kept.read_text(encoding="utf-8").splitlines()[0] == QUESTION


def until(terminal: int, answers: int) -> str:
    """What a terminal shows until so many answers have come and the prompt stands below them."""
    shown, text = b"", ""
    while text.count("took_ms") < answers or not text.endswith("Ask> "):
        ready, _, _ = select([terminal], [], [], 60)
        assert ready, text
        shown += os.read(terminal, 65536)
        text = shown.decode("utf-8", "replace")
    return text
