"""Windows of the day, by the clock of a time zone. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Annotated, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Meta

MIDNIGHT: Final = 24 * 60
EVERY_DAY: Final = (1, 2, 3, 4, 5, 6, 7)
ClockTime = Annotated[str, Meta(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$", examples=["09:00"])]


class Span(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """From `start` to `end`, without it; 24:00 is midnight. A night is two spans, on two days."""

    start: ClockTime
    end: ClockTime


Spans = tuple[Span, ...]


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """A window of the day, on some days of the week (ISO: 1 is Monday). `end` is not part of it; 24:00 is midnight."""

    start: str = "08:00"
    end: str = "21:00"
    days: tuple[int, ...] = EVERY_DAY


def clock_time(text: str) -> int:
    """Minutes after midnight of "HH:MM"; "24:00" is 1440. Raises ValueError."""
    if text == "24:00":
        return MIDNIGHT
    moment = time.fromisoformat(text)
    if len(text) != 5 or moment.tzinfo is not None:
        raise ValueError(text)
    return moment.hour * 60 + moment.minute


def zone(name: str) -> ZoneInfo | None:
    """The time zone by its IANA name, or None when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_or_utc(name: str) -> tzinfo:
    """The time zone by its IANA name; UTC when there is none."""
    return zone(name) or UTC


def moment(day: date, minutes: int, where: tzinfo) -> datetime:
    """The moment, in UTC, at which clocks `where` show so many minutes after midnight of `day`; 1440 and more is the
    next day. A time that a change of clocks leaves out is taken as before the change.
    """
    days, rest = divmod(minutes, MIDNIGHT)
    local = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), tzinfo=where)
    return local.astimezone(UTC)


def within(hours: Hours, when: datetime, time_zone: str) -> bool:
    """Whether `when` falls into `hours` as the clock shows in `time_zone`. A window may run past midnight."""
    local = when.astimezone(zone_or_utc(time_zone))
    start, end, minute = clock_time(hours.start), clock_time(hours.end), local.hour * 60 + local.minute
    if start <= end:
        return local.isoweekday() in hours.days and start <= minute < end
    if minute >= start:
        return local.isoweekday() in hours.days
    yesterday = local.isoweekday() - 1 or 7
    return minute < end and yesterday in hours.days


def next_within(hours: Hours, when: datetime, time_zone: str) -> datetime | None:
    """The first moment from `when` on that falls into `hours`; None when none ever does."""
    if within(hours, when, time_zone):
        return when
    where = zone_or_utc(time_zone)
    today = when.astimezone(where).date()
    starts = (moment(today + timedelta(days=n), clock_time(hours.start), where) for n in range(9))
    return next((start for start in starts if start > when and within(hours, start, time_zone)), None)
