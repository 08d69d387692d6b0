"""`yuanwen` as a user meets it: its arguments, its output, its exit code."""

import os
import subprocess
import sys
from contextlib import chdir
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Final

import pytest

from bot.cli.app import main

ROOT: Final = Path(__file__).parents[3]
_UNSET: Final = (
    "LC_MESSAGES",
    "LANG",
    "TELEGRAM_BOT_TOKEN",
    "YUANWEN_HOME",
    "YUANWEN_READER",
    "YUANWEN_ENCODER",
    "YUANWEN_INDEX",
)
_ENGLISH: Final = "C.UTF-8"  # which every machine has


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command said before it ended, and the exit code it ended with."""

    stdout: str
    stderr: str
    returncode: int


class Terminal:
    """Runs `yuanwen` in a folder, over a home of its own there.

    Args:
        folder: Where the commands run. The home is its folder `home`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"

    def write(self, name: str, text: str) -> Path:
        """Put a file into the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *arguments: str, stdin: str = "") -> Ended:
        """Run a command in this process, which has everything imported already."""
        given, said, noted = BytesIO(stdin.encode()), BytesIO(), BytesIO()
        streams = [TextIOWrapper(data, encoding="utf-8", write_through=True) for data in (given, said, noted)]
        with pytest.MonkeyPatch.context() as patch, chdir(self.folder):
            for name in _UNSET:
                patch.delenv(name, raising=False)
            patch.setenv("COLUMNS", "100")
            patch.setenv("LC_ALL", _ENGLISH)
            patch.setattr(sys, "argv", ["yuanwen", "--home", str(self.home), *arguments])
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                patch.setattr(sys, name, stream)
            with pytest.raises(SystemExit) as ended:
                main()
        return Ended(said.getvalue().decode(), noted.getvalue().decode(), int(ended.value.code or 0))

    def start(self, *arguments: str, stdin: bytes = b"", **environment: str) -> Ended:
        """Run a command in a process of its own.

        Args:
            arguments: The command and what follows it.
            stdin: Its standard input.
            environment: Variables besides those that are needed.
        """
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "bot", "--home", str(self.home), *arguments],
            input=stdin,
            capture_output=True,
            env={**process_environment(), **environment},
            cwd=self.folder,
            timeout=100,
            check=False,
        )
        return Ended(done.stdout.decode(), done.stderr.decode(), done.returncode)


def process_environment() -> dict[str, str]:
    """The environment of a process of its own: without the settings of this one."""
    kept = {name: value for name, value in os.environ.items() if name not in _UNSET}
    return {
        "PYTHONIOENCODING": "utf-8",
        **kept,
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "100",
        "LC_ALL": _ENGLISH,
    }
