"""Logs: one line an event, on standard error."""

import logging
import sys

import structlog


def configure_logs(level: str) -> None:
    """Send structlog's events, and those of libraries, to standard error.

    Args:
        level: "DEBUG", "INFO", "WARNING" or "ERROR".
    """
    number = logging.getLevelNamesMapping()[level]
    logging.basicConfig(stream=sys.stderr, level=max(number, logging.WARNING), format="%(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(),
                # The other ways to format show local variables: the token, and what people ask.
                exception_formatter=structlog.dev.plain_traceback,
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
