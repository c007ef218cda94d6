"""One trace from the SIP event to the painted screen: an id that rides on facts, jobs and pushes.

Where `MADOGUCHI_OTLP_URL` names a collector, each step of it is a span there too; names and codes only.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from opentelemetry import trace as otel
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

SAMPLED = otel.TraceFlags(otel.TraceFlags.SAMPLED)

_trace: ContextVar[str] = ContextVar("trace", default="")
_root: ContextVar[str] = ContextVar("root", default="")
_provider: TracerProvider | None = None


class _Ids(RandomIdGenerator):
    """The first span of a trace has an id made of the trace's, so that later steps, in whatever process, find it."""

    def generate_trace_id(self) -> int:
        return int(_root.get(), 16) if _root.get() else super().generate_trace_id()

    def generate_span_id(self) -> int:
        return _first(_root.get()) if _root.get() else super().generate_span_id()


def _first(trace: str) -> int:
    return int(trace[:16], 16) or 1


def export_spans(exporter: SpanExporter) -> None:
    """Send the steps of every trace to `exporter`, from now on."""
    global _provider
    _provider = TracerProvider(resource=Resource.create({"service.name": "madoguchi"}), id_generator=_Ids())
    _provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=1000))


def end_spans() -> None:
    """Send what is left, and export no more. Blocks until it is sent or given up."""
    global _provider
    if _provider is not None:
        _provider.shutdown()
    _provider = None


def current_trace() -> str:
    """The trace id at work (32 hex digits), or "" outside any."""
    return _trace.get()


def trace_of(subject: str) -> str:
    """The trace of everything that happens to one subject, such as a caller's leg."""
    return hashlib.sha256(subject.encode()).hexdigest()[:32]


@contextmanager
def tracing(trace: str = "", step: str = "", *, first: bool = False) -> Iterator[str]:
    """Work under `trace`, or under a new one; `step` names this part of it, which is the trace's first when the trace
    is new or `first` says so.
    """
    first = first or not trace
    trace = trace or secrets.token_hex(16)
    token = _trace.set(trace)
    try:
        if _provider is None or not step:
            yield trace
        else:
            with _span(_provider, trace, step, first=first):
                yield trace
    finally:
        _trace.reset(token)


@contextmanager
def _span(provider: TracerProvider, trace: str, step: str, *, first: bool) -> Iterator[None]:
    span = _begin(provider, trace, step, first=first)
    with otel.use_span(span, end_on_exit=True, record_exception=False):
        yield


def _begin(
    provider: TracerProvider, trace: str, step: str, *, first: bool = False, start: int | None = None
) -> otel.Span:
    tracer = provider.get_tracer("madoguchi")
    around = otel.get_current_span().get_span_context()
    if first:
        token = _root.set(trace)
        try:
            return tracer.start_span(step, otel.set_span_in_context(otel.INVALID_SPAN), start_time=start)
        finally:
            _root.reset(token)
    if around.trace_id != int(trace, 16):
        around = otel.SpanContext(int(trace, 16), _first(trace), is_remote=True, trace_flags=SAMPLED)
    return tracer.start_span(step, otel.set_span_in_context(otel.NonRecordingSpan(around)), start_time=start)


def name_step(step: str) -> None:
    """The step at work turned out to be this one."""
    otel.get_current_span().update_name(step)


def step_taken(trace: str, step: str, milliseconds: float) -> None:
    """A step that somebody else took, in a browser say, and that ended now."""
    if _provider is None:
        return
    ended = time.time_ns()
    _begin(_provider, trace, step, start=ended - int(milliseconds * 1e6)).end(ended)
