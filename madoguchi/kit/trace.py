"""One trace from the SIP event to the painted screen: an id that rides on facts, jobs and pushes."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_trace: ContextVar[str] = ContextVar("trace", default="")


def current_trace() -> str:
    """The trace id at work (32 hex digits), or "" outside any."""
    return _trace.get()


@contextmanager
def tracing(trace: str = "") -> Iterator[str]:
    """Work under `trace`, or under a new one."""
    token = _trace.set(trace or secrets.token_hex(16))
    try:
        yield _trace.get()
    finally:
        _trace.reset(token)
