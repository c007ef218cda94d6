"""Opening hours (受付時間): is somebody there at a moment, why not, and when again. Pure.

What rules a day, the first that speaks: its own special day, a closure of the company, a public holiday, the weekday.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final, Literal
from uuid import UUID

import msgspec

from madoguchi.calendars.model.holidays import Calendar, Holiday, as_holiday
from madoguchi.calendars.model.windows import Span, Spans, clock_time, moment, zone_or_utc
from madoguchi.kit.errors import Fault

Why = Literal["open", "closed", "lunch", "holiday", "special"]
LUNCH_MINUTES: Final = 180
"""A gap between two spans of a day that is no longer than this is a break (昼休み); a longer one is simply closed."""
HORIZON: Final = timedelta(days=400)
"""How far ahead we look for the next change."""


class SpecialDay(msgspec.Struct, frozen=True, kw_only=True):
    """A date with hours of its own; no spans: closed."""

    day: date
    spans: Spans = ()
    name_ja: str = ""
    name_en: str = ""


class OpeningHours(msgspec.Struct, frozen=True, kw_only=True):
    """When somebody is there. `week`: Monday first. `on_holidays` None: a public holiday is like its weekday.

    `country` names whose public holidays count ("": nobody's); `observes_closures`: closed on the company's own days.
    """

    id: UUID
    name: str
    time_zone: str
    week: tuple[Spans, ...]
    on_holidays: Spans | None
    country: str
    observes_closures: bool
    special_days: tuple[SpecialDay, ...]
    active: bool
    version: int


class Openness(msgspec.Struct, frozen=True, kw_only=True):
    """Whether it is open. `until`: when that changes; `opens`: when it opens next, None while it is open.

    Both None when nothing changes within the next 400 days. `day`: the holiday or special day that closes it.
    """

    open: bool
    why: Why
    until: datetime | None
    opens: datetime | None
    day: Holiday | None = None


Times = tuple[datetime, datetime]


class _Day(msgspec.Struct, frozen=True):
    spans: Spans
    why: Why
    named: Holiday | None


def _ruled(hours: OpeningHours, calendar: Calendar, day: date) -> _Day:
    special = next((s for s in hours.special_days if s.day == day), None)
    if special:
        named = Holiday(day=day, name_ja=special.name_ja, name_en=special.name_en, kind="special")
        return _Day(special.spans, "special", named)
    ours = calendar.own(day) if hours.observes_closures else None
    if ours:
        return _Day(ours.spans, "holiday", as_holiday(ours, day))
    public = calendar.public(day) if hours.on_holidays is not None else None
    if public and hours.on_holidays is not None:
        return _Day(hours.on_holidays, "holiday", public)
    return _Day(hours.week[day.weekday()], "closed", None)


def _open_times(hours: OpeningHours, calendar: Calendar, first: date, last: date) -> Iterator[Times]:
    """Open times from one day to another, in order; those that touch (over midnight) are one."""
    where = zone_or_utc(hours.time_zone)
    start: datetime | None = None
    end: datetime | None = None
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        for span in sorted(_ruled(hours, calendar, day).spans):
            begins, ends = moment(day, clock_time(span.start), where), moment(day, clock_time(span.end), where)
            if end is not None and begins <= end:
                end = max(end, ends)
                continue
            if start is not None and end is not None:
                yield start, end
            start, end = begins, ends
    if start is not None and end is not None:
        yield start, end


def _holds(spans: Spans, minute: int) -> bool:
    return any(clock_time(s.start) <= minute < clock_time(s.end) for s in spans)


def _why_closed(hours: OpeningHours, calendar: Calendar, local: datetime) -> tuple[Why, Holiday | None]:
    ruled, minute = _ruled(hours, calendar, local.date()), local.hour * 60 + local.minute
    before = [clock_time(s.end) for s in ruled.spans if clock_time(s.end) <= minute]
    after = [clock_time(s.start) for s in ruled.spans if clock_time(s.start) > minute]
    if before and after and min(after) - max(before) <= LUNCH_MINUTES:
        return "lunch", None
    # A holiday with hours of its own is to blame only for what would have been open.
    if ruled.spans and not _holds(hours.week[local.weekday()], minute):
        return "closed", None
    return ruled.why, ruled.named


def openness(hours: OpeningHours, calendar: Calendar, at: datetime) -> Openness:
    """Whether `hours` are open at a moment, why, until when, and when they open next."""
    local = at.astimezone(zone_or_utc(hours.time_zone))
    first = local.date() - timedelta(days=1)  # what began yesterday may run past midnight
    last = (local + HORIZON).date()
    for start, end in _open_times(hours, calendar, first, last):
        if end <= at:
            continue
        if start <= at:
            lasting = end.astimezone(local.tzinfo).date() > last
            return Openness(open=True, why="open", until=None if lasting else end, opens=None)
        why, day = _why_closed(hours, calendar, local)
        return Openness(open=False, why=why, until=start, opens=start, day=day)
    why, day = _why_closed(hours, calendar, local)
    return Openness(open=False, why=why, until=None, opens=None, day=day)


def span_faults(spans: Sequence[Span], at: str) -> list[Fault]:
    """What is wrong with the spans of one day: each ends after it starts, none overlaps another."""
    faults = [
        Fault(at=f"{at}.{n}", code="span_backwards")
        for n, span in enumerate(spans)
        if clock_time(span.end) <= clock_time(span.start)
    ]
    ordered = sorted(spans)
    if not faults and any(b.start < a.end for a, b in pairwise(ordered)):
        faults.append(Fault(at=at, code="spans_overlap"))
    return faults
