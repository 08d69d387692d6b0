"""Keeps the bot token and tracebacks out of the logs of libraries."""

import logging

_LOGGERS = (
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
)


class _TokenFilter(logging.Filter):
    """Replaces a secret in log records, and an exception by the name of its class."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self._secret = secret

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if record.exc_info and record.exc_info[0]:
            message += f" ({record.exc_info[0].__name__})"
        record.msg, record.args = message.replace(self._secret, "TOKEN"), ()
        record.exc_info = record.exc_text = None
        return True


def redact_token(token: str) -> None:
    """Keep a bot token out of what httpx and python-telegram-bot log.

    httpx logs every address at INFO, and the token is part of it; python-telegram-bot names a rejected
    token in its error, and logs that with a traceback.
    """
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_TokenFilter(token))
