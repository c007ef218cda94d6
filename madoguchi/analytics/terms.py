"""The rules of counting in force, gathered from the tenant's settings."""

from __future__ import annotations

from datetime import date, datetime

from madoguchi import calendars, routing
from madoguchi.analytics.model.periods import Clock
from madoguchi.analytics.model.terms import Target, Terms
from madoguchi.analytics.settings import AnalyticsSettings
from madoguchi.kit.settings import setting
from madoguchi.workspace import WorkspaceSettings


async def clock() -> Clock:
    """The tenant's clock: the zone of its calendars, and when its reports' day begins."""
    name = (await setting(calendars.CalendarSettings)).time_zone
    begins = (await setting(AnalyticsSettings)).day_begins
    return Clock(zone=name if calendars.zone(name) else "UTC", begins=begins)


async def day_of(at: datetime) -> date:
    """The day of the reports to which a moment belongs."""
    return (await clock()).day_of(at)


async def terms() -> Terms:
    """What holds for every figure that is made now."""
    settings = await setting(AnalyticsSettings)
    own = {each.queue: Target(seconds=each.seconds, percent=each.percent) for each in settings.targets}
    queues = await routing.all_queues() if own else []
    return Terms(
        target=Target(seconds=settings.service_seconds, percent=settings.service_percent),
        targets={queue.id: own[queue.code] for queue in queues if queue.code in own},
        short_seconds=settings.short_abandon_seconds,
        repeat_days=(await setting(WorkspaceSettings)).repeat_days,
    )
