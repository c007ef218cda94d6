"""Opening hours, holidays and closures, permitted contact times."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from madoguchi.calendars import queries
from madoguchi.calendars.actions import closures, hours
from madoguchi.calendars.actions.closures import ClosureForm
from madoguchi.calendars.actions.hours import OpeningHoursForm
from madoguchi.calendars.errors import ClosureUnknown, PeriodInvalid
from madoguchi.calendars.model.contact import ContactPurpose
from madoguchi.calendars.model.holidays import Closure, Holiday, countries
from madoguchi.calendars.model.opening import OpeningHours, Openness
from madoguchi.calendars.model.opening import openness as open_at
from madoguchi.calendars.model.windows import zone
from madoguchi.calendars.settings import CalendarSettings
from madoguchi.calendars.store import closures as closure_store
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault
from madoguchi.kit.http import Tagged, delete, expected_version, get, post, put
from madoguchi.kit.ids import new_id
from madoguchi.kit.settings import setting

FIRST_YEAR, LAST_YEAR = 1950, 2099


class HoursPreview(msgspec.Struct, frozen=True, kw_only=True):
    """Opening hours as they are being written, and moments to ask them about."""

    hours: OpeningHoursForm
    at: list[datetime]


class HoursNow(msgspec.Struct, frozen=True, kw_only=True):
    """Opening hours and how they stand right now."""

    hours: OpeningHours
    now: Openness


class DaysOff(msgspec.Struct, frozen=True, kw_only=True):
    """A year's days off, the country whose law they follow, and the countries that could be chosen."""

    country: str
    countries: list[str]
    days: list[Holiday]


class ContactTime(msgspec.Struct, frozen=True, kw_only=True):
    """Whether contact is permitted at a moment, and from when on it is; null: not within a year."""

    allowed: bool
    next: datetime | None


def _aware(at: datetime | None, where: str) -> datetime:
    if at is not None and at.tzinfo is None:
        raise PeriodInvalid(faults=[Fault(at=where, code="expects_zone")])
    return at or now()


@get("/opening-hours", needs="queues.watch")
async def list_opening_hours() -> list[HoursNow]:
    """All opening hours by name, each with how it stands right now."""
    found = await queries.all_hours()
    return [HoursNow(hours=h, now=open_at(h, await queries.calendar(h.country), now())) for h in found]


@post("/opening-hours", needs="calendars.admin")
async def add_opening_hours(data: OpeningHoursForm) -> Tagged[OpeningHours]:
    """Add opening hours."""
    made = await hours.add_hours(data)
    return Tagged(made, made.version)


@post("/opening-hours/preview", needs="calendars.admin", status=200)
async def preview_opening_hours(data: HoursPreview) -> list[Openness]:
    """Whether opening hours would be open at some moments, as they are being written; nothing is kept."""
    meant = hours.checked(data.hours, new_id(), 0)
    calendar = await queries.calendar(meant.country)
    return [open_at(meant, calendar, _aware(at, f"at.{n}")) for n, at in enumerate(data.at[:50])]


@get("/opening-hours/{hours_id:uuid}", needs="queues.watch")
async def show_opening_hours(hours_id: UUID) -> Tagged[OpeningHours]:
    """One set of opening hours."""
    found = await queries.hours(hours_id)
    return Tagged(found, found.version)


@put("/opening-hours/{hours_id:uuid}", needs="calendars.admin")
async def change_opening_hours(hours_id: UUID, data: OpeningHoursForm) -> Tagged[OpeningHours]:
    """Change opening hours as a whole, from the version named in If-Match."""
    changed = await hours.change_hours(hours_id, data, expected_version())
    return Tagged(changed, changed.version)


@get("/opening-hours/{hours_id:uuid}/openness", needs="queues.watch")
async def ask_opening_hours(hours_id: UUID, at: datetime | None = None) -> Openness:
    """Whether it is open at a moment (now, when none is named), why, until when, when again."""
    return await queries.openness(hours_id, _aware(at, "at"))


@get("/holidays", needs="queues.watch")
async def list_days_off(year: int, country: str = "") -> DaysOff:
    """Public holidays and company closures of a year; the tenant's own country when none is named."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PeriodInvalid(faults=[Fault(at="year", code="year_unknown")])
    chosen = country or (await setting(CalendarSettings)).holiday_country
    if chosen not in countries():
        raise PeriodInvalid(faults=[Fault(at="country", code="country_unknown")])
    days = await queries.days_off(date(year, 1, 1), date(year, 12, 31), chosen)
    return DaysOff(country=chosen, countries=sorted(countries()), days=list(days))


@get("/closures", needs="queues.watch")
async def list_closures() -> list[Closure]:
    """The company's own days, the earliest first: closures, and corrections of public holidays."""
    return await closure_store.closures()


@post("/closures", needs="calendars.admin")
async def add_closure(data: ClosureForm) -> Tagged[Closure]:
    """Add days on which the company differs from the calendar."""
    made = await closures.add_closure(data)
    return Tagged(made, made.version)


@get("/closures/{closure_id:uuid}", needs="queues.watch")
async def show_closure(closure_id: UUID) -> Tagged[Closure]:
    """One of them."""
    found = await closure_store.by_id(closure_id)
    if found is None:
        raise ClosureUnknown
    return Tagged(found, found.version)


@put("/closures/{closure_id:uuid}", needs="calendars.admin")
async def change_closure(closure_id: UUID, data: ClosureForm) -> Tagged[Closure]:
    """Change it as a whole, from the version named in If-Match."""
    changed = await closures.change_closure(closure_id, data, expected_version())
    return Tagged(changed, changed.version)


@delete("/closures/{closure_id:uuid}", needs="calendars.admin")
async def remove_closure(closure_id: UUID) -> None:
    """Remove it: the days are again what the calendar says."""
    await closures.remove_closure(closure_id)


@get("/contact-times", needs="customers.read")
async def ask_contact_times(purpose: ContactPurpose, time_zone: str, at: datetime | None = None) -> ContactTime:
    """Whether somebody whose clock is that of a zone may be contacted on media that ring, and from when on."""
    if zone(time_zone) is None:
        raise PeriodInvalid(faults=[Fault(at="time_zone", code="time_zone_unknown")])
    then = _aware(at, "at")
    return ContactTime(
        allowed=await queries.contact_allowed(purpose, then, time_zone),
        next=await queries.next_allowed(purpose, then, time_zone),
    )


routes = [
    list_opening_hours, add_opening_hours, preview_opening_hours, show_opening_hours, change_opening_hours,
    ask_opening_hours, list_days_off, list_closures, add_closure, show_closure, change_closure, remove_closure,
    ask_contact_times,
]  # fmt: skip
