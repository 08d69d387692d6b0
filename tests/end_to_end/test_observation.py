"""A request can be followed through the logs and is counted, without a word that people wrote."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
import structlog
from structlog.testing import capture_logs

from bot.metrics import Metrics
from bot.playground import Loopback
from bot.services.documents import DocumentService
from retrieval.documents import Previous, Reply
from retrieval.engine import Engine
from tests.end_to_end.archive import Archive, found
from tests.end_to_end.conftest import Log, Serve

QUESTION = "档案室在几层"
ANSWER = found("档案室在十二层。", "十二层")


class LoggingArchive(Archive):
    """Logs on the thread that answers."""

    def ask(
        self,
        question: str,
        *,
        collections: Collection[str] | None = None,
        documents: Collection[int] | None = None,
        previous: Previous | None = None,
    ) -> Reply:
        structlog.get_logger().debug("searched")
        return super().ask(question, collections=collections, documents=documents, previous=previous)


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def logged(metrics: Metrics) -> Iterator[Log]:
    structlog.reset_defaults()
    with capture_logs([structlog.contextvars.merge_contextvars, metrics.count_log]) as events:
        yield events


def of_request(log: Log, request: object) -> list[str]:
    return [entry["event"] for entry in log if entry.get("request") == request]


async def test_every_step_of_an_update_is_logged_under_its_id(
    telegram: Loopback, serve: Serve, logged: Log, metrics: Metrics
) -> None:
    async with serve(LoggingArchive({QUESTION: ANSWER}), metrics=metrics):
        user = telegram.user("小明")
        for text in (QUESTION, "别的问题"):
            await telegram.answer_to(telegram.say(user, text))
        await telegram.confirmed()
    requests = [entry["request"] for entry in logged if entry["event"] == "update_received"]
    assert len(set(requests)) == 2
    for request in requests:
        steps = of_request(logged, request)
        assert [step for step in steps if step != "telegram_called"] == [
            "update_received", "searched", "question_answered", "update_handled",
        ]  # fmt: skip
        assert steps.index("telegram_called") > steps.index("question_answered")
    text = metrics.exposition().decode()
    assert 'yuanwen_questions_total{asked_by="message",band="sure"} 1.0' in text
    assert 'yuanwen_questions_total{asked_by="message",band="none"} 1.0' in text
    assert 'yuanwen_update_seconds_count{kind="message"} 2.0' in text
    assert 'yuanwen_telegram_call_seconds_count{method="sendMessage",status="200"} 2.0' in text


async def test_an_error_is_logged_under_its_request_and_counted(
    telegram: Loopback, serve: Serve, logged: Log, metrics: Metrics
) -> None:
    async with serve(Archive({QUESTION: ValueError(QUESTION)}), metrics=metrics):
        await telegram.answer_to(telegram.say(telegram.user("小明"), QUESTION))
    (failed,) = [entry for entry in logged if entry["event"] == "update_failed"]
    assert failed["request"] in {entry["request"] for entry in logged if entry["event"] == "update_received"}
    assert (
        'yuanwen_problems_total{error="ValueError",event="update_failed"} 1.0'
        in metrics.exposition().decode()
    )


@pytest.mark.slow
async def test_an_upload_is_logged_under_its_id(
    telegram: Loopback, serve: Serve, logged: Log, metrics: Metrics, library: Engine
) -> None:
    async with serve(library, document_service=DocumentService.of(library), metrics=metrics):
        sent = telegram.send_document(telegram.user("小明"), "楼层.txt", "档案室在主楼十二层。".encode())
        status = await telegram.answer_to(sent, seconds=60)
        await telegram.notifier.until(
            lambda: "已加入" in (telegram.current(status) or status).text or None, timeout=60
        )
        await telegram.confirmed()
    (read,) = [entry for entry in logged if entry["event"] == "file_read"]
    assert of_request(logged, read["request"])[0] == "update_received"


async def test_neither_token_nor_text_nor_name_is_logged_at_info(
    telegram: Loopback,
    serve: Serve,
    logged: Log,
    metrics: Metrics,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> None:
    caplog.set_level("INFO")
    async with serve(Archive({QUESTION: ANSWER, "坏": ValueError(QUESTION)}), metrics=metrics):
        user = telegram.user("欧阳小明")
        for text in (QUESTION, "坏", "/start", "没有答案的问题"):
            await telegram.answer_to(telegram.say(user, text))
        await telegram.offers_for(telegram.inline(user, QUESTION))
    shown = [entry for entry in logged if entry["log_level"] != "debug"]
    assert {"question_answered", "update_failed"} <= {entry["event"] for entry in shown}
    everything = json.dumps(shown, ensure_ascii=False, default=repr) + metrics.exposition().decode()
    for secret in (telegram.token, "档案室", "没有答案", "十二层", "欧阳"):
        assert secret not in everything
    assert user.id not in [value for entry in shown for value in entry.values()]
