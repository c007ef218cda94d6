"""What desks see of findings, live: those who read them are told that there is something to look at."""

from __future__ import annotations

from madoguchi.analytics.events import DayCounted, FindingChanged
from madoguchi.kit.facts import Push, watches

READERS = "permission:findings.read"


@watches(FindingChanged)
async def show_finding(fact: FindingChanged) -> Push:
    """A new finding, or one that somebody acknowledged."""
    return Push(to=READERS, event="finding.changed", body=fact)


@watches(DayCounted)
async def show_day(fact: DayCounted) -> Push:
    """A day was counted anew: its figures may have moved."""
    return Push(to="permission:reports.read", event="report.changed", body=fact)
