"""When Minato Electric is there: opening hours with a lunch break, the year's end, and who of its people works when."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from madoguchi import calendars
from madoguchi.calendars import (
    CalendarSettings,
    ClosureForm,
    ContactRule,
    OpeningHoursForm,
    ShiftKind,
    Span,
    SpecialDay,
)
from madoguchi.entrypoints.demo.seed.bulk import insert
from madoguchi.entrypoints.demo.seed.company import Company
from madoguchi.kit.ids import new_id
from madoguchi.kit.settings import save_setting

TOKYO = ZoneInfo("Asia/Tokyo")
# A newcomer tries click-to-dial at any hour; a real company keeps to the permitted contact times.
ROUND_THE_CLOCK = (ContactRule(start="00:00", end="24:00"),)
WEEKS_BEFORE, WEEKS_AFTER = 2, 6
OPENS, CLOSES = 9, 18
# Who works when: first hour, last hour, when they have lunch, and their days off (0 is Monday).
PLAN: dict[str, tuple[int, int, int, frozenset[int]]] = {
    "sato": (9, 18, 12, frozenset({5, 6})),
    "suzuki": (9, 18, 13, frozenset({5, 6})),
    "tanaka": (10, 19, 14, frozenset({2, 6})),
    "emma": (11, 20, 15, frozenset({0, 6})),
    "kobayashi": (9, 18, 12, frozenset({5, 6})),
}


def at_work(moment: datetime, today: datetime) -> datetime:
    """`moment` when somebody is at work then; else the nearest such moment on the same side of `today`: nobody promises
    anything for the night.
    """
    local = moment.astimezone(TOKYO)
    if OPENS <= local.hour < CLOSES:
        return moment
    late = local.hour >= CLOSES
    if moment < today:
        return (local if late else local - timedelta(days=1)).replace(hour=CLOSES - 1)
    return (local + timedelta(days=1) if late else local).replace(hour=OPENS)


async def fill(random: Random, company: Company, today: datetime) -> dict[str, UUID]:
    """Write the calendars; returns the opening hours by code."""
    await save_setting(CalendarSettings(contact_rules=ROUND_THE_CLOCK))
    day = today.astimezone(TOKYO).date()
    hours = await _hours(day)
    await _closures(day)
    await _shifts(random, company, day)
    return hours


async def _hours(today: date) -> dict[str, UUID]:
    morning, afternoon = Span(start="09:00", end="12:00"), Span(start="13:00", end="18:00")
    stocktaking = SpecialDay(
        day=today + timedelta(days=24),
        spans=(morning,),
        name_ja="棚卸し（午前のみ）",
        name_en="Stocktaking, mornings only",
    )
    desk = OpeningHoursForm(
        name="お客様窓口",
        week=[[morning, afternoon]] * 5 + [[Span(start="09:00", end="17:00")], []],
        special_days=[stocktaking],
    )
    night = OpeningHoursForm(
        name="緊急受付（24 時間）",
        week=[[Span(start="00:00", end="24:00")]] * 7,
        on_holidays=None,
        observes_closures=False,
    )
    return {"desk": (await calendars.add_hours(desk)).id, "emergency": (await calendars.add_hours(night)).id}


async def _closures(today: date) -> None:
    ends = ClosureForm(
        kind="company", first=date(today.year - 1, 12, 29), last=date(today.year, 1, 3), yearly=True,
        name_ja="年末年始休業", name_en="Year-end closure",
    )  # fmt: skip
    founding = ClosureForm(
        kind="company", first=date(today.year, 6, 1), last=date(today.year, 6, 1), yearly=True,
        name_ja="創立記念日", name_en="Founding day",
    )  # fmt: skip
    last = ClosureForm(
        kind="company", first=date(today.year - 1, 12, 28), last=date(today.year - 1, 12, 28), yearly=True,
        name_ja="仕事納め", name_en="Last working day", spans=[Span(start="09:00", end="12:00")],
    )  # fmt: skip
    for form in (ends, last, founding):
        await calendars.add_closure(form)


async def _shifts(random: Random, company: Company, today: date) -> None:
    monday = today - timedelta(days=today.weekday(), weeks=WEEKS_BEFORE)
    rows: list[list[Any]] = []
    for n in range(7 * (WEEKS_BEFORE + WEEKS_AFTER)):
        day = monday + timedelta(days=n)
        closed = await calendars.holiday(day)
        for key, (first, last, lunch, off) in PLAN.items():
            user, drawn = company.users[key], random.random()
            if closed or day.weekday() in off:
                continue
            if drawn < 0.04:  # a day of leave now and then
                rows.append(_row(user, day, 0, 24, "leave"))
                continue
            rows += [_row(user, day, first, last, "work"), _row(user, day, lunch, lunch + 1, "break")]
            if day.weekday() == 1 and key in ("sato", "tanaka"):
                rows.append(_row(user, day, 15, 16, "training"))
    await insert("shift", "id, user_id, day, starts, ends, kind", rows)


def _row(user: UUID, day: date, first: int, last: int, kind: ShiftKind) -> list[Any]:
    midnight = datetime.combine(day, time(), TOKYO)
    return [new_id(), user, day, midnight + timedelta(hours=first), midnight + timedelta(hours=last), kind]
