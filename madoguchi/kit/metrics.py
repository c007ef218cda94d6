"""Prometheus metrics. Labels are codes only, so that neither people nor ids leak into the time series."""

from __future__ import annotations

from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

registry = CollectorRegistry()

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


def counter(name: str, about: str, labels: Sequence[str] = ()) -> Counter:
    """A counter `madoguchi_<name>_total`."""
    return Counter(f"madoguchi_{name}", about, labels, registry=registry)


def gauge(name: str, about: str, labels: Sequence[str] = ()) -> Gauge:
    """A gauge `madoguchi_<name>`."""
    return Gauge(f"madoguchi_{name}", about, labels, registry=registry)


def histogram(name: str, about: str, labels: Sequence[str] = (), buckets: Sequence[float] = SECONDS) -> Histogram:
    """A histogram `madoguchi_<name>`; buckets in seconds unless said."""
    return Histogram(f"madoguchi_{name}", about, labels, buckets=buckets, registry=registry)


def exposition() -> bytes:
    """All metrics in the Prometheus text format."""
    return generate_latest(registry)
