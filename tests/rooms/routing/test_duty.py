"""Working hours: nobody is offered anything outside their shift, where the tenant wants it so."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from madoguchi import routing
from madoguchi.calendars import Shift, ShiftKind
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.db import db
from madoguchi.kit.ids import new_id
from madoguchi.kit.settings import save_setting
from madoguchi.routing.actions.duty import works
from tests.rooms.routing.hall import Hall
from tests.rooms.routing.setting import START


def shift(start: float, end: float, kind: ShiftKind = "work") -> Shift:
    hours = [START + timedelta(hours=each) for each in (start, end)]
    return Shift(user=UUID(int=1), start=hours[0], end=hours[1], kind=kind)


def at(hour: float) -> datetime:
    return START + timedelta(hours=hour)


def test_who_has_a_shift_works_within_it_and_not_in_its_break() -> None:
    day = [shift(9, 18), shift(12, 13, "break")]
    assert [hour for hour in range(24) if works(day, at(hour))] == [9, 10, 11, 13, 14, 15, 16, 17]
    assert works([], at(3)), "who has no shift in the books is not bound by one"
    assert not works([shift(9, 18, "leave")], at(10))


async def plan(user: UUID, start: datetime, end: datetime) -> None:
    await db().execute(
        "insert into shift (id, user_id, day, starts, ends, kind) values ($1, $2, $3, $4, $5, 'work')",
        new_id(), user, start.date(), start, end,
    )  # fmt: skip


async def test_a_person_outside_their_shift_is_passed_over_if_the_tenant_says_so(hall: Hall, clock: TestClock) -> None:
    first, second = hall.people
    begins = now() + timedelta(hours=1)
    await hall.do(lambda: plan(first, begins, begins + timedelta(hours=8)))
    await hall.ready(first)
    await hall.ready(second)
    assert (await hall.offered(await hall.call())).user == first
    await hall.do(lambda: routing.set_presence(first, "break"))
    await hall.do(lambda: save_setting(routing.RoutingSettings(keep_to_shifts=True)))
    await hall.do(lambda: routing.set_queues_of(second, [], UUID(int=1)))
    await hall.ready(first)
    early = await hall.call()
    assert await hall.offers(early) == []
    clock.advance(3700)
    later = await hall.call()
    assert (await hall.offered(later)).user == first
