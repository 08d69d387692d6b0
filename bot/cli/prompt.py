"""A prompt for questions, with the editing of lines and a history that the home keeps."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

HISTORY: Final = "history"
"""The file of a home with the questions that were typed, the last ones last."""

MOST_LINES: Final = 1000
"""How many lines of history are kept."""

_EXIT_WORDS = frozenset({"/quit", "/exit", "/q", "exit", "quit", "再见", "再見"})


class Prompt:
    """Asks for questions until the user leaves: by Ctrl-D, Ctrl-C, or a word such as exit.

    On a terminal lines are edited with the keys of readline, and arrow keys bring up earlier ones.
    """

    def __init__(self, home: Path, text: str) -> None:
        """Nothing is asked yet.

        Args:
            home: Keeps the history.
            text: Stands before each line.
        """
        self._file = home / HISTORY
        self._text = text

    def lines(self) -> Iterator[str]:
        """The lines that are typed, without blanks around them; empty ones are passed over."""
        keeps = sys.stdin.isatty() and self._recall()
        while True:
            try:
                line = self._ask().strip()
            except (EOFError, KeyboardInterrupt, RuntimeError):  # the last: standard input is closed
                return
            if line.lower() in _EXIT_WORDS:
                return
            if line:
                if keeps:
                    self._keep()
                yield line

    def _ask(self) -> str:
        if sys.stdout.isatty() or not sys.stdin.isatty():
            return input(self._text)
        sys.stderr.write(self._text)  # answers go to a file: nothing else may
        sys.stderr.flush()
        return input()

    def _recall(self) -> bool:
        """Turn on the editing of lines and read the history; whether the platform has both."""
        try:
            import readline  # noqa: PLC0415  # importing it is what switches it on
        except ImportError:
            return False
        readline.clear_history()
        readline.set_history_length(MOST_LINES)
        with suppress(OSError):
            readline.read_history_file(self._file)
        return True

    def _keep(self) -> None:
        """Add the line that was typed to the file, which only its owner can read."""
        import readline  # noqa: PLC0415

        with suppress(OSError):  # a home that cannot be written to can still be asked
            os.close(os.open(self._file, os.O_CREAT | os.O_WRONLY, 0o600))
            self._file.chmod(0o600)
            readline.append_history_file(1, self._file)
