"""Logs: one line an event, on standard error."""

import logging
import sys
from typing import Literal

import structlog
from structlog.typing import Processor


def configure_logs(
    level: str, form: Literal["text", "json"] = "text", *, observers: tuple[Processor, ...] = ()
) -> None:
    """Send structlog's events, and those of libraries, to standard error.

    Args:
        level: "DEBUG", "INFO", "WARNING" or "ERROR".
        form: Lines of text, or an object of JSON each.
        observers: Processors that see each event of this level and above.
    """
    number = logging.getLevelNamesMapping()[level]
    logging.basicConfig(stream=sys.stderr, level=max(number, logging.WARNING), format="%(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *observers,
            *(_as_json() if form == "json" else _as_text()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _as_text() -> tuple[Processor, ...]:
    # The other ways to format an exception show local variables: the token, and what people ask.
    renderer = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    return (renderer,)


def _as_json() -> tuple[Processor, ...]:
    return structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)
