"""Keeps secrets, what people wrote, and tracebacks out of the logs of libraries."""

import logging
from collections.abc import Iterable

_LOGGERS = (
    "asyncio",
    "httpcore.connection",
    "httpcore.http11",
    "httpx",
    "telegram",
    "telegram.Bot",
    "telegram.ext",
    "telegram.ext.Application",
    "telegram.ext.ExtBot",
    "telegram.ext.Updater",
    "telegram.request.BaseRequest",
    "telegram.request.HTTPXRequest",
    "tornado.access",
    "tornado.application",
    "tornado.general",
)


class _SecretsFilter(logging.Filter):
    """Replaces secrets in log records, an exception by the name of its class, and data by that of its type.

    python-telegram-bot logs all updates of a response that it cannot parse.
    """

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._secrets = secrets

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                type(value).__name__ if isinstance(value, list | dict) else value for value in record.args
            )
        message = record.getMessage()
        if record.exc_info and record.exc_info[0]:
            message += f" ({record.exc_info[0].__name__})"
        for secret in self._secrets:
            message = message.replace(secret, "SECRET")
        record.msg, record.args = message, ()
        record.exc_info = record.exc_text = None
        return True


def redact(secrets: Iterable[str]) -> None:
    """Keep secrets out of what httpx, python-telegram-bot, tornado and asyncio log.

    httpx logs every address at INFO, and the token is part of it; python-telegram-bot names a rejected
    token in its error, and logs that with a traceback.

    Args:
        secrets: None of them empty.
    """
    secrets_filter = _SecretsFilter(tuple(secrets))
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(secrets_filter)
