"""The time that shifts plan as work: what is left of it without breaks, training and leave. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter
from uuid import UUID

import msgspec

from madoguchi.calendars import Shift


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is to be on duty from `start` until `end`."""

    user: UUID
    start: datetime
    end: datetime


def planned(shifts: Iterable[Shift], start: datetime, end: datetime) -> list[Planned]:
    """When people are to be on duty between two moments; what is planned twice counts once."""
    work: dict[UUID, list[tuple[datetime, datetime]]] = {}
    away: dict[UUID, list[tuple[datetime, datetime]]] = {}
    for shift in shifts:
        kept = work if shift.kind == "work" else away
        kept.setdefault(shift.user, []).append((max(shift.start, start), min(shift.end, end)))
    found = []
    for user, spans in work.items():
        for since, until in _less(_joined(spans), _joined(away.get(user, []))):
            found.append(Planned(user=user, start=since, end=until))
    return sorted(found, key=lambda each: (each.start, each.user))


def _joined(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Spans in order, those that touch made one, empty ones left out."""
    joined: list[tuple[datetime, datetime]] = []
    for since, until in sorted(spans):
        if until <= since:
            continue
        if joined and since <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        else:
            joined.append((since, until))
    return joined


def _less(
    spans: Iterable[tuple[datetime, datetime]], holes: list[tuple[datetime, datetime]]
) -> Iterable[tuple[datetime, datetime]]:
    """What is left of the spans outside the holes; both in order, and neither overlaps its own."""
    for since, until in spans:
        for start, end in holes[bisect_right(holes, since, key=itemgetter(1)) :]:
            if start >= until:
                break
            if start > since:
                yield since, start
            since = end
        if since < until:
            yield since, until
