import json
from collections.abc import Iterator

import pytest
import structlog
from structlog.contextvars import bound_contextvars

from bot.logging import configure_logs
from bot.metrics import Metrics


@pytest.fixture(autouse=True)
def defaults() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def test_json_is_an_object_a_line_with_the_request(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("INFO", "json")
    log = structlog.get_logger()
    with bound_contextvars(request=7):
        log.info("question_answered", band="sure")
        log.debug("searched")
    (line,) = capsys.readouterr().err.splitlines()
    entry = json.loads(line)
    assert (entry["event"], entry["level"], entry["request"], entry["band"]) == (
        "question_answered", "info", 7, "sure",
    )  # fmt: skip


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_exception_is_shown_without_local_variables(capsys: pytest.CaptureFixture[str], form: str) -> None:
    def fail(question: str) -> None:
        raise ValueError(len(question))

    secret = "机密的问题"
    configure_logs("DEBUG", "json" if form == "json" else "text")
    try:
        fail(secret)
    except ValueError as error:
        structlog.get_logger().debug("failed_because", exc_info=error)
    shown = capsys.readouterr().err
    assert "ValueError" in shown
    assert secret not in shown


def test_observers_see_what_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    metrics = Metrics()
    configure_logs("INFO", observers=(metrics.count_log,))
    structlog.get_logger().warning("commands_not_published", error="TimedOut")
    assert 'yuanwen_problems_total{error="TimedOut",event="commands_not_published"} 1.0' in (
        metrics.exposition().decode()
    )
