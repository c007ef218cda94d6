"""Times at which a callback can be promised, from who is there to make it. Pure. Times are UTC."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from math import floor
from uuid import UUID

from msgspec import Struct


class Shift(Struct, frozen=True, kw_only=True):
    """Somebody is at work."""

    user: UUID
    start: datetime
    end: datetime


class SlotRules(Struct, frozen=True, kw_only=True):
    """`minutes` long each; `share` (per cent) of the people on shift call back, one call each; `fixed` calls at a time
    where no shifts are known."""

    minutes: int = 30
    share: int = 50
    fixed: int = 2


class Slot(Struct, frozen=True, kw_only=True):
    """A time that can be promised: `capacity` calls may be promised for it, `taken` are."""

    start: datetime
    end: datetime
    capacity: int
    taken: int

    @property
    def free(self) -> bool:
        return self.taken < self.capacity


def starts(after: datetime, until: datetime, minutes: int, zone: tzinfo) -> list[datetime]:
    """The moments at which slots begin, counted anew from every midnight of a clock, so that they read well.

    What would reach over midnight is none.
    """
    length, found = timedelta(minutes=minutes), list[datetime]()
    day = after.astimezone(zone).date()
    while (midnight := _midnight(day, zone)) < until:
        day += timedelta(days=1)
        at = midnight + length * max(0, floor((after - midnight) / length) + 1)
        while at < until and at + length <= _midnight(day, zone):
            found.append(at)
            at += length
    return found


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def capacity(start: datetime, end: datetime, shifts: Sequence[Shift] | None, rules: SlotRules) -> int:
    """How many calls can be promised for a time. `shifts` None: nobody knows who will be there."""
    if shifts is None:
        return rules.fixed
    there = {shift.user for shift in shifts if shift.start <= start and shift.end >= end}
    return max(1, len(there) * rules.share // 100) if there else 0


def slots(
    begins: Sequence[datetime],
    allowed: Callable[[datetime], bool],
    shifts: Sequence[Shift] | None,
    taken: Mapping[datetime, int],
    rules: SlotRules,
) -> list[Slot]:
    """The slots that begin at these moments, where `allowed` says that one may call."""
    length = timedelta(minutes=rules.minutes)
    made = (
        Slot(start=at, end=at + length, capacity=capacity(at, at + length, shifts, rules), taken=taken.get(at, 0))
        for at in begins
        if allowed(at)
    )
    return [slot for slot in made if slot.capacity]
