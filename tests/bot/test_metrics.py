import re
from pathlib import Path

from bot.metrics import Metrics
from retrieval.errors import StoreError
from retrieval.stopwatch import Step


def value(metrics: Metrics, line: str) -> float:
    """The value behind a name with its labels."""
    (found,) = [row for row in metrics.exposition().decode().splitlines() if row.startswith(f"{line} ")]
    return float(found.rpartition(" ")[2])


def test_the_answered_share_can_be_computed() -> None:
    metrics = Metrics()
    for band in ("sure", "sure", "unsure", "none"):
        metrics.answered("message", band, 0.2)
    metrics.answered("inline", "none", 0.1)
    assert value(metrics, 'yuanwen_questions_total{asked_by="message",band="sure"}') == 2
    assert value(metrics, 'yuanwen_questions_total{asked_by="message",band="none"}') == 1
    assert value(metrics, 'yuanwen_question_seconds_count{asked_by="message"}') == 4


def test_steps_are_seconds() -> None:
    metrics = Metrics()
    metrics.stepped((Step("words", 20.0), Step("reading", 300.0)))
    assert value(metrics, 'yuanwen_step_seconds_sum{step="reading"}') == 0.3
    assert value(metrics, 'yuanwen_step_seconds_bucket{le="0.01",step="words"}') == 0


def test_calls_that_got_no_response_are_no_contact() -> None:
    metrics = Metrics()
    metrics.called("sendMessage", 0, 20.0)
    assert value(metrics, "yuanwen_telegram_contact_timestamp_seconds") == 0
    metrics.called("sendMessage", 429, 0.1)
    assert value(metrics, "yuanwen_telegram_contact_timestamp_seconds") > 0
    assert value(metrics, 'yuanwen_telegram_call_seconds_count{method="sendMessage",status="429"}') == 1


def test_warnings_and_errors_are_counted_by_event_and_class() -> None:
    metrics = Metrics()
    for event in (
        {"event": "update_failed", "error": "ValueError"},
        {"event": "turn_not_kept", "error": "/home/bot.db cannot be read (disk I/O error)."},
    ):
        assert metrics.count_log(None, "error", event) is event
    metrics.count_log(None, "info", {"event": "question_answered"})
    assert value(metrics, 'yuanwen_problems_total{error="ValueError",event="update_failed"}') == 1
    assert value(metrics, 'yuanwen_problems_total{error="",event="turn_not_kept"}') == 1
    assert "question_answered" not in metrics.exposition().decode()


def test_what_is_watched_is_read_when_it_is_asked_for() -> None:
    metrics, waiting = Metrics(), [1, 2]
    metrics.watch_queue("updates", lambda: len(waiting))
    waiting.append(3)
    assert value(metrics, 'yuanwen_queue{queue="updates"}') == 3


def test_a_store_that_cannot_be_read_leaves_the_rest() -> None:
    def fail() -> int:
        raise StoreError("it is locked")

    metrics = Metrics()
    metrics.watch_index("documents", fail)
    metrics.watch_index("passages", lambda: 7)
    assert 'yuanwen_index{what="documents"} NaN' in metrics.exposition().decode()
    assert value(metrics, 'yuanwen_index{what="passages"}') == 7


def test_two_bots_of_one_process_are_counted_apart() -> None:
    one, other = Metrics(), Metrics()
    one.answered("message", "sure", 0.1)
    assert 'band="sure"' not in other.exposition().decode()


def test_every_metric_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(yuanwen_\w+)", page, re.M)
    types = re.findall(r"^# TYPE (yuanwen_\w+) (\w+)", Metrics().exposition().decode(), re.M)
    assert sorted(rows) == sorted(name for name, _ in types if not name.endswith("_created"))
