"""Ctrl-C while `yuanwen add` reads files."""

import signal
import subprocess
import sys
import time

import pytest

from tests.bot.cli.terminal import Terminal, process_environment

# The command line with files that are read only once the reading is given up.
ENDLESS = """
import signal, time
from pathlib import Path
from retrieval.ingestion.workers import ReadingPool, ReadingStoppedError

read = ReadingPool.read

def endless(self, path, source, data, on_page=None):
    if not source.startswith("慢"):
        return read(self, path, source, data, on_page)
    Path("begun").touch()
    while not self._closed:
        time.sleep(0.02)
    raise ReadingStoppedError("The program ends; the file was not read.")

ReadingPool.read = endless
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has background jobs ignore it
from bot.cli.app import main
main()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_what_is_read_is_kept_and_the_rest_is_named(terminal: Terminal) -> None:
    terminal.write("docs/快.txt", "柳湾图书馆落成\n\n柳湾图书馆昨日落成，首任馆长是顾明远。\n")
    for number in range(20):
        terminal.write(f"docs/慢{number}.txt", f"第{number}号通知：柳湾水文站测得水位正常，河道畅通。")
    command = [sys.executable, "-c", ENDLESS, "--home", str(terminal.home), "add", "docs"]
    with subprocess.Popen(  # noqa: S603
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=process_environment(),
        cwd=terminal.folder,
    ) as process:
        late = time.monotonic() + 120
        while not ((terminal.folder / "begun").exists() and kept(terminal)) and time.monotonic() < late:
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        output, told = process.communicate(timeout=120)
    assert process.returncode == 130
    assert output == "added     快.txt: 1 passage\n"
    assert "Stopped. 1 file is kept. Being read, and not kept: 慢0.txt" in told
    assert "more were not begun. The next `yuanwen add` of the same goes on with these." in told
    assert "Traceback" not in told
    again = terminal.run("add", "docs").stdout.split()
    assert (again.count("unchanged"), again.count("added")) == (1, 20)


def kept(terminal: Terminal) -> bool:
    """Whether the home holds the file that is read at once."""
    return (terminal.home / "yuanwen.db").exists() and "快.txt" in terminal.run("list").stdout
