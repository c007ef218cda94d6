"""Who is within their working hours, where the tenant wants that to count.

Only who has a shift around now is bound by it: a person without a shift in the books works whenever they are ready.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from madoguchi import calendars
from madoguchi.calendars import Shift
from madoguchi.kit.settings import setting
from madoguchi.routing.model.work import Person
from madoguchi.routing.settings import RoutingSettings

AROUND = timedelta(hours=12)
"""A shift that begins or ended within this binds the person."""


async def with_hours(people: Sequence[Person], at: datetime) -> list[Person]:
    """`people`, with those marked who have a shift around `at` and are not to work at `at` itself."""
    if not people or not (await setting(RoutingSettings)).keep_to_shifts:
        return list(people)
    planned = defaultdict(list)
    for shift in await calendars.shifts([person.user for person in people], at - AROUND, at + AROUND):
        planned[shift.user].append(shift)
    return [person if works(planned[person.user], at) else replace(person, on_duty=False) for person in people]


def works(shifts: Sequence[Shift], at: datetime) -> bool:
    """Whether somebody with these shifts is to take contacts at `at`: within work, and not within what breaks it."""
    if not shifts:
        return True
    kinds = {shift.kind for shift in shifts if shift.start <= at < shift.end}
    return kinds == {"work"}
