"""Errors of the bot's state."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from embeddings.errors import YuanwenError

_log = structlog.get_logger(__name__)


class StateError(YuanwenError):
    """The bot's state cannot be opened, read, changed or exported."""


@contextmanager
def tolerated(event: str) -> Iterator[None]:
    """Log an error of the state instead of raising it, so that a question is answered all the same.

    Args:
        event: The name of the log line.
    """
    try:
        yield
    except StateError as error:
        _log.warning(event, error=str(error))
