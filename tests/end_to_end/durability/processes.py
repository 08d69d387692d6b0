"""Processes that start in a moment: each is a copy of one that has everything imported."""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple

import pytest

POSIX = pytest.mark.skipif(os.name != "posix", reason="processes are copied, and killed by signals")
_PATIENCE_S = 100


class Child(NamedTuple):
    """A process, and the way to and from it."""

    process: BaseProcess
    connection: Connection

    def hear(self) -> Any:
        """What it tells next; `EOFError` where it tells nothing more."""
        if not self.connection.poll(_PATIENCE_S):
            raise AssertionError("the process says nothing")
        return self.connection.recv()

    def rest(self) -> Iterator[Any]:
        """All that it told until it ended; what it was cut off in is left out."""
        while True:
            try:
                yield self.hear()
            except (EOFError, OSError):
                return


@contextmanager
def child(work: Callable[..., None], *arguments: object) -> Iterator[Child]:
    """Start `work(connection, *arguments)` in a process of its own; it is killed in the end."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.end_to_end.durability.preloaded"])
    here, there = context.Pipe()
    process = context.Process(target=work, args=(there, *arguments), daemon=True)
    process.start()
    there.close()
    try:
        yield Child(process, here)
    finally:
        process.kill()
        process.join()
        here.close()


def told_by(work: Callable[..., None], *arguments: object) -> Any:
    """The first thing that `work(connection, *arguments)` tells, once it has ended by itself."""
    with child(work, *arguments) as started:
        answer = started.hear()
        started.process.join(_PATIENCE_S)
        return answer
