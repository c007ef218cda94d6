"""The rules of counting in force, gathered from the tenant's settings."""

from __future__ import annotations

from datetime import date, datetime

from madoguchi import calendars, routing
from madoguchi.analytics.model.periods import Clock
from madoguchi.analytics.model.terms import Terms
from madoguchi.kit.settings import setting
from madoguchi.workspace import WorkspaceSettings


async def clock() -> Clock:
    """The tenant's clock: the zone of its calendars, and when its reports' day begins."""
    name = (await setting(calendars.CalendarSettings)).time_zone
    begins = (await setting(routing.ServiceSettings)).day_begins
    return Clock(zone=name if calendars.zone(name) else "UTC", begins=begins)


async def day_of(at: datetime) -> date:
    """The day of the reports to which a moment belongs."""
    return (await clock()).day_of(at)


async def terms() -> Terms:
    """What holds for every figure that is made now: the same as on the board."""
    return Terms(service=await routing.service(), repeat_days=(await setting(WorkspaceSettings)).repeat_days)
