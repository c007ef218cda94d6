"""Structured logs: ids and codes, never personal text."""

from __future__ import annotations

import logging
import sys

import structlog

from madoguchi.kit.trace import current_trace

log: structlog.stdlib.BoundLogger = structlog.get_logger("madoguchi")


def _add_trace(_logger: object, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    trace = current_trace()
    if trace:
        event["trace"] = trace
    return event


def set_up_logs(level: str, form: str) -> None:
    """Send logs to standard error as `form` ("text" or "json"), from `level` up."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _add_trace,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
