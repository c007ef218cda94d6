"""Days and half hours as the tenant's clock shows them. Instants are UTC; a day runs from its boundary to the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

Step = Literal["half_hour", "day", "whole"]
HALF_HOUR = timedelta(minutes=30)


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """A tenant's clock: its zone, and when its day begins ("05:00": what happens at 2 o'clock belongs to the day
    before).
    """

    zone: str = "Asia/Tokyo"
    begins: str = "00:00"

    def start(self, day: date) -> datetime:
        """The instant at which `day` begins."""
        hour, minute = map(int, self.begins.split(":"))
        local = datetime.combine(day, time(hour, minute), ZoneInfo(self.zone))
        return local.astimezone(UTC)

    def day_of(self, at: datetime) -> date:
        """The day to which an instant belongs."""
        hour, minute = map(int, self.begins.split(":"))
        local = at.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)
        return (local - timedelta(hours=hour, minutes=minute)).date()


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """From the first day to the last one, both whole, cut into steps. `starts`: when each begins."""

    start: datetime
    end: datetime
    starts: list[datetime]


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def period(clock: Clock, first: date, last: date, step: Step) -> Period:
    """The days from `first` to `last` in steps: half hours count from each day's own beginning."""
    start, end = clock.start(first), clock.start(last + timedelta(days=1))
    if step == "whole":
        return Period(start=start, end=end, starts=[start])
    begun = [clock.start(day) for day in days(first, last)]
    if step == "day":
        return Period(start=start, end=end, starts=begun)
    bounds = [*begun, end]
    halves = [
        day + n * HALF_HOUR for day, following in pairwise(bounds) for n in range(-(-(following - day) // HALF_HOUR))
    ]
    return Period(start=start, end=end, starts=halves)
