"""The rules of counting in force, gathered from the tenant's settings."""

from __future__ import annotations

from madoguchi import routing
from madoguchi.analytics.model.terms import Target, Terms
from madoguchi.analytics.settings import AnalyticsSettings
from madoguchi.kit.settings import setting
from madoguchi.workspace import WorkspaceSettings


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
