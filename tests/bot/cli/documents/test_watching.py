"""`yuanwen add --watch`, as a process of its own."""

import json
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.bot.cli.terminal import ROOT, Terminal, process_environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

BRIDGE = "青石桥重新开放\n\n青石桥在停工两年之后于5月1日重新开放，修缮共花费三百二十万元。\n"
LIBRARY = "柳湾图书馆落成\n\n柳湾图书馆昨日落成，首任馆长是顾明远。\n"
SCHEMA = json.loads((ROOT / "docs" / "schema" / "add-watch.json").read_text(encoding="utf-8"))
# A shell has background jobs ignore Ctrl-C.
START = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from bot.cli.app import main
main()
"""


class Watching:
    """A process that watches a folder, and the lines it prints."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._collect, daemon=True).start()

    def _collect(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line)

    def next(self) -> tuple[str, str]:
        """The next change, and the name of the file."""
        outcome: dict[str, Any] = json.loads(self._lines.get(timeout=120))
        Draft202012Validator(SCHEMA).validate(outcome)
        return outcome["change"], outcome["source"]

    def nothing(self) -> bool:
        """Whether no line waits."""
        return self._lines.empty()

    def end(self) -> str:
        """End it by Ctrl-C; what it says on standard error."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(timeout=120) == 0
        assert self.process.stderr
        return self.process.stderr.read()


@contextmanager
def watching(terminal: Terminal) -> Iterator[Watching]:
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", START, "--home", str(terminal.home), "add", "--watch", "docs", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=process_environment(),
        cwd=terminal.folder,
    ) as process:
        try:
            yield Watching(process)
        finally:
            process.kill()


@pytest.mark.slow
def test_a_collection_follows_a_folder(terminal: Terminal) -> None:
    bridge = terminal.write("docs/桥.txt", BRIDGE)
    terminal.run("add", str(terminal.write("其他/馆.txt", LIBRARY)))
    with watching(terminal) as watch:
        assert watch.next() == ("added", "桥.txt")
        terminal.write("docs/坏.txt", "")
        assert watch.next() == ("failed", "坏.txt")
        bridge.write_text(BRIDGE.replace("三百二十", "三百五十"), encoding="utf-8")
        assert watch.next() == ("replaced", "桥.txt")
        assert "三百五十万元" in terminal.run("ask", "青石桥修缮花费了多少？").stdout
        bridge.rename(bridge.with_name("大桥.txt"))
        assert [watch.next(), watch.next()] == [("added", "大桥.txt"), ("removed", "桥.txt")]
        bridge.with_name("大桥.txt").unlink()
        assert watch.next() == ("removed", "大桥.txt")
        assert watch.nothing()
        told = watch.end()
    assert "Watching docs. Ctrl-C ends it." in told
    assert "Traceback" not in told
    assert [entry["source"] for entry in json.loads(terminal.run("list", "--json").stdout)] == ["馆.txt"]


@pytest.mark.slow
def test_it_begins_with_what_changed_meanwhile(terminal: Terminal) -> None:
    terminal.write("docs/桥.txt", BRIDGE)
    gone = terminal.write("docs/馆.txt", LIBRARY)
    terminal.run("add", "docs")
    gone.unlink()
    terminal.write("docs/新馆.txt", LIBRARY)
    with watching(terminal) as watch:
        assert [watch.next(), watch.next()] == [("added", "新馆.txt"), ("removed", "馆.txt")]
        (terminal.folder / "docs").rename(terminal.folder / "away")
        assert watch.process.wait(timeout=120) == 1
        assert watch.process.stderr
        assert "Error: docs is no longer there" in watch.process.stderr.read()
    assert len(json.loads(terminal.run("list", "--json").stdout)) == 2
