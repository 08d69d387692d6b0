"""An application that measures the handling of updates, and binds what is logged meanwhile to its update."""

from contextlib import ExitStack
from typing import Any

import structlog
from structlog.contextvars import bound_contextvars
from telegram import Update
from telegram.ext import Application

from bot.metrics import Metrics

_log = structlog.get_logger(__name__)


class ObservedApplication(Application[Any, Any, Any, Any, Any, Any]):
    """An application whose log lines hold `request`, the id of the update that they come of.

    Telegram gives each update an id of its own, and an update that a restart takes up again keeps it.

    Args:
        metrics: Where the handling is measured.
        options: Those of `telegram.ext.Application`.
    """

    def __init__(self, metrics: Metrics, **options: Any) -> None:
        super().__init__(**options)
        self._metrics = metrics

    async def process_update(self, update: object) -> None:
        """Run the handler of an update; see `telegram.ext.Application`."""
        kind = _kind(update)
        with ExitStack() as stack:
            if isinstance(update, Update):
                stack.enter_context(bound_contextvars(request=update.update_id))
            stack.enter_context(self._metrics.handling(kind))
            _log.debug("update_received", kind=kind)
            await super().process_update(update)
            _log.debug("update_handled", kind=kind)


def _kind(update: object) -> str:
    """The kind of an update, as Telegram calls it."""
    return next((kind for kind in Update.ALL_TYPES if getattr(update, kind, None) is not None), "other")
