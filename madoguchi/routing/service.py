"""How well queues are to be answered, and how long a day lasts: what the live figures and the reports are held to."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from madoguchi.calendars import CalendarSettings
from madoguchi.kit.settings import setting, tenant_settings
from madoguchi.routing.store import queues

Seconds = Annotated[int, Meta(ge=1, le=3600)]
Percent = Annotated[int, Meta(ge=1, le=100)]


class QueueTarget(msgspec.Struct, frozen=True, kw_only=True):
    """The service level that one queue is held to."""

    queue: Annotated[str, Meta(max_length=64, description="Code of the queue")]
    percent: Percent
    seconds: Seconds


@tenant_settings("service")
class ServiceSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The targets of queues, who counts as having given up, and when the day begins."""

    percent: Annotated[Percent, Meta(description="Service level: so many of a hundred")] = 80
    seconds: Annotated[Seconds, Meta(description="Service level: are answered within so many seconds")] = 20
    targets: Annotated[list[QueueTarget], Meta(max_length=500, description="Targets of single queues")] = []
    short_abandon_seconds: Annotated[
        int, Meta(ge=0, le=60, description="Who leaves within so many seconds has not given up; 0: everybody has")
    ] = 5
    day_begins: Annotated[
        str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", description="When the day of the figures begins")
    ] = "00:00"


class ServiceTarget(msgspec.Struct, frozen=True, kw_only=True):
    """A service level: `percent` of the contacts answered within `seconds`."""

    percent: int
    seconds: int


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """What is in force. `targets`: those of single queues; `target` holds for all others."""

    target: ServiceTarget = ServiceTarget(percent=80, seconds=20)
    targets: dict[UUID, ServiceTarget] = {}
    short_abandon_seconds: int = 5

    def of(self, queue: UUID) -> ServiceTarget:
        """The target of one queue."""
        return self.targets.get(queue, self.target)


async def service() -> Service:
    """The targets in force, by queue."""
    settings = await setting(ServiceSettings)
    own = {each.queue: ServiceTarget(percent=each.percent, seconds=each.seconds) for each in settings.targets}
    known = {queue.code: queue.id for queue in await queues.queues()} if own else {}
    return Service(
        target=ServiceTarget(percent=settings.percent, seconds=settings.seconds),
        targets={known[code]: target for code, target in own.items() if code in known},
        short_abandon_seconds=settings.short_abandon_seconds,
    )


def day_start(at: datetime, zone: ZoneInfo, begins: str) -> datetime:
    """When the day began to which `at` belongs, on a clock whose day begins at "HH:MM"; in UTC."""
    hour, minute = (int(part) for part in begins.split(":"))
    local = at.astimezone(zone)
    start = datetime.combine(local.date(), time(hour, minute), zone)
    if start > local:
        start = datetime.combine(local.date() - timedelta(days=1), time(hour, minute), zone)
    return start.astimezone(UTC)


async def today(at: datetime) -> datetime:
    """When the tenant's day began to which `at` belongs."""
    zone = ZoneInfo((await setting(CalendarSettings)).time_zone)
    return day_start(at, zone, (await setting(ServiceSettings)).day_begins)
