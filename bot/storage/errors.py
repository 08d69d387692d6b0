"""What can go wrong between the bot and what it remembers."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from embeddings.errors import YuanwenError

_log = structlog.get_logger(__name__)


class StateError(YuanwenError):
    """The bot's state cannot be opened, read, changed or exported."""


@contextmanager
def tolerated(event: str) -> Iterator[None]:
    """Let an answer be given although the state fails: better one that might be given again than none.

    Args:
        event: What to log where it fails.
    """
    try:
        yield
    except StateError as error:
        _log.warning(event, error=str(error))
