"""Opening hours are written and changed; they are never removed, because flows lead by them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from madoguchi.access import audit
from madoguchi.calendars.errors import OpeningHoursInvalid, OpeningHoursNameTaken, OpeningHoursUnknown
from madoguchi.calendars.events import OpeningHoursChanged
from madoguchi.calendars.model.holidays import countries
from madoguchi.calendars.model.opening import OpeningHours, SpecialDay, span_faults
from madoguchi.calendars.model.windows import Span, zone
from madoguchi.calendars.queries import TOPIC
from madoguchi.calendars.store import hours as store
from madoguchi.kit.errors import Fault, PreconditionFailed
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.metrics import counter
from madoguchi.kit.signals import signal

DaySpans = Annotated[list[Span], Meta(max_length=12)]
DAYS = 7

changes = counter("opening_hours_changes", "Opening hours written", ("what",))


class OpeningHoursForm(msgspec.Struct, frozen=True, kw_only=True):
    """Opening hours as an administrator writes them. `week`: Monday first; `on_holidays` null: as the weekday."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    time_zone: Annotated[str, Meta(max_length=60)] = "Asia/Tokyo"
    week: list[DaySpans]
    on_holidays: DaySpans | None = []
    country: Annotated[str, Meta(pattern=r"^([A-Z]{2})?$")] = "JP"
    observes_closures: bool = True
    special_days: Annotated[list[SpecialDay], Meta(max_length=400)] = []
    active: bool = True


def _faults(form: OpeningHoursForm) -> Iterable[Fault]:
    if zone(form.time_zone) is None:
        yield Fault(at="time_zone", code="time_zone_unknown")
    if form.country and form.country not in countries():
        yield Fault(at="country", code="country_unknown")
    if len(form.week) != DAYS:
        yield Fault(at="week", code="week_incomplete")
    for day, spans in enumerate(form.week):
        yield from span_faults(spans, f"week.{day}")
    yield from span_faults(form.on_holidays or (), "on_holidays")
    seen: set[object] = set()
    for at, special in enumerate(form.special_days):
        yield from span_faults(special.spans, f"special_days.{at}.spans")
        if special.day in seen:
            yield Fault(at=f"special_days.{at}.day", code="special_day_twice")
        seen.add(special.day)


def checked(form: OpeningHoursForm, id: UUID, version: int) -> OpeningHours:
    """The hours that a form means, special days in their order. Raises OpeningHoursInvalid with every fault."""
    faults = list(_faults(form))
    if faults:
        raise OpeningHoursInvalid(faults=faults)
    meant = msgspec.structs.asdict(form) | {
        "week": tuple(tuple(spans) for spans in form.week),
        "on_holidays": None if form.on_holidays is None else tuple(form.on_holidays),
        "special_days": tuple(sorted(form.special_days, key=lambda special: special.day)),
    }
    return OpeningHours(id=id, version=version, **meant)


async def add_hours(form: OpeningHoursForm) -> OpeningHours:
    """Raises OpeningHoursInvalid, OpeningHoursNameTaken."""
    hours = await _save(checked(form, new_id(), 1))
    await audit("opening_hours.created", "opening_hours", hours.id, {"name": hours.name})
    changes.labels("created").inc()
    return hours


async def change_hours(id: UUID, form: OpeningHoursForm, expected: int) -> OpeningHours:
    """Raises OpeningHoursUnknown, PreconditionFailed, or as `add_hours`."""
    before = await store.by_id(id, lock=True)
    if before is None:
        raise OpeningHoursUnknown
    if before.version != expected:
        raise PreconditionFailed(version=before.version)
    after = await _save(checked(form, id, before.version + 1))
    fields = [name for name in form.__struct_fields__ if getattr(before, name) != getattr(after, name)]
    await audit("opening_hours.changed", "opening_hours", id, {"fields": list(fields)})
    changes.labels("changed").inc()
    return after


async def _save(hours: OpeningHours) -> OpeningHours:
    if await store.name_taken(hours.name, hours.id):
        raise OpeningHoursNameTaken(taken=hours.name)
    await store.save(hours)
    await signal(TOPIC)
    record(OpeningHoursChanged(hours=hours.id))
    return hours
