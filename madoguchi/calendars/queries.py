"""Reads: is it open, which day is it, who works when, may we contact somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from madoguchi.calendars.errors import OpeningHoursUnknown
from madoguchi.calendars.model.contact import ContactPurpose, ContactTimes
from madoguchi.calendars.model.holidays import Calendar, Closure, Holiday
from madoguchi.calendars.model.opening import OpeningHours, Openness
from madoguchi.calendars.model.opening import openness as open_at
from madoguchi.calendars.model.shifts import Shift, counting
from madoguchi.calendars.settings import CalendarSettings
from madoguchi.calendars.store import closures as closed
from madoguchi.calendars.store import hours as store
from madoguchi.calendars.store import shifts as shift_store
from madoguchi.kit.remembered import Remembered
from madoguchi.kit.settings import setting

TOPIC: Final = "calendars"
_hours: Final = Remembered[UUID, OpeningHours](TOPIC)
_closures: Final = Remembered[Literal["all"], tuple[Closure, ...]](TOPIC)


async def _read_hours(ids: list[UUID]) -> Mapping[UUID, OpeningHours]:
    return {found.id: found for found in await store.by_ids(ids)}


async def _read_closures(_keys: list[Literal["all"]]) -> Mapping[Literal["all"], tuple[Closure, ...]]:
    return {"all": tuple(await closed.closures())}


async def calendar(country: str) -> Calendar:
    """The public holidays of a country ("": none) with the company's closures and corrections."""
    closures = (await _closures.of(["all"], _read_closures))["all"]
    return Calendar(country=country, closures=closures)


async def hours(id: UUID) -> OpeningHours:
    """Opening hours. Raises OpeningHoursUnknown."""
    found = (await _hours.of([id], _read_hours)).get(id)
    if found is None:
        raise OpeningHoursUnknown
    return found


async def all_hours() -> list[OpeningHours]:
    """All opening hours by name, inactive ones too."""
    return await store.all_hours()


async def openness(hours_id: UUID, at: datetime) -> Openness:
    """Whether opening hours are open at a moment, why, until when, when again. Raises OpeningHoursUnknown."""
    found = await hours(hours_id)
    return open_at(found, await calendar(found.country), at)


async def holiday(day: date, country: str | None = None) -> Holiday | None:
    """The public holiday or the company's closure on a day; the tenant's country when none is named."""
    return (await calendar(country or (await setting(CalendarSettings)).holiday_country)).of(day)


async def shifts(users: Iterable[UUID] | None, start: datetime, end: datetime) -> list[Shift]:
    """When these people (None: everybody) work, rest, learn or are away between two moments, in order of time.

    On a day on which the company is closed nobody works but those of whom the plan says it in so many words.
    """
    found = await shift_store.between(start, end, None if users is None else list(users))
    return [shift.shift() for shift in counting(found, (await calendar("")).closed)] if found else []


async def contact_times() -> ContactTimes:
    """The tenant's permitted contact times."""
    settings = await setting(CalendarSettings)
    return ContactTimes(rules=settings.contact_rules, calendar=await calendar(settings.holiday_country))


async def contact_allowed(purpose: ContactPurpose, at: datetime, zone: str) -> bool:
    """Whether somebody whose clock is that of `zone` may be contacted at once, for a purpose, at a moment."""
    return (await contact_times()).allowed(purpose, at, zone)


async def next_allowed(purpose: ContactPurpose, at: datetime, zone: str) -> datetime | None:
    """The first moment from `at` on at which they may be; None when there is none within a year."""
    return (await contact_times()).next_allowed(purpose, at, zone)


async def days_off(first: date, last: date, country: str) -> Sequence[Holiday]:
    """Every public holiday and closure from a day to another, with both."""
    return (await calendar(country)).between(first, last)
