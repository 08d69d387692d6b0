"""Inverting very many passages on all cores, in processes that end with this one."""

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from queue import SimpleQueue
from typing import Final

from retrieval.search.lexical.inverting import Row, inverted, receive
from retrieval.search.lexical.segments import Columns

_MODULE: Final = "retrieval.search.lexical.inverting_worker"
_WAITING: Final = 2
"""Batches for each process that are under way or done, and not taken yet: each takes some megabytes."""


class InvertingProcesses:
    """As many processes as there are cores, which invert passages. A context manager."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._idle: SimpleQueue[_Process] = SimpleQueue()
        self._count = os.cpu_count() or 1

    def __enter__(self) -> "InvertingProcesses":
        for _ in range(self._count):
            self._idle.put(self._stack.enter_context(_Process()))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def inverted(self, batches: Iterable[tuple[int, Sequence[Row]]]) -> Iterator[tuple[int, Columns]]:
        """The columns of batches, in order; some batches are asked for ahead of what is taken.

        Args:
            batches: Each with a number of the caller's, which is given back.
        """
        waiting: deque[tuple[int, Future[Columns]]] = deque()
        with ThreadPoolExecutor(self._count) as threads:
            for number, rows in batches:
                waiting.append((number, threads.submit(self._inverted, rows)))
                if len(waiting) > _WAITING * self._count:
                    yield _done(*waiting.popleft())
            while waiting:
                yield _done(*waiting.popleft())

    def _inverted(self, rows: Sequence[Row]) -> Columns:
        process = self._idle.get()
        try:
            return process.inverted(rows)
        finally:
            self._idle.put(process)


class _Process:
    """A process that inverts one batch at a time; where it has ended, this process does."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "_Process":
        with suppress(OSError):  # none can be started
            self._process = subprocess.Popen(  # noqa: S603  # nothing of the command comes from a file
                [sys.executable, "-P", "-m", _MODULE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _end(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                with suppress(OSError):  # of a batch that it had not read
                    stream and stream.close()
            self._process = None

    def inverted(self, rows: Sequence[Row]) -> Columns:
        process = self._process
        if process and process.stdin and process.stdout:
            try:
                process.stdin.write(json.dumps(rows).encode() + b"\n")
                process.stdin.flush()
                return receive(process.stdout)
            except (OSError, EOFError, ValueError):  # it has ended
                self._end()
        return inverted(rows)


def _done(number: int, columns: Future[Columns]) -> tuple[int, Columns]:
    return number, columns.result()
