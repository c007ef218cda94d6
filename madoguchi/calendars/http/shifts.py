"""Who works when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from madoguchi import access
from madoguchi.calendars import queries
from madoguchi.calendars.errors import PeriodInvalid
from madoguchi.calendars.model.shifts import Shift
from madoguchi.kit.errors import Fault
from madoguchi.kit.http import current_user, get

LONGEST: Final = timedelta(days=62)


class PersonShifts(msgspec.Struct, frozen=True, kw_only=True):
    """A person's shifts, in order of time."""

    user: UUID
    name: str
    shifts: list[Shift]


def _checked(start: datetime, end: datetime) -> None:
    for at, moment in (("start", start), ("end", end)):
        if moment.tzinfo is None:
            raise PeriodInvalid(faults=[Fault(at=at, code="expects_zone")])
    if end <= start:
        raise PeriodInvalid(faults=[Fault(at="end", code="ends_before_start")])
    if end - start > LONGEST:
        raise PeriodInvalid(faults=[Fault(at="end", code="period_too_long", params={"limit": LONGEST.days})])


@get("/shifts", needs="shifts.read")
async def list_shifts(start: datetime, end: datetime) -> list[PersonShifts]:
    """Who works when between two moments (62 days at most): everybody who has a shift then, by name.

    On days on which the company is closed only those who work nevertheless (休日出勤), and leave.
    """
    _checked(start, end)
    by_person: dict[UUID, list[Shift]] = {}
    for shift in await queries.shifts(None, start, end):
        by_person.setdefault(shift.user, []).append(shift)
    names = await access.users_by_id(by_person)
    listed = [
        PersonShifts(user=user, name=names[user].name, shifts=theirs)
        for user, theirs in by_person.items()
        if user in names
    ]
    return sorted(listed, key=lambda person: (names[person.user].kana or person.name, person.user))


@get("/shifts/mine", needs="desk.use")
async def list_my_shifts(start: datetime, end: datetime) -> list[Shift]:
    """The asker's own shifts between two moments (62 days at most)."""
    _checked(start, end)
    return await queries.shifts([current_user()], start, end)


routes = [list_shifts, list_my_shifts]
