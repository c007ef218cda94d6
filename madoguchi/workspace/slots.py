"""When a callback can be promised: within opening hours and permitted times, for as many as will be there to call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from uuid import UUID

from msgspec import Struct

from madoguchi import calendars, cases, routing
from madoguchi.calendars import ContactTimes, OpeningHours, Openness
from madoguchi.customers import CustomerSettings
from madoguchi.kit.clock import now
from madoguchi.kit.settings import setting
from madoguchi.workspace.model import slots as model
from madoguchi.workspace.model.slots import NEAR, Roster, Slot, SlotRules
from madoguchi.workspace.settings import WorkspaceSettings

MOST_DAYS = 14
SOONEST = timedelta(minutes=5)


async def slots(queue: UUID, since: datetime, days: int) -> list[Slot]:
    """The times at which a callback of `queue` can be promised, full ones among them. Raises `QueueUnknown`."""
    rules, times = await _rules(), await _times()
    start = max(since, now() + SOONEST)
    end = since + timedelta(days=max(1, min(days, MOST_DAYS)))
    begins = model.starts(start, end, rules.minutes, times.zone)
    possible = [at for at in begins if await _open(at, rules, times)]
    people = await _roster(queue, start, end + timedelta(minutes=rules.minutes))
    return model.slots(possible, people, await cases.taken_slots(queue, start, end), rules)


async def most_at(queue: UUID, start: datetime) -> int:
    """How many callbacks can be promised for the slot that begins at `start`; 0 where none does."""
    rules, times = await _rules(), await _times()
    second = timedelta(seconds=1)
    if start not in model.starts(start - second, start + second, rules.minutes, times.zone):
        return 0
    if not await _open(start, rules, times):
        return 0
    end = start + timedelta(minutes=rules.minutes)
    return model.capacity(start, end, await _roster(queue, start, end), rules)


async def _rules() -> SlotRules:
    settings = await setting(WorkspaceSettings)
    return SlotRules(minutes=settings.slot_minutes, share=settings.slot_share, fixed=settings.slot_fixed)


class Times(Struct, frozen=True):
    """When one may call and the house is open, by the tenant's clock."""

    clock: str
    contact: ContactTimes
    hours: list[OpeningHours]

    @property
    def zone(self) -> tzinfo:
        return calendars.zone(self.clock) or UTC


async def _times() -> Times:
    return Times((await setting(CustomerSettings)).time_zone, await calendars.contact_times(), await _hours())


async def _open(start: datetime, rules: SlotRules, times: Times) -> bool:
    """Whether somebody may be called for the whole of a slot, and the house is open."""
    last = start + timedelta(minutes=rules.minutes) - timedelta(seconds=1)
    if not all(times.contact.allowed("callback", at, times.clock) for at in (start, last)):
        return False
    return not times.hours or any([await _spans(one, start, last) for one in times.hours])


async def _spans(hours: OpeningHours, start: datetime, last: datetime) -> bool:
    state: Openness = await calendars.openness(hours.id, start)
    return state.open and (state.until is None or state.until > last)


async def _hours() -> list[OpeningHours]:
    """The opening hours that bind: those named by the settings, else all that are in use."""
    named = (await setting(WorkspaceSettings)).slot_hours
    known = [hours for hours in await calendars.all_hours() if hours.active]
    return [hours for hours in known if hours.name == named] or known


async def _roster(queue: UUID, start: datetime, end: datetime) -> Roster:
    """Who of the queue's people is there between two moments, and for which times that is known."""
    return model.roster(await calendars.shifts(await routing.members(queue), start - NEAR, end + NEAR))
