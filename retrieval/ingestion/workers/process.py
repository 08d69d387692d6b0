"""A worker as the pool sees it: a process that reads one file at a time."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import partial
from itertools import count
from types import MappingProxyType
from typing import Final

from embeddings import YuanwenError
from retrieval.documents import Contents
from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.recognition import OnPage
from retrieval.ingestion.rendering import PagePicture
from retrieval.ingestion.workers.limits import Limits
from retrieval.ingestion.workers.messages import READY, Request, receive_response, send_request

_MODULE: Final = "retrieval.ingestion.workers.worker"
_START_S: Final = 60.0
"""Seconds that a worker has to get ready."""
_END_S: Final = 1.0
"""Seconds that a worker which closed its output has to end."""
_ENVIRONMENT: Final = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LD_LIBRARY_PATH",
    "SYSTEMROOT",
    "TMPDIR",
)
"""What a worker learns of the environment: the bot's token is none of it."""
_CRASHED: Final = Unreadable.CRASHED
_REASONS: Final[Mapping[int, Unreadable]] = MappingProxyType(
    {
        -getattr(signal, "SIGKILL", 9): Unreadable.OUT_OF_MEMORY,  # by the system, which had none left
        -getattr(signal, "SIGALRM", 14): Unreadable.OUT_OF_TIME,
        -getattr(signal, "SIGPROF", 27): Unreadable.OUT_OF_TIME,
    }
)
"""Why a worker ended that nobody here has killed, by its exit status."""


class WorkerEndedError(Exception):
    """A worker ended while it read a file.

    Attributes:
        reason: Why, as far as it shows; None where it was told to.
    """

    def __init__(self, reason: Unreadable | None) -> None:
        super().__init__(reason)
        self.reason = reason


class WorkerStartError(YuanwenError):
    """No worker can be started."""


class WorkerProcess:
    """A process that reads files; used by one thread at a time, but for `kill`.

    Attributes:
        pid: The id of the process.
    """

    def __init__(self, limits: Limits) -> None:
        """Start it; it gets ready by itself.

        Args:
            limits: What a file may take.

        Raises:
            WorkerStartError: The system starts no process.
        """
        self._limits = limits
        self._is_ready = self._is_late = self._is_told = False
        self._process = _started(limits)
        self.pid = self._process.pid
        self._is_spent = False

    @property
    def is_spent(self) -> bool:
        """Whether it reads no further file: it has ended, or ends now."""
        return self._is_spent or self._is_told or self._process.poll() is not None

    def read(self, request: Request, on_page: OnPage | None = None) -> Contents | PagePicture:
        """Read a file, or render a page of it.

        Args:
            request: Which.
            on_page: Called before each page whose text is recognised.

        Raises:
            DocumentError: The file cannot be read.
            WorkerEndedError: The process ended before it was read.
            WorkerStartError: The process ended before it could read anything.
        """
        (contents,) = self.read_all([request], on_page)
        if isinstance(contents, DocumentError):
            raise contents
        return contents

    def read_all(
        self, requests: Sequence[Request], on_page: OnPage | None = None
    ) -> Iterator[Contents | PagePicture | DocumentError]:
        """Read files, one after another, until the process reads no more.

        Args:
            requests: Which.
            on_page: As for `read`.

        Raises:
            WorkerEndedError: The process ended before the next one was read.
            WorkerStartError: The process ended before it could read anything.
        """
        inlet, outlet = self._process.stdin, self._process.stdout
        if inlet is None or outlet is None:
            raise WorkerStartError("A worker has no streams.")
        seconds = self._limits.seconds_in_all(sum(len(request.data) for request in requests))
        try:
            if not self._is_ready:
                with self._ends_after(_START_S):
                    self._is_ready = outlet.readline() == READY
                    if not self._is_ready:
                        raise EOFError
            with self._ends_after(seconds) as deadline:
                for request in requests:
                    send_request(inlet, request)
                    response = receive_response(outlet, partial(self._add_page, deadline, count(1), on_page))
                    self._is_spent = response.spent
                    yield response.contents
                    if response.spent:
                        return
        except (OSError, EOFError, ValueError, LookupError, TypeError):  # it ended, or wrote nonsense
            raise self._end() from None

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        self._is_told = True
        self._process.kill()

    def close(self) -> None:
        """End the process, and wait until it has."""
        self.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):  # of a request that it had not read
                    stream.close()

    def _add_page(
        self, deadline: "_Deadline", numbers: Iterator[int], on_page: OnPage | None, page: int, pages: int
    ) -> None:
        """Give time for a further page whose text is recognised, and tell of it.

        Raises:
            ValueError: There are more of them than may be.
        """
        if next(numbers) > self._limits.pages:
            raise ValueError
        deadline.start(self._limits.busy * self._limits.seconds_per_page)
        if on_page:
            on_page(page, pages)

    @contextmanager
    def _ends_after(self, seconds: float) -> Iterator["_Deadline"]:
        """Kill the process where a block takes longer."""

        def end() -> None:
            self._is_late = True
            self._process.kill()

        deadline = _Deadline(end)
        deadline.start(seconds)
        try:
            yield deadline
        finally:
            deadline.stop()

    def _end(self) -> WorkerEndedError | WorkerStartError:
        """The error for a process that has ended, or is of no use any more."""
        self._is_spent = True
        told = self._is_told
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_S)
        code = self._process.returncode
        self.close()
        if told:
            return WorkerEndedError(None)
        if not self._is_ready:
            return WorkerStartError(
                "Files cannot be read, as the process that reads them does not start; see `yuanwen doctor`."
            )
        return WorkerEndedError(Unreadable.OUT_OF_TIME if self._is_late else _REASONS.get(code, _CRASHED))


class _Deadline:
    """Does something after a time, unless it is stopped or started anew before."""

    def __init__(self, end: Callable[[], None]) -> None:
        self._end = end
        self._timer: threading.Timer | None = None

    def start(self, seconds: float) -> None:
        self.stop()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        if self._timer:
            self._timer.cancel()


def _started(limits: Limits) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    try:
        return subprocess.Popen(  # noqa: S603  # nothing of the command comes from a file
            [sys.executable, "-P", "-m", _MODULE, json.dumps(asdict(limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
    except OSError as error:
        raise WorkerStartError(f"No process can be started to read files ({error.strerror}).") from error
