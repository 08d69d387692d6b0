"""Metrics of a running bot in the text format of Prometheus; no person and no word of a text is in them."""

import time
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from math import nan
from typing import Any, Final, Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from embeddings.errors import YuanwenError
from retrieval.documents import Band
from retrieval.stopwatch import Step

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
"""The type of `Metrics.exposition`."""

AskedBy = Literal["message", "inline"]
"""Whether a question was sent, or answered while it was typed."""

_FAST_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_SLOW_S: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
"""Upper bounds of histograms, in seconds."""
_LOGGED_LEVELS: Final = frozenset({"warning", "error", "critical"})


class Metrics:
    """Counts and measures one bot, in a registry of its own. Safe to use from several threads."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self._questions = Counter(
            "yuanwen_questions", "Questions answered, by how sure.", ["asked_by", "band"], registry=registry
        )
        self._question_seconds = Histogram(
            "yuanwen_question_seconds",
            "From a question to its answer, the wait for a thread included.",
            ["asked_by"],
            buckets=_SLOW_S,
            registry=registry,
        )
        self._step_seconds = Histogram(
            "yuanwen_step_seconds", "Steps of an answer.", ["step"], buckets=_FAST_S, registry=registry
        )
        self._call_seconds = Histogram(
            "yuanwen_telegram_call_seconds",
            "HTTP requests to Telegram, by method and status; 0 is no response.",
            ["method", "status"],
            buckets=_SLOW_S,
            registry=registry,
        )
        self._contact = Gauge(
            "yuanwen_telegram_contact_timestamp_seconds",
            "When Telegram last responded, in seconds since 1970.",
            registry=registry,
        )
        self._update_seconds = Histogram(
            "yuanwen_update_seconds",
            "Handling of an update, what is sent included.",
            ["kind"],
            buckets=_SLOW_S,
            registry=registry,
        )
        self._problems = Counter(
            "yuanwen_problems", "Warnings and errors logged, by event.", ["event", "error"], registry=registry
        )
        self._queue = Gauge("yuanwen_queue", "What waits or is under way.", ["queue"], registry=registry)
        self._index = Gauge("yuanwen_index", "What the index holds.", ["what"], registry=registry)
        ProcessCollector(registry=registry)

    def answered(self, asked_by: AskedBy, band: Band, seconds: float) -> None:
        """A question was answered.

        Args:
            asked_by: How it was asked.
            band: How sure the answer is.
            seconds: How long that took, from the question on.
        """
        self._questions.labels(asked_by, band).inc()
        self._question_seconds.labels(asked_by).observe(seconds)

    def stepped(self, steps: tuple[Step, ...]) -> None:
        """The steps of an answer were measured."""
        for step in steps:
            self._step_seconds.labels(step.name).observe(step.ms / 1000)

    def called(self, method: str, status: int, seconds: float) -> None:
        """A request to Telegram ended.

        Args:
            method: Of the Bot API, or "file" for a download.
            status: Of HTTP; 0 where there was no response.
            seconds: How long it took.
        """
        self._call_seconds.labels(method, status).observe(seconds)
        if status:
            self._contact.set_to_current_time()

    @contextmanager
    def handling(self, kind: str) -> Iterator[None]:
        """Measure a block that handles an update of some kind ("message", "inline_query" …)."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self._update_seconds.labels(kind).observe(time.perf_counter() - began)

    def count_log(
        self, _logger: object, method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        """A processor of structlog that counts warnings and errors, by event and class of the error."""
        if method in _LOGGED_LEVELS:
            error = str(event.get("error", ""))
            self._problems.labels(event.get("event", ""), error if error.isidentifier() else "").inc()
        return event

    def watch_queue(self, name: str, length: Callable[[], int]) -> None:
        """Read the length of a queue whenever metrics are asked for; called on any thread."""
        self._queue.labels(name).set_function(_or_nothing(length))

    def watch_index(self, what: str, size: Callable[[], int]) -> None:
        """Read a size of the index whenever metrics are asked for; called on any thread."""
        self._index.labels(what).set_function(_or_nothing(size))

    def exposition(self) -> bytes:
        """All metrics as text; what is watched is read now, which may take a moment."""
        return generate_latest(self._registry)


def _or_nothing(read: Callable[[], int]) -> Callable[[], float]:
    """A function that gives "not a number" where something cannot be read."""

    def read_or_nan() -> float:
        try:
            return read()
        except YuanwenError:
            return nan

    return read_or_nan
