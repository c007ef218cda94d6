"""Times for a promised call, from who is there: shifts without breaks and leave, within opening hours and open days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi import calendars, routing
from madoguchi.calendars import ClosureForm, OpeningHoursForm, Shift, ShiftKind, Span
from madoguchi.calendars.model.shifts import DayShift
from madoguchi.calendars.store import shifts as shift_store
from madoguchi.kit.clock import TestClock, use_clock
from madoguchi.kit.db import unit
from madoguchi.kit.settings import save_setting
from madoguchi.workspace import WorkspaceSettings
from madoguchi.workspace.http import routes
from madoguchi.workspace.model import slots as model
from madoguchi.workspace.model.slots import SlotRules
from madoguchi.workspace.slots import most_at, slots
from tests.api import api
from tests.rooms.interactions.factory import hire
from tests.rooms.workspace.factory import Centre

TOKYO = ZoneInfo("Asia/Tokyo")
TUESDAY = date(2026, 12, 8)
DAWN = datetime(2026, 12, 8, tzinfo=UTC)
PEOPLE = [UUID(int=n) for n in range(1, 5)]
KINDS: tuple[ShiftKind, ...] = ("work", "work", "break", "training", "leave")
HOURS = SlotRules(minutes=60, share=100)

QUARTERS = st.integers(0, 47)
SHIFTS = st.builds(
    lambda user, kind, start, length: _planned(user, kind, start * 15, (start + length) * 15),
    st.sampled_from(PEOPLE), st.sampled_from(KINDS), QUARTERS, st.integers(1, 24),
)  # fmt: skip
ROSTERS = st.lists(SHIFTS, max_size=14)
TIMES = st.tuples(QUARTERS, st.integers(1, 6))
RULES = st.builds(SlotRules, share=st.integers(1, 100), fixed=st.integers(0, 9))


def _planned(user: UUID, kind: ShiftKind, start: int, end: int) -> Shift:
    """A shift in minutes of the day."""
    return Shift(user=user, start=_at(start), end=_at(end), kind=kind)


def _at(minute: int) -> datetime:
    return DAWN + timedelta(minutes=minute)


def _capacity(planned: list[Shift], time: tuple[int, int], rules: SlotRules) -> int:
    start = time[0] * 15
    return model.capacity(_at(start), _at(start + time[1] * 15), model.roster(planned), rules)


@given(ROSTERS, TIMES, RULES)
def test_who_is_there_at_every_minute_of_a_time_counts_and_nobody_else(
    planned: list[Shift], time: tuple[int, int], rules: SlotRules
) -> None:
    minutes = [_at(time[0] * 15 + minute) for minute in range(0, time[1] * 15, 15)]

    def during(user: UUID, minute: datetime, *, work: bool) -> bool:
        return any(
            one.user == user and (one.kind == "work") == work and one.start <= minute < one.end for one in planned
        )

    there = [
        user
        for user in PEOPLE
        if all(during(user, at, work=True) and not during(user, at, work=False) for at in minutes)
    ]
    share = max(1, len(there) * rules.share // 100) if there else 0
    assert _capacity(planned, time, rules) == (share if planned else rules.fixed)


@given(st.lists(SHIFTS, min_size=1, max_size=14), SHIFTS, TIMES, RULES)
def test_more_work_never_takes_a_time_away_and_an_absence_never_gives_one(
    planned: list[Shift], more: Shift, time: tuple[int, int], rules: SlotRules
) -> None:
    before, after = _capacity(planned, time, rules), _capacity([*planned, more], time, rules)
    assert after >= before if more.kind == "work" else after <= before


@given(ROSTERS, TIMES, RULES, st.randoms(use_true_random=False))
def test_in_which_order_shifts_are_written_does_not_matter(
    planned: list[Shift], time: tuple[int, int], rules: SlotRules, random: Random
) -> None:
    shuffled = [*planned]
    random.shuffle(shuffled)
    assert _capacity(shuffled, time, rules) == _capacity(planned, time, rules)


def test_the_share_is_of_people_rounded_down_but_never_below_one() -> None:
    planned = [_planned(user, "work", 0, 480) for user in PEOPLE]
    shares = {share: _capacity(planned, (0, 4), SlotRules(share=share)) for share in (1, 49, 50, 74, 75, 100)}
    assert shares == {1: 1, 49: 1, 50: 2, 74: 2, 75: 3, 100: 4}


def test_one_who_comes_late_or_leaves_early_is_not_there_for_that_time() -> None:
    planned = [_planned(PEOPLE[0], "work", 0, 60), _planned(PEOPLE[1], "work", 15, 60)]
    assert _capacity(planned, (0, 4), HOURS) == 1
    assert _capacity(planned, (1, 3), HOURS) == 2
    halves = [_planned(PEOPLE[0], "work", 0, 60), _planned(PEOPLE[0], "work", 60, 120)]
    assert _capacity(halves, (2, 4), HOURS) == 1, "two shifts that touch are one presence"


def test_far_from_everything_that_is_planned_nobody_knows() -> None:
    roster = model.roster([_planned(PEOPLE[0], "work", 0, 480)])
    week, rules = model.NEAR, SlotRules(fixed=3)
    hour = timedelta(hours=1)
    assert model.capacity(DAWN + timedelta(days=1), DAWN + timedelta(days=1) + hour, roster, rules) == 0
    late = DAWN + timedelta(hours=8) + week
    assert model.capacity(late - hour, late, roster, rules) == 0
    assert model.capacity(late, late + hour, roster, rules) == 3


@pytest.fixture
def tuesday() -> Iterator[TestClock]:
    """Half past nine on a working day in Japan: Tuesday, 8 December 2026."""
    then = datetime(2026, 12, 8, 9, 30, tzinfo=TOKYO)
    with use_clock(TestClock(then - datetime.now(UTC))) as moved:
        assert isinstance(moved, TestClock)
        yield moved


async def _works(user: UUID, day: date, hours: str, kind: ShiftKind = "work") -> None:
    """A shift by the clock of Japan: "09-18"."""
    start, end = (
        datetime.combine(day, datetime.min.time(), TOKYO) + timedelta(hours=float(h)) for h in hours.split("-")
    )
    await shift_store.insert([DayShift(user=user, day=day, start=start, end=end, kind=kind)], None)


async def _staffed(centre: Centre) -> None:
    """Four people of the queue on Tuesday and Wednesday, as in the example below; and somebody of another queue."""
    people = [centre.agent, centre.colleague, await hire("三人目"), await hire("四人目")]
    await routing.set_members(centre.queue, people)
    first, second, third, fourth = people
    await _works(first, TUESDAY, "9-18")
    await _works(first, TUESDAY, "12-13", "break")
    await _works(second, TUESDAY, "9-18")
    await _works(second, TUESDAY, "13.5-14.5", "break")
    await _works(second, TUESDAY, "16-17", "training")
    await _works(third, TUESDAY, "13-17")
    await _works(fourth, TUESDAY, "9-18")
    await _works(fourth, TUESDAY, "0-24", "leave")
    await _works(first, TUESDAY + timedelta(days=1), "10-12")
    await _works(await hire("他のキュー"), TUESDAY, "9-21")
    await save_setting(WorkspaceSettings(slot_minutes=60, slot_share=60))


async def _offered(centre: Centre, days: int = 1) -> dict[str, int]:
    """What is offered, by the clock of Japan: "8 10:00" on the eighth."""
    async with api(routes, centre.who(None, "cases.read", "cases.write")) as client:
        answer = await client.get("/callback-slots", params={"queue": str(centre.queue), "days": days})
    assert answer.status_code == 200, answer.text
    begins = {datetime.fromisoformat(slot["start"]).astimezone(TOKYO): slot["free"] for slot in answer.json()}
    return {f"{at.day} {at:%H:%M}": free for at, free in begins.items()}


EXAMPLE = {
    "8 10:00": 1,  # the first and the second: 60 % of 2
    "8 11:00": 1,
    "8 12:00": 1,  # the second alone: 60 % of 1, but somebody is there
    "8 13:00": 1,  # the first and the third; the second's break begins at half past
    "8 14:00": 1,  # the first and the third still: it ends at half past
    "8 15:00": 1,  # all three: 60 % of 3 is 1.8
    "8 16:00": 1,  # the first and the third: the second learns
    "8 17:00": 1,  # the first and the second: the third has gone home
}


async def test_times_are_for_as_many_as_the_shifts_say(centre: Centre, tuesday: TestClock) -> None:
    async with unit(centre.tenant):
        await _staffed(centre)
    assert await _offered(centre) == EXAMPLE
    async with unit(centre.tenant):
        await save_setting(WorkspaceSettings(slot_minutes=60, slot_share=100))
    assert await _offered(centre) == {
        "8 10:00": 2, "8 11:00": 2, "8 12:00": 1, "8 13:00": 2, "8 14:00": 2, "8 15:00": 3, "8 16:00": 2, "8 17:00": 2,
    }  # fmt: skip


async def test_what_is_promised_takes_from_it_until_it_is_full(centre: Centre, tuesday: TestClock) -> None:
    async with unit(centre.tenant):
        await _staffed(centre)
        await save_setting(WorkspaceSettings(slot_minutes=60, slot_share=100))
    body = {"queue": str(centre.queue), "to": "090-1234-5678", "at": "2026-12-08T15:00:00+09:00"}
    async with api(routes, centre.who(None, "cases.read", "cases.write")) as client:
        codes = [(await client.post("/callbacks", json=body)).status_code for _ in range(4)]
    assert codes == [201, 201, 201, 409]
    assert (await _offered(centre))["8 15:00"] == 0


async def test_at_lunch_and_outside_opening_hours_there_are_none(centre: Centre, tuesday: TestClock) -> None:
    day = [Span(start="10:00", end="12:30"), Span(start="13:00", end="17:00")]
    async with unit(centre.tenant):
        await _staffed(centre)
        await calendars.add_hours(OpeningHoursForm(name="受付", week=[day] * 7))
    open_hours = ["10:00", "11:00", "13:00", "14:00", "15:00", "16:00"]
    assert list(await _offered(centre)) == [f"8 {hour}" for hour in open_hours], "12:00 would reach into the lunch"
    async with unit(centre.tenant):
        assert await most_at(centre.queue, datetime(2026, 12, 8, 12, tzinfo=TOKYO)) == 0
        await calendars.add_hours(OpeningHoursForm(name="折り返し", week=[[Span(start="11:00", end="14:00")]] * 7))
        await save_setting(WorkspaceSettings(slot_minutes=60, slot_share=60, slot_hours="折り返し"))
    assert list(await _offered(centre)) == ["8 11:00", "8 12:00", "8 13:00"], "the hours that the settings name"


async def test_on_the_company_s_own_days_off_there_are_none(centre: Centre, tuesday: TestClock) -> None:
    async with unit(centre.tenant):
        await _staffed(centre)
        await calendars.add_hours(OpeningHoursForm(name="受付", week=[[Span(start="09:00", end="18:00")]] * 7))
    assert list(await _offered(centre, 2)) == [*EXAMPLE, "9 10:00", "9 11:00"]
    async with unit(centre.tenant):
        closed = ClosureForm(kind="company", first=TUESDAY, last=TUESDAY, name_ja="棚卸し", name_en="Stocktaking")
        await calendars.add_closure(closed)
    assert list(await _offered(centre, 2)) == ["9 10:00", "9 11:00"]
    async with unit(centre.tenant):
        assert await most_at(centre.queue, datetime(2026, 12, 8, 10, tzinfo=TOKYO)) == 0


async def test_what_is_not_offered_cannot_be_promised_and_what_is_can(centre: Centre, tuesday: TestClock) -> None:
    async with unit(centre.tenant):
        await _staffed(centre)
        now = datetime(2026, 12, 8, 9, 30, tzinfo=TOKYO)
        offered = {slot.start: slot.capacity for slot in await slots(centre.queue, now, 14)}
        first = datetime(2026, 12, 8, 10, tzinfo=TOKYO)
        hours = [first + timedelta(hours=n) for n in range(13 * 24)]
        most = {at: await most_at(centre.queue, at) for at in hours}
    assert {at: free for at, free in most.items() if free} == {at: offered[at] for at in hours if at in offered}
    days = {at.astimezone(TOKYO).day for at in offered}
    assert {8, 9} < days
    assert not days & {10, 11, 12, 13, 14, 15}, "a week around what is planned is known; nobody works then"
