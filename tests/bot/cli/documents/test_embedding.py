"""The command line while passages are still being embedded."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.cli.documents.embedding import lacking, time_left
from retrieval.search.embedding import Backlog
from tests.bot.cli.terminal import Terminal, process_environment

TEXT = "青石桥重新开放\n\n青石桥在停工两年之后于5月1日重新开放，修缮共花费三百二十万元。\n"
NOTICES = "\n\n".join(
    f"第{number}号通知：柳湾水文站第{number}次测得水位正常，河道畅通。" for number in range(40)
)

# The command line with an encoder that embeds one batch, and others once it may.
GATED = """
import os, signal, time
from pathlib import Path
from embeddings.onnx import OnnxEncoder

encode, batches = OnnxEncoder.encode_passages, []

def gated(self, texts, progress=None):
    batches.append(texts)
    late = time.monotonic() + 240
    while len(batches) > 1 and not Path(os.environ["GATE"]).exists() and time.monotonic() < late:
        time.sleep(0.02)
    time.sleep(0.01 * len(texts))
    return encode(self, texts, progress)

OnnxEncoder.encode_passages = gated
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has background jobs ignore it
from bot.cli.app import main
main()
"""


@pytest.fixture
def terminal(terminal: Terminal) -> Terminal:
    terminal.write("docs/通知.txt", NOTICES)
    terminal.write("docs/桥.txt", TEXT)
    return terminal


@contextmanager
def adding(terminal: Terminal) -> "Iterator[subprocess.Popen[str]]":
    """`add` with a slow encoder, that has said that it goes on embedding."""
    environment = {**process_environment(), "GATE": str(terminal.folder / "gate")}
    command = [sys.executable, "-c", GATED, "--home", str(terminal.home), "add", "docs"]
    with subprocess.Popen(  # noqa: S603
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment,
        cwd=terminal.folder,
    ) as process:
        try:
            assert process.stderr
            said = next(line for line in iter(process.stderr.readline, "") if line.strip())
            assert "The documents can be asked now" in said
            yield process
        finally:
            (terminal.folder / "gate").touch()


def embedded(terminal: Terminal) -> str:
    """What the doctor says of the index."""
    done = terminal.run("doctor")
    assert done.returncode == 0, done.stdout
    (line,) = (line for line in done.stdout.splitlines() if line.split()[1] == "index")
    return line.removeprefix("ok   index    ")


@pytest.mark.slow
def test_documents_are_asked_while_they_are_embedded(terminal: Terminal) -> None:
    with adding(terminal) as process:
        asked = terminal.run("ask", "--json", "青石桥修缮花费了多少？")
        assert json.loads(asked.stdout)["answer"] == "三百二十万元"
        assert asked.stderr.count("\n") == 1
        assert "passages are still to be embedded" in asked.stderr
        state = embedded(terminal)
        assert state.startswith("catching up: ")
        assert "of 41 passages are embedded, about " in state
        (terminal.folder / "gate").touch()
        output, _ = process.communicate(timeout=240)
    assert process.returncode == 0
    assert sorted(output.splitlines()) == ["added     桥.txt: 1 passage", "added     通知.txt: 40 passages"]
    assert embedded(terminal) == "both indexes hold the store's 41 passages"
    assert terminal.run("ask", "--json", "青石桥修缮花费了多少？").stderr == ""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("sent", [signal.SIGINT, pytest.param(signal.SIGKILL, marks=pytest.mark.slow)])
def test_what_is_broken_off_is_taken_up_by_the_next_start(terminal: Terminal, sent: signal.Signals) -> None:
    with adding(terminal) as process:
        process.send_signal(sent)
        time.sleep(3)  # the signal has arrived by then, on a busy machine too
        (terminal.folder / "gate").touch()
        output, said = process.communicate(timeout=240)
    assert output.count("added") == 2
    if sent == signal.SIGINT:
        assert process.returncode == 130
        assert "Stopped, and all is kept" in said
    assert embedded(terminal).startswith("catching up: ")
    again = terminal.run("add", "docs")
    assert [line.split()[0] for line in again.stdout.splitlines()] == ["unchanged", "unchanged"]
    assert embedded(terminal) == "both indexes hold the store's 41 passages"


@pytest.mark.slow
def test_the_doctor_embeds_what_is_missing(terminal: Terminal) -> None:
    with adding(terminal) as process:
        process.kill()
    assert "caught up" in terminal.run("doctor", "--repair").stdout
    assert embedded(terminal) == "both indexes hold the store's 41 passages"
    assert "rebuilt" in terminal.run("doctor", "--repair").stdout


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.2, "about 1 s"), (42.4, "about 42 s"), (59, "about 59 s"), (60, "about 1 min"), (200, "about 3 min")],
)
def test_a_time_left_is_told_roughly(seconds: float, told: str) -> None:
    assert time_left(seconds) == told


def test_what_is_lacking_is_told_with_the_time_where_that_is_known() -> None:
    assert lacking(Backlog(1200, 2000)).startswith("1,200 of 2,000 passages are still to be embedded; ")
    assert "(about 40 s)" in lacking(Backlog(1200, 2000, 40.0))
