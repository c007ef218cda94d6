"""Times at which a callback can be promised, from who is there to make it. Pure. Times are UTC."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
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


def starts(after: datetime, until: datetime, minutes: int) -> list[datetime]:
    """The moments at which slots begin: on the clock's round minutes, so that they read well."""
    length = timedelta(minutes=minutes)
    day = after.replace(hour=0, minute=0, second=0, microsecond=0)
    first = day + length * (floor((after - day) / length) + 1)
    return [first + n * length for n in range(max(0, -(-(until - first) // length)))]


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
