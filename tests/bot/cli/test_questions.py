"""Questions of `yuanwen ask` that are none, and the exit codes of all commands."""

import json
import re
import shlex

import pytest

from bot.cli.questions import Questions
from tests.bot.cli.terminal import ROOT, Ended, Terminal

TEXT = "青石桥重新开放\n\n青石桥在停工两年之后于5月1日重新开放，修缮共花费三百二十万元。\n"
EXIT_CODES = re.findall(
    r"^\| (\d+) \| .* \| `yuanwen (.+)` \|$", (ROOT / "docs" / "cli.md").read_text(encoding="utf-8"), re.M
)


def refused(done: Ended, code: int) -> str:
    """The one line that a command ended with."""
    assert (done.returncode, done.stdout) == (code, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("Error: ")
    return line


@pytest.mark.parametrize("question", ["", " ", "\t\n", "\u3000", "\u200b\ufeff"])
def test_a_question_without_anything_in_it_is_a_mistake(terminal: Terminal, question: str) -> None:
    assert "empty" in refused(terminal.run("ask", question), 2)


def test_a_question_in_another_encoding_is_a_mistake(terminal: Terminal) -> None:
    question = "修缮花费？".encode("gb18030").decode("utf-8", "surrogateescape")
    assert "not text in UTF-8" in refused(terminal.run("ask", question), 2)


@pytest.mark.parametrize("stdin", ["", "\n \n\u3000\n"])
def test_standard_input_without_a_question_is_a_mistake(terminal: Terminal, stdin: str) -> None:
    assert "no question" in refused(terminal.run("ask", "--json", stdin=stdin), 2)


def test_lines_that_are_no_text_are_counted_and_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    questions = Questions(["一\n", "\n", "\udcb5\udcc4\n", " 二 \n"])
    assert list(questions) == ["一", "二"]
    assert (questions.count, questions.refused) == (2, 1)
    assert "Line 3 is not text" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["add"],
        ["ask", "--page-image", "p.png"],
        ["ask", "--nothing", "问"],
        ["playground", "--port", "-1"],
        ["eval", "x.json", "--task", "none"],
        ["feedback", "export", "--json"],
        ["--language", "de", "list"],
        ["nothing"],
        ["add", "--watch", "none.txt"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_ends_with_two(terminal: Terminal, arguments: list[str]) -> None:
    done = terminal.run(*arguments)
    assert done.returncode == 2
    if arguments:
        assert "--help` shows how." in refused(done, 2)


@pytest.mark.parametrize(("code", "command"), EXIT_CODES)
def test_the_exit_codes_are_those_of_the_manual(terminal: Terminal, code: str, command: str) -> None:
    assert terminal.run(*shlex.split(command)).returncode == int(code)


def test_the_manual_has_an_example_of_each_exit_code_that_needs_no_hand() -> None:
    assert [code for code, _ in EXIT_CODES] == ["0", "1", "2"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["restore", "none.zip"],
        ["backup", "none/b.zip"],
        ["feedback", "export", "f.json"],
        ["eval", "none.json"],
        ["ask", "-c", "none", "问"],
        ["remove", "none.txt"],
        ["add", "-c", " ", "x.txt"],
        ["bot"],
    ],
    ids=" ".join,
)
def test_an_error_ends_with_one(terminal: Terminal, arguments: list[str]) -> None:
    refused(terminal.run(*arguments), 1)


def test_a_home_that_is_a_file_is_an_error_of_each_command(terminal: Terminal) -> None:
    file = terminal.write("file", "x")
    for command in (["list"], ["ask", "问"], ["add", "x.txt"]):
        assert "cannot be used as a home" in refused(terminal.run("--home", str(file), *command), 1)


def test_an_error_of_several_lines_is_told_in_one(terminal: Terminal) -> None:
    assert "a b.txt" in refused(terminal.run("remove", "a\nb.txt"), 1).replace("\\n", " ")


def test_questions_around_one_that_is_blank_are_answered(terminal: Terminal) -> None:
    terminal.write("桥.txt", TEXT)
    terminal.run("add", "桥.txt")
    done = terminal.run("ask", "--json", stdin="\ufeff\n青石桥修缮花费了多少？\n")
    assert (done.returncode, json.loads(done.stdout)["answer"]) == (0, "三百二十万元")
