"""The workers that read files, several at once."""

import os
import threading
import weakref
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

from embeddings import YuanwenError
from retrieval.documents import Contents
from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.recognition import OnPage
from retrieval.ingestion.rendering import PagePicture, Place
from retrieval.ingestion.workers.limits import Limits
from retrieval.ingestion.workers.messages import Request
from retrieval.ingestion.workers.process import WorkerEndedError, WorkerProcess, WorkerStartError

T = TypeVar("T", Contents, PagePicture)

_FEWEST_WORKERS: Final = 2
_STOPPED: Final = "The program ends; the file was not read."

_SENTENCES: Final = {
    Unreadable.OUT_OF_TIME: "Reading the file takes too long; save it anew, or in parts.",
    Unreadable.OUT_OF_MEMORY: "Reading the file takes more memory than there is; save it anew, or in parts.",
    Unreadable.CRASHED: "The file ended the program that read it: it is damaged, or takes all memory;"
    " open it in the program it was made with and save it anew.",
}


class ReadingStoppedError(YuanwenError):
    """The program ends: a file is not read, which is not its fault."""


class ReadingPool:
    """Reads files in processes of their own, started when they are needed, one ahead. Safe for all threads.

    Args:
        limits: What a file may take; None for the default.
        most: How many files there are to be read at once; None for any number. One a core is read, but two at
            least.
    """

    def __init__(self, limits: Limits | None = None, most: int | None = None) -> None:
        self._limits = limits or Limits()
        workers = max(os.cpu_count() or 1, _FEWEST_WORKERS)
        self.size = workers if most is None else min(most, workers)
        self._idle: list[WorkerProcess] = []
        self._all: set[WorkerProcess] = set()
        self._stops = 0
        self._closed = False
        self._changed = threading.Condition()
        weakref.finalize(self, _kill, self._all)  # also where the interpreter ends and nobody has closed it

    @property
    def pids(self) -> frozenset[int]:
        """The ids of the workers' processes."""
        with self._changed:
            return frozenset(worker.pid for worker in self._all)

    def start(self) -> None:
        """Start a worker, unless one is ready for the next file."""
        with self._changed:
            self._start_one_ahead()

    def read(self, path: Path, source: str, data: bytes, on_page: OnPage | None = None) -> Contents:
        """Read a file, once a worker is free.

        Args:
            path: The file, for its suffix.
            source: The name people will see.
            data: Its bytes.
            on_page: Called before each page whose text is recognised, on the thread that waits here.

        Raises:
            DocumentError: The file cannot be read, or not within the limits.
            ReadingStoppedError: The pool was stopped meanwhile.
            WorkerStartError: The system starts no worker.
        """
        return self._given(Request(str(path), source, data), Contents, on_page)

    def read_all(self, requests: Sequence[Request]) -> list[Contents | DocumentError]:
        """Read several small files by one worker, once one is free; a file that ends it fails alone.

        Args:
            requests: The files.

        Raises:
            ReadingStoppedError: The pool was stopped meanwhile.
            WorkerStartError: The system starts no worker.
        """
        given = list[Contents | DocumentError]()
        while len(given) < len(requests):
            worker = self._taken()
            try:
                for contents in worker.read_all(requests[len(given) :]):
                    given.append(_checked(contents))
            except WorkerEndedError as error:
                given.append(_failure(error))
            finally:
                self._put_back(worker)
        return given

    def render(self, path: Path, data: bytes, place: Place) -> PagePicture:
        """Render the page of a file on which an answer stands, once a worker is free.

        Args:
            path: The file, for its suffix.
            data: Its bytes.
            place: Where the answer stands.

        Raises:
            DocumentError: The page cannot be rendered, or not within the limits.
            ReadingStoppedError: The pool was stopped meanwhile.
            WorkerStartError: The system starts no worker.
        """
        return self._given(Request(str(path), path.name, data, place), PagePicture)

    def stop(self) -> None:
        """Give up the files that are being read or wait; those that come later are read."""
        with self._changed:
            self._stops += 1
            for worker in self._all - set(self._idle):
                worker.kill()
            self._changed.notify_all()

    def close(self) -> None:
        """Give up all files, and end all workers; no more can be read."""
        with self._changed:
            self._closed = True
            self.stop()
            idle, self._idle = self._idle, []
            self._all.difference_update(idle)
        for worker in idle:
            worker.close()

    def _given(self, request: Request, kind: type[T], on_page: OnPage | None = None) -> T:
        """What a worker gives for a request."""
        worker = self._taken()
        try:
            given = worker.read(request, on_page)
        except WorkerEndedError as error:
            raise _failure(error) from None
        finally:
            self._put_back(worker)
        if not isinstance(given, kind):  # the file has taken the worker over
            raise DocumentError(_SENTENCES[Unreadable.CRASHED], Unreadable.CRASHED)
        return given

    def _taken(self) -> WorkerProcess:
        """A worker that is free, for this thread alone."""
        with self._changed:
            stops = self._stops
            self._drop_ended()
            while not (self._idle or self._closed) and len(self._all) >= self.size:
                self._changed.wait()
                if stops != self._stops:
                    break
            if self._closed or stops != self._stops:
                raise ReadingStoppedError(_STOPPED)
            self._start_one_ahead()
            worker = self._idle.pop()
            with suppress(WorkerStartError):  # that is for the next file
                self._start_one_ahead()
            return worker

    def _put_back(self, worker: WorkerProcess) -> None:
        with self._changed:
            is_spent = worker.is_spent  # once: `stop` may end it at any moment
            if is_spent:
                self._all.discard(worker)
                with suppress(WorkerStartError):
                    self._start_one_ahead()
            else:
                self._idle.append(worker)
            self._changed.notify()
        if is_spent:
            worker.close()

    def _drop_ended(self) -> None:
        """Forget workers that ended while they had nothing to do: that is no fault of the next file."""
        for worker in [each for each in self._idle if each.is_spent]:
            self._idle.remove(worker)
            self._all.discard(worker)
            worker.close()

    def _start_one_ahead(self) -> None:
        if not (self._idle or self._closed) and len(self._all) < self.size:
            worker = WorkerProcess(self._limits)
            self._idle.append(worker)
            self._all.add(worker)


def _failure(error: WorkerEndedError) -> DocumentError:
    """The error for a file whose worker ended.

    Raises:
        ReadingStoppedError: It was told to.
    """
    if error.reason is None:
        raise ReadingStoppedError(_STOPPED) from None
    return DocumentError(_SENTENCES[error.reason], error.reason)


def _checked(contents: Contents | PagePicture | DocumentError) -> Contents | DocumentError:
    if isinstance(contents, PagePicture):  # the file has taken the worker over
        return DocumentError(_SENTENCES[Unreadable.CRASHED], Unreadable.CRASHED)
    return contents


def _kill(workers: set[WorkerProcess]) -> None:
    for worker in workers:
        worker.close()
