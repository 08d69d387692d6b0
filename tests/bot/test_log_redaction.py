import logging
from collections.abc import Iterator

import pytest

from bot import log_redaction

TOKEN = "123456:of-this-bot"


@pytest.fixture(autouse=True)
def redacted() -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in log_redaction._LOGGERS]
    before = [list(logger.filters) for logger in loggers]
    log_redaction.redact([TOKEN, "geheim"])
    yield
    for logger, filters in zip(loggers, before, strict=True):
        logger.filters[:] = filters


@pytest.mark.parametrize("name", log_redaction._LOGGERS)
def test_secrets_are_left_out_of_messages_and_their_arguments(
    caplog: pytest.LogCaptureFixture, name: str
) -> None:
    with caplog.at_level(logging.DEBUG, logger=name):
        logging.getLogger(name).info("POST %s with geheim", f"https://bot:geheim@x/bot{TOKEN}/getMe")
    assert caplog.messages == ["POST https://bot:SECRET@x/botSECRET/getMe with SECRET"]


def test_an_exception_is_told_by_its_class_alone(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise ValueError(f"{TOKEN} was rejected")
    except ValueError:
        logging.getLogger("telegram.ext.Updater").exception("polling failed")
    assert TOKEN not in caplog.text
    assert caplog.messages == ["polling failed (ValueError)"]


def test_what_telegram_sent_is_not_told(caplog: pytest.LogCaptureFixture) -> None:
    updates = [{"update_id": 1, "message": {"text": "我的工资是多少"}}]
    logging.getLogger("telegram.Bot").critical("Error while parsing updates! Received data was %r", updates)
    assert caplog.messages == ["Error while parsing updates! Received data was 'list'"]
