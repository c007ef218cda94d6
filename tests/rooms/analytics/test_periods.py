"""Days and half hours on the tenant's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from madoguchi.analytics.model.periods import Clock, period
from madoguchi.analytics.model.plans import planned
from madoguchi.calendars import Shift, ShiftKind

TOKYO = Clock()
ZONES = st.sampled_from(["Asia/Tokyo", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"])
BEGINNINGS = st.sampled_from(["00:00", "05:00", "06:30", "23:30"])
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def test_a_day_in_tokyo_begins_at_three_in_the_afternoon_of_the_day_before() -> None:
    day = period(TOKYO, date(2026, 11, 24), date(2026, 11, 24), "half_hour")
    assert (day.start, day.end) == (datetime(2026, 11, 23, 15, tzinfo=UTC), datetime(2026, 11, 24, 15, tzinfo=UTC))
    assert len(day.starts) == 48


def test_what_happens_at_two_belongs_to_yesterday_where_the_day_begins_at_five() -> None:
    clock = Clock(begins="05:00")
    at_two = datetime(2026, 11, 23, 17, tzinfo=UTC)  # 02:00 on the 24th in Tokyo
    assert (TOKYO.day_of(at_two), clock.day_of(at_two)) == (date(2026, 11, 24), date(2026, 11, 23))


def test_a_day_on_which_clocks_change_is_longer_or_shorter() -> None:
    berlin = Clock(zone="Europe/Berlin")
    assert len(period(berlin, date(2026, 10, 25), date(2026, 10, 25), "half_hour").starts) == 50
    assert len(period(berlin, date(2026, 3, 29), date(2026, 3, 29), "half_hour").starts) == 46


@given(ZONES, BEGINNINGS, DAYS, st.integers(0, 6), st.sampled_from(["half_hour", "day", "whole"]))
def test_every_moment_of_a_period_lies_in_exactly_one_step(
    zone: str, begins: str, first: date, more: int, step: str
) -> None:
    cut = period(Clock(zone=zone, begins=begins), first, first + timedelta(days=more), step)  # type: ignore[arg-type]  # hypothesis draws a str
    assert cut.starts[0] == cut.start
    assert cut.starts == sorted(set(cut.starts))
    assert cut.starts[-1] < cut.end
    if step == "half_hour":
        bounds = [*cut.starts, cut.end]
        assert all(timedelta(0) < b - a <= timedelta(minutes=30) for a, b in pairwise(bounds))


@given(ZONES, BEGINNINGS, st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)))
def test_every_moment_belongs_to_the_day_within_whose_bounds_it_lies(zone: str, begins: str, at: datetime) -> None:
    clock, moment = Clock(zone=zone, begins=begins), at.replace(tzinfo=UTC)
    day = clock.day_of(moment)
    assert clock.start(day) <= moment < clock.start(day + timedelta(days=1))


USER = UUID(int=1)
HOURS = st.tuples(st.integers(0, 23), st.integers(1, 12), st.sampled_from(["work", "break", "training", "leave"]))


@given(st.lists(HOURS, max_size=8))
def test_planned_time_is_each_hour_of_work_that_nothing_takes_away(table: list[tuple[int, int, ShiftKind]]) -> None:
    start = datetime(2026, 11, 24, tzinfo=UTC)
    end = start + timedelta(hours=24)
    shifts = [
        Shift(user=USER, start=start + timedelta(hours=at), end=start + timedelta(hours=at + long), kind=kind)
        for at, long, kind in table
    ]
    found = planned(shifts, start, end)
    for hour in range(24):
        middle = start + timedelta(hours=hour, minutes=30)
        inside = {shift.kind for shift in shifts if shift.start <= middle < shift.end}
        assert sum(each.start <= middle < each.end for each in found) == (inside == {"work"})
