"""Times at which a callback can be promised, from who is there to make it. Pure. Times are UTC."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from math import floor
from uuid import UUID

from msgspec import Struct

from madoguchi.calendars import Shift

NEAR = timedelta(days=7)
"""Where nothing is planned so far around a time, nobody knows who will be there."""

Span = tuple[datetime, datetime]


class Roster(Struct, frozen=True, kw_only=True):
    """What is known of a queue's people: when each is at work, breaks, lessons and absences cut out; and for which
    times anything is planned at all."""

    work: dict[UUID, list[Span]]
    known: list[Span]

    def there(self, start: datetime, end: datetime) -> int:
        """How many are at work from `start` to `end`, all the time."""
        return sum(any(begin <= start and end <= until for begin, until in spans) for spans in self.work.values())

    def knows(self, start: datetime, end: datetime) -> bool:
        """Whether anybody has planned for this time, or for one near it."""
        return any(begin < end and start < until for begin, until in self.known)


def roster(planned: Sequence[Shift]) -> Roster:
    """Who is there, from what is planned of some people."""
    work, away = defaultdict[UUID, list[Span]](list), defaultdict[UUID, list[Span]](list)
    for shift in planned:
        (work if shift.kind == "work" else away)[shift.user].append((shift.start, shift.end))
    return Roster(
        work={user: _without(_joined(spans), _joined(away[user])) for user, spans in work.items()},
        known=_joined((shift.start - NEAR, shift.end + NEAR) for shift in planned),
    )


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The same times in order, those that overlap or touch made one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _without(work: Sequence[Span], away: Sequence[Span]) -> list[Span]:
    """Times at work without those away; both in order and apart."""
    left: list[Span] = []
    for start, end in work:
        for gone, back in away:
            if back <= start or gone >= end:
                continue
            if gone > start:
                left.append((start, gone))
            start = max(start, back)
        if start < end:
            left.append((start, end))
    return left


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


def capacity(start: datetime, end: datetime, roster: Roster, rules: SlotRules) -> int:
    """How many calls can be promised for a time: the share of whoever is there, at least one where somebody is."""
    if not roster.knows(start, end):
        return rules.fixed
    there = roster.there(start, end)
    return max(1, there * rules.share // 100) if there else 0


def slots(begins: Sequence[datetime], roster: Roster, taken: Mapping[datetime, int], rules: SlotRules) -> list[Slot]:
    """The slots that begin at these moments, where anybody can be promised one."""
    length = timedelta(minutes=rules.minutes)
    made = (
        Slot(start=at, end=at + length, capacity=capacity(at, at + length, roster, rules), taken=taken.get(at, 0))
        for at in begins
    )
    return [slot for slot in made if slot.capacity]
